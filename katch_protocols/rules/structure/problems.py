"""What keeps a chart from meaning anything, as it is noted while a chart is built."""

from collections.abc import Iterator
from dataclasses import replace

from katch_protocols.findings import Path, Severity
from katch_protocols.model.states import State, StateKind
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Spot, noted, problem_spots, rule


@rule("composite-without-initial", Severity.ERROR, needs_whole=True)
def _composite_without_initial(context: Context) -> Iterator[Spot]:
    """States without one of them that is entered first."""
    malformed = frozenset(_malformed_strands(context))
    for spot in problem_spots(context, "composite-without-initial"):
        if spot.path not in malformed:
            yield spot


def _malformed_strands(context: Context) -> Iterator[Path]:
    """Yield the strands that are no composites: they have a finding of their own."""
    for path, state in context.every(State):
        if path[-2] == "parallel" and state.kind is not StateKind.COMPOSITE:
            yield path


@rule("then-unknown", Severity.ERROR)
def _then_unknown(context: Context) -> Iterator[Spot]:
    """A line of `then` for what is no end of the protocol."""
    problems = context.problems
    absent = {
        problem.path[:-1]
        for code in ("recursive-runs", "unknown-protocol")
        for problem in problems.get(code, ())
    }
    for spot in problem_spots(context, "then-unknown", lost=("states",)):
        # Without the protocol nobody knows its ends.
        if spot.path[:-2] not in absent:
            yield spot


@rule("unknown-target", Severity.ERROR)
def _unknown_target(context: Context) -> Iterator[Spot]:
    """A move to a state that does not exist."""
    for spot in problem_spots(context, "unknown-target", lost=("states",)):
        paths = _inside(context, spot)
        # A state of that very name may stand inside another one.
        yield replace(spot, near=paths[:_MOST]) if paths else spot


_MOST = 3
"""How many near names a finding offers."""


def _inside(context: Context, spot: Spot) -> tuple[str, ...]:
    """Return the dotted paths of the states that bear the unknown name."""
    ending = f".{spot.facts['state']}"
    charts = [context.charts[user] for user in context.users(spot.path)]
    return tuple(
        name for each in charts for name in each.by_name if name.endswith(ending)
    )


_NOTED = (
    noted("decide-without-last-line", Family.STRUCTURE, needs_whole=True),
    noted("fact-changed-twice", Family.STRUCTURE),
    noted("generated-name-clash", Family.STRUCTURE),
    noted("recursive-runs", Family.STRUCTURE),
    noted("resume-not-composite", Family.STRUCTURE, needs_whole=True),
    noted("then-missing", Family.STRUCTURE, needs_whole=True),
    noted("unknown-initial", Family.STRUCTURE, lost=("states",)),
)
