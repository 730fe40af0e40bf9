"""What no case of a protocol reaches or does, and what every case does."""

from collections.abc import Iterator

from katch_protocols.charts.chart import Entry, NodeKind
from katch_protocols.charts.titles import state_named
from katch_protocols.findings import Path, Severity
from katch_protocols.model.conditions import Condition
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import RequiresThat
from katch_protocols.rules.bindings import meanings, written_at
from katch_protocols.rules.chains import chains
from katch_protocols.rules.context import Context
from katch_protocols.rules.reachable import Reach
from katch_protocols.rules.rule import Spot, rule
from katch_protocols.rules.unanswered import asks_about, conditions
from katch_protocols.sentences.mentions import names_in
from katch_protocols.words.languages import ENGLISH, SPOKEN
from katch_protocols.words.say import say


@rule("unreachable-state", Severity.ERROR)
def _unreachable_state(context: Context) -> Iterator[Spot]:
    """A state that no case can ever enter.

    Those that lie behind it are told with it.
    """
    for name, uses in context.uses.items():
        # What a forgotten `done` would lead to is told with it.
        if not uses.is_known or uses.never_left:
            continue
        for node, behind in chains(uses):
            facts = {"state": node.bare, "protocol": name, **_behind(behind)}
            yield Spot(node.path, facts)


def _behind(number: int) -> dict[str, str]:
    """Return how many states lie behind one as a fact, and as words; of none, none."""
    if not number:
        return {"behind": ""}
    key = "findings.states-behind"
    said = {each: f" {say(key, each, number=number)}" for each in SPOKEN}
    beside = {f"behind.{each}": text for each, text in said.items()}
    return {"behind": said[ENGLISH], "behind.number": str(number), **beside}


@rule("impossible-activity", Severity.ERROR)
def _impossible_activity(context: Context) -> Iterator[Spot]:
    """An activity that is never possible in its state."""
    for entry, facts in _never_possible(context):
        if not _only_condition(entry):
            yield Spot(entry.path, facts)


@rule("condition-never-true", Severity.ERROR)
def _condition_never_true(context: Context) -> Iterator[Spot]:
    """A condition of an activity that holds in no case."""
    for entry, facts in _never_possible(context):
        if _only_condition(entry):
            yield Spot((*entry.path, "when"), facts)


def _never_possible(context: Context) -> Iterator[tuple[Entry, dict[str, str]]]:
    """Yield the written activities that no case can do where it stands."""
    for name, uses in context.uses.items():
        if not uses.is_compiled:
            continue
        for _, entry in uses.own.own_entries():
            if entry.meanwhile or not entry.kind.is_written:
                continue
            if uses.own.chart.nodes[entry.node].is_passing:
                continue  # that is a finding of its own
            if entry.awaits and not uses.own.chart.opened.intersection(entry.awaits):
                continue  # that is a finding of its own
            if uses.is_met(entry.node) and not uses.may_happen(entry):
                state = state_named(uses.own.chart, entry.node) or name
                yield entry, {"activity": entry.act.id, "state": state}


def _only_condition(entry: Entry) -> bool:
    """Tell whether nothing but its condition can keep an activity from happening."""
    return entry.when is not None and not entry.act.needs


@rule("condition-always-true", Severity.WARNING)
def _condition_always_true(context: Context) -> Iterator[Spot]:
    """A condition of an activity that holds in every case."""
    for name, uses in context.uses.items():
        # What nobody can answer is told; more may happen once somebody can.
        if not uses.is_whole or uses.hangs_on_answers:
            continue
        for own, entry in uses.own.own_entries():
            if entry.meanwhile:
                continue
            if entry.when is None or not entry.kind.is_written:
                continue
            if not uses.unanswered.keys().isdisjoint(asks_about(entry.when)):
                continue
            places = uses.places(own)
            happens = any(place in reach.happening for reach, place in places)
            if happens and all(_always(reach, place) for reach, place in places):
                state = state_named(uses.own.chart, entry.node) or name
                facts = {"activity": entry.act.id, "state": state}
                yield Spot((*entry.path, "when"), facts)


def _always(reach: Reach, place: int) -> bool:
    """Tell whether an entry is possible wherever its state is active.

    The rows of an entry that record the same values exclude one another, so the
    configurations in which each is possible add up.
    """
    entry = reach.chart.entries[place]
    if entry.act.needs:
        return False
    # Of an entry whose steps never come to rest there are no rows.
    rows = reach.rows_of.get(place, ())
    possible = sum(
        reach.count(row.mask, row.match)
        for row in rows
        if row.records == rows[0].records
    )
    return possible == reach.times_active(entry.node)


@rule("fact-never-answered", Severity.WARNING, may_err=True)
def _fact_never_answered(context: Context) -> Iterator[Spot]:
    """A fact that conditions ask about and nobody ever answers.

    It is as grave as what it keeps from happening, which is told with it.
    """
    for uses in context.uses.values():
        severity = Severity.ERROR if uses.hangs_on_answers else Severity.WARNING
        for fact, path in uses.unanswered.items():
            yield Spot(path, {"fact": fact}, severity=severity)


@rule("in-passing-state", Severity.WARNING)
def _in_passing_state(context: Context) -> Iterator[Spot]:
    """A condition on being in a choice, in which no case ever is."""
    for name, chart in context.charts.items():
        for path, condition in (*conditions(chart), *_promised(context, name)):
            for mention in names_in(condition):
                if mention.kind is not NameKind.STATE:
                    continue
                for state in meanings(chart, mention):
                    node = chart.node(state)
                    if node.kind is NodeKind.CHOICE:
                        yield Spot(path, {"state": node.bare})


def _promised(context: Context, name: Id) -> Iterator[tuple[Path, Condition]]:
    """Yield the conditions of the safeguards that bind a protocol."""
    for safeguard in context.bindings.bound[name].values():
        path = (*written_at(context.handbook, name, safeguard.id), "rule")
        rule = safeguard.rule
        if isinstance(rule, RequiresThat):
            yield path, rule.condition
        if rule.where is not None:
            yield path, rule.where
