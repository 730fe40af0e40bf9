"""What keeps a check from looking at a protocol: slips of its chart, and its size."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from katch_protocols.budget import Budget
from katch_protocols.errors import BudgetError
from katch_protocols.findings import Path, Severity
from katch_protocols.model.states import State, StateKind
from katch_protocols.proofs.verdicts import Proof
from katch_protocols.rules.bindings import written_at
from katch_protocols.rules.context import Context
from katch_protocols.rules.reachable import MAX_CONFIGURATIONS
from katch_protocols.rules.rule import (
    Family,
    Spot,
    noted,
    problem_spots,
    rule,
)
from katch_protocols.rules.well_known import OVER_BUDGET
from katch_protocols.words.lists import as_typed


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
        # Without the protocol, or without a part of it, nobody knows its ends.
        other = spot.facts["protocol"]
        unclear = other in context.hollow or context.is_damaged(("protocols", other))
        if spot.path[:-2] not in absent and not unclear:
            yield spot


@rule("then-missing", Severity.ERROR, needs_whole=True)
def _then_missing(context: Context) -> Iterator[Spot]:
    """An end of the protocol that `then` does not speak of."""
    wrong = {each.path[:-1] for each in context.problems.get("then-unknown", ())}
    for spot in problem_spots(context, "then-missing"):
        # A line for what is no end may well mean the one that is missed.
        if spot.path not in wrong:
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
    """Return the dotted paths of the states that bear the unknown name.

    Where a handover waits, nobody wrote a state.
    """
    ending = f".{spot.facts['state']}"
    charts = [context.charts[user] for user in context.users(spot.path)]
    return tuple(
        name
        for each in charts
        for name, index in each.by_name.items()
        if name.endswith(ending) and each.nodes[index].awaiting is None
    )


_NOTED = (
    noted("decide-without-last-line", Family.STRUCTURE, needs_whole=True),
    noted("fact-changed-twice", Family.STRUCTURE),
    noted("generated-name-clash", Family.STRUCTURE),
    noted("recursive-runs", Family.STRUCTURE),
    noted("resume-not-composite", Family.STRUCTURE, needs_whole=True),
    noted("unknown-initial", Family.STRUCTURE, lost=("states",)),
)


@rule("not-fully-explored", Severity.NOTE)
def _not_fully_explored(context: Context) -> Iterator[Spot]:
    """A protocol with more configurations than a check looks at."""
    for name, reach in context.reached.items():
        if reach.bound is None and not reach.is_exhausted:
            facts = {"protocol": name, "limit": str(MAX_CONFIGURATIONS)}
            yield Spot(("protocols", name), facts)


_LISTED = 5
"""So many promises that were not decided are named; then only their number is told."""


@rule(OVER_BUDGET, Severity.ERROR)
def _over_budget(context: Context) -> Iterator[Spot]:
    """A check that met its budget before it had decided everything."""
    for name, error in context.too_large.items():
        if isinstance(error, BudgetError):
            yield _spot(error, error.path or ("protocols", name), f"'{name}'")
    for name, error in context.cut.items():
        yield _spot(error, error.path or ("handbook",), f"'{name}'")
    for name, proofs in context.proofs.items():
        cut = [proof for proof in proofs.values() if proof.is_over_budget]
        if cut:
            yield _undecided(context, name, cut)


def _spot(error: BudgetError, path: tuple[str | int, ...], undecided: str) -> Spot:
    facts = {
        "budget": error.budget,
        "twice": str(Budget.read(error.budget).twice),
        "bound": error.bound,
        "undecided": undecided,
        "place": error.culprit or undecided,
    }
    return Spot(path, facts)


def _undecided(context: Context, name: str, cut: Sequence[Proof]) -> Spot:
    first = cut[0]
    said = as_typed(f"'{name}.{proof.safeguard}'" for proof in cut[:_LISTED])
    if len(cut) > _LISTED:
        said += f" … ({len(cut)})"
    given = {} if first.reason is None else first.reason.facts
    budget = given.get("budget", str(Budget()))
    facts = {
        "budget": budget,
        "twice": str(Budget.read(budget).twice),
        "bound": given.get("bound", ""),
        "undecided": said,
        "place": given.get("place", "") or name,
    }
    return Spot(written_at(context.handbook, first.protocol, first.safeguard), facts)


@rule("protocol-too-large", Severity.ERROR)
def _protocol_too_large(context: Context) -> Iterator[Spot]:
    """A protocol that crosses a bound of the library."""
    for name, error in context.too_large.items():
        if isinstance(error, BudgetError):
            continue
        facts = {
            "culprit": error.culprit,
            "protocol": name,
            "limit": str(error.limit),
            "bound": error.bound,
        }
        yield Spot(("protocols", name), facts)
