"""The names in a safeguard, and the protocols that it binds."""

from collections.abc import Iterator

from katch_protocols.charts.chart import Chart
from katch_protocols.findings import Path, Severity
from katch_protocols.model.activities import Activity
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import AboutPeople, Sentence
from katch_protocols.rules.bindings import Miss, written_at
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Spot, rule
from katch_protocols.rules.settled import may_lack_names
from katch_protocols.words.lists import as_typed


@rule("ambiguous-name-in-safeguard", Severity.ERROR)
def _ambiguous_name_in_safeguard(context: Context) -> Iterator[Spot]:
    """A bare name in a safeguard that means several things."""
    for miss in context.bindings.misses:
        if miss.candidates:
            facts = {
                "safeguard": miss.safeguard,
                "name": miss.mention.name,
                "paths": as_typed(miss.candidates),
            }
            yield Spot(miss.path, facts)


@rule("measured-without-doer", Severity.ERROR)
def _measured_without_doer(context: Context) -> Iterator[Spot]:
    """Who does it is asked of what a state counts as."""
    for name, bound in context.bindings.bound.items():
        chart = context.charts[name]
        for safeguard in bound.values():
            path = (*written_at(context.handbook, name, safeguard.id), "rule")
            for event in _done_by_people(safeguard.rule):
                counted = chart.counted.get(event)
                if counted is not None and counted.nodes:
                    facts = {
                        "safeguard": safeguard.id,
                        "name": event,
                        "state": chart.nodes[counted.nodes[0]].name,
                        "protocol": name,
                    }
                    yield Spot(path, facts)


@rule("signal-without-doer", Severity.ERROR)
def _signal_without_doer(context: Context) -> Iterator[Spot]:
    """Who does it is asked of what happens by itself."""
    for name, bound in context.bindings.bound.items():
        chart = context.charts[name]
        for safeguard in bound.values():
            path = (*written_at(context.handbook, name, safeguard.id), "rule")
            for event in _done_by_people(safeguard.rule):
                for signal in _signals(chart, event):
                    facts = {
                        "safeguard": safeguard.id,
                        "name": event,
                        "activity": signal,
                        "protocol": name,
                    }
                    yield Spot(path, facts)


def _signals(chart: Chart, event: Id) -> Iterator[Id]:
    """Yield the first signal that an event of a sentence means, if it means one."""
    counted = chart.counted.get(event)
    for name in chart.activities if counted is None else counted.activities:
        is_meant = counted is not None or event in (name, name.rpartition(".")[2])
        if is_meant and chart.entries[chart.activities[name][0]].is_signal:
            yield chart.entries[chart.activities[name][0]].act.id
            return


def _done_by_people(rule: Sentence) -> tuple[Id, ...]:
    """Return the events of which a sentence asks who does them."""
    return rule.done if isinstance(rule, AboutPeople) else ()


@rule("safeguard-binds-nothing", Severity.ERROR)
def _safeguard_binds_nothing(context: Context) -> Iterator[Spot]:
    """A safeguard of the handbook that binds no protocol."""
    if may_lack_names(context.incomplete):
        return
    for name, near in context.bindings.loose.items():
        yield Spot(("safeguards", name, "rule"), {"name": name}, near)


@rule("safeguard-name-missing", Severity.ERROR)
def _safeguard_name_missing(context: Context) -> Iterator[Spot]:
    """A safeguard that names what its protocol does not have."""
    # A slip in a fragment is told once, not in each protocol that uses it.
    everywhere: set[tuple[Path, Id]] = set()
    for miss in context.bindings.misses:
        if miss.candidates or miss.values or _may_be_lost(context, miss.protocol):
            continue
        told = miss.path, miss.mention.name
        if told in everywhere or _is_written(context, miss):
            continue
        if _lacking(context, miss):
            everywhere.add(told)
        facts = {
            "safeguard": miss.safeguard,
            "name": miss.mention.name,
            "protocol": miss.protocol,
        }
        yield Spot(miss.path, facts, miss.near)


def _is_written(context: Context, miss: Miss) -> bool:
    """Tell whether an activity of that name is there, and comes from nowhere known."""
    name = miss.mention.name
    return any(
        act.id == name and miss.protocol in context.users(path)
        for path, act in context.every(Activity)
    )


def _lacking(context: Context, miss: Miss) -> bool:
    """Tell whether every protocol that uses a fragment lacks what its rule names."""
    lacking = {
        each.protocol
        for each in context.bindings.misses
        if (each.path, each.mention) == (miss.path, miss.mention)
    }
    return miss.path[0] == "fragments" and lacking.issuperset(context.users(miss.path))


def _may_be_lost(context: Context, protocol: str) -> bool:
    if protocol in context.hollow:
        return True
    registries = ("states", "activities", "facts", "documents")
    return context.has_lost(("protocols", protocol), registries)


@rule("waiver-without-effect", Severity.WARNING)
def _waiver_without_effect(context: Context) -> Iterator[Spot]:
    """A waiver of a safeguard that does not bind the protocol."""
    for name, each in context.sound.items():
        bound = context.bindings.bound.get(name, {})
        for safeguard in each.protocol.waivers:
            known = safeguard in context.handbook.safeguards
            if known and safeguard not in bound:
                path = ("protocols", name, "waivers", safeguard)
                yield Spot(path, {"name": safeguard, "protocol": name})
