"""over-budget: a check that met its budget before it had decided everything."""

from collections.abc import Iterator, Sequence

from katch_protocols.errors import BudgetError
from katch_protocols.findings import Severity, Wording
from katch_protocols.proofs.verdicts import Proof
from katch_protocols.rules.context import Context
from katch_protocols.rules.proven import path_of
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["OVER_BUDGET", "RULE"]

OVER_BUDGET = "over-budget"
"""The name of the rule."""

_LISTED = 5
"""So many promises that were not decided are named; then only their number is told."""


def _spots(context: Context) -> Iterator[Spot]:
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
        "bound": error.bound,
        "undecided": undecided,
        "place": error.culprit or undecided,
    }
    return Spot(path, facts)


def _undecided(context: Context, name: str, cut: Sequence[Proof]) -> Spot:
    first = cut[0]
    said = ", ".join(f"'{name}.{proof.safeguard}'" for proof in cut[:_LISTED])
    if len(cut) > _LISTED:
        said += f" … ({len(cut)})"
    given = {} if first.reason is None else first.reason.facts
    facts = {
        "budget": given.get("budget", ""),
        "bound": given.get("bound", ""),
        "undecided": said,
        "place": given.get("place", "") or name,
    }
    return Spot(path_of(context, first), facts)


RULE = Rule(
    name=OVER_BUDGET,
    family=Family.STRUCTURE,
    severity=Severity.ERROR,
    wording=Wording(
        saw=(
            "The check met its budget of {budget} ({bound}) at '{place}'. "
            "Not decided: {undecided}."
        ),
        why="What was not looked at may be wrong, and nobody would know.",
        fix="Make it simpler there, or give more: `katch check --budget 60s,4GB`.",
    ),
    spots=_spots,
)
