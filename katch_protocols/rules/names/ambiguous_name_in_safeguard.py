"""ambiguous-name-in-safeguard: a bare name in a safeguard that means several things."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for miss in context.bindings.misses:
        if miss.candidates:
            facts = {
                "safeguard": miss.safeguard,
                "name": miss.mention.name,
                "paths": " / ".join(miss.candidates),
            }
            yield Spot(miss.path, facts)


RULE = Rule(
    name="ambiguous-name-in-safeguard",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw=(
            "In safeguard '{safeguard}', the name '{name}' has several meanings: "
            "{paths}."
        ),
        why="Nobody can promise a child something that has two meanings.",
        fix="Write the dotted path of the one that is meant.",
    ),
    spots=_spots,
)
