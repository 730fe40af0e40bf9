"""Protocols that are larger than a check can look at."""

from collections.abc import Iterator, Sequence

from katch_protocols.errors import BudgetError
from katch_protocols.findings import Severity
from katch_protocols.proofs.verdicts import Proof
from katch_protocols.rules.bindings import written_at
from katch_protocols.rules.context import Context
from katch_protocols.rules.reachable import MAX_CONFIGURATIONS
from katch_protocols.rules.rule import OVER_BUDGET, Spot, rule


@rule("not-fully-explored", Severity.NOTE)
def _not_fully_explored(context: Context) -> Iterator[Spot]:
    """A protocol with more configurations than a check looks at."""
    for name, reach in context.reached.items():
        if reach.bound is None and not (
            reach.exploration is not None and reach.exploration.exhausted
        ):
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
