"""What one activity says: alone, beside its namesakes, and where it stands."""

from collections.abc import Iterator
from itertools import combinations

from katch_protocols.charts.chart import Entry
from katch_protocols.charts.titles import state_named
from katch_protocols.findings import Severity
from katch_protocols.model.activities import Activity
from katch_protocols.model.documents import Fact
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.reachable import Reach
from katch_protocols.rules.references import NameOf
from katch_protocols.rules.rule import Spot, rule

_NAMED = {"function": NameOf.FUNCTION, "counts_as": NameOf.MEASURED}


@rule("act-disagrees", Severity.ERROR)
def _act_disagrees(context: Context) -> Iterator[Spot]:
    """Entries of one act differ in title, function or what they count as."""
    for name, chart in context.charts.items():
        for places in chart.activities.values():
            entries = [chart.entries[place] for place in places]
            own = [each for each in entries if each.home == name]
            if own and own[0].kind.is_written:
                yield from _differing(context, own)


def _differing(context: Context, entries: list[Entry]) -> Iterator[Spot]:
    for each in entries[1:]:
        # One act cannot be a duty in one state and happen by itself in another.
        if each.is_signal is not entries[0].is_signal:
            yield Spot((*each.path, "by"), {"activity": each.act.id, "key": "by"})
    for key in ("title", "function", "counts_as"):
        said = [each for each in entries if _is_known(context, each, key)]
        for each in said[1:]:
            if _meant(each, key) != _meant(said[0], key):
                facts = {"activity": each.act.id, "key": key}
                yield Spot((*each.path, key), facts)


def _is_known(context: Context, entry: Entry, key: str) -> bool:
    """Tell whether an act says this, by a name that is known."""
    value, kind = getattr(entry.act, key), _NAMED.get(key)
    names = value if isinstance(value, tuple) else (value,)
    return bool(value) and (
        kind is None or all(name in context.known[kind] for name in names)
    )


def _meant(entry: Entry, key: str) -> object:
    value = getattr(entry.act, key)
    return frozenset(value) if isinstance(value, tuple) else value


@rule("activity-in-passing-state", Severity.ERROR)
def _activity_in_passing_state(context: Context) -> Iterator[Spot]:
    """An activity in a state in which no case ever rests."""
    for path, state in context.every(State):
        if not state.final and not state.decide:
            continue
        for activity in state.activities:
            facts = {"activity": activity, "state": state.id}
            yield Spot((*path, "activities", activity), facts)
    for name, chart in context.charts.items():
        for entry in chart.entries:
            node = chart.nodes[entry.node]
            is_own = entry.act.origins and entry.home == name
            if is_own and not entry.meanwhile and node.is_passing:
                facts = {"activity": entry.act.id, "state": node.bare}
                yield Spot((*entry.path, "from"), facts)


@rule("ambiguous-activity", Severity.ERROR)
def _ambiguous_activity(context: Context) -> Iterator[Spot]:
    """Two entries of one act that are possible at the same time."""
    for name, reach in context.reached.items():
        chart = reach.chart
        for places in chart.activities.values():
            for one, other in combinations(places, 2):
                entry, rival = chart.entries[one], chart.entries[other]
                if rival.home == name and _at_once(reach, one, other):
                    facts = {
                        "activity": entry.act.id,
                        "state": state_named(chart, entry.node) or name,
                        "other": state_named(chart, rival.node) or name,
                    }
                    yield Spot(rival.path, facts)


def _at_once(reach: Reach, one: int, other: int) -> bool:
    for row in reach.rows_of.get(one, ()):
        for rival in reach.rows_of.get(other, ()):
            if (row.match ^ rival.match) & row.mask & rival.mask:
                continue
            if reach.count(row.mask | rival.mask, row.match | rival.match):
                return True
    return False


@rule("fact-without-values", Severity.ERROR, needs_whole=True)
def _fact_without_values(context: Context) -> Iterator[Spot]:
    """A fact that has no answers."""
    for path, fact in context.every(Fact):
        if not fact.values and fact.checklist is None:
            yield Spot((*path, "values"), {"fact": fact.id})


@rule("reason-without-codes", Severity.ERROR, needs_whole=True)
def _reason_without_codes(context: Context) -> Iterator[Spot]:
    """An activity that asks for a reason and offers none."""
    for path, act in context.every(Activity):
        if act.reason and not act.reasons:
            yield Spot((*path, "reason"), {"activity": act.id})


@rule("reasons-not-asked", Severity.WARNING, needs_whole=True)
def _reasons_not_asked(context: Context) -> Iterator[Spot]:
    """An activity that offers reasons and asks for none."""
    for path, act in context.every(Activity):
        if act.reasons and not act.reason:
            yield Spot((*path, "reasons"), {"activity": act.id})
