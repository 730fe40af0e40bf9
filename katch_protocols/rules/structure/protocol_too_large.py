"""protocol-too-large: a protocol that crosses a bound of the library."""

from collections.abc import Iterator

from katch_protocols.errors import BudgetError
from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
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


RULE = Rule(
    name="protocol-too-large",
    family=Family.STRUCTURE,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{culprit}' in protocol '{protocol}' needs more than {limit} {bound}.",
        why="What cannot be checked whole cannot be promised to a child.",
        fix="Split the protocol, or ask fewer facts in one activity.",
    ),
    spots=_spots,
)
