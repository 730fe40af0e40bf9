"""safeguard-binds-nothing: a safeguard of the handbook that binds no protocol."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    # A protocol that was not read in full may have the names after all.
    if any(part.startswith(("protocols", "fragments")) for part in context.incomplete):
        return
    for name, near in context.bindings.loose.items():
        yield Spot(("safeguards", name, "rule"), {"name": name}, near)


RULE = Rule(
    name="safeguard-binds-nothing",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="Safeguard '{name}' binds no protocol: none has all its names.",
        why="A promise to the child that binds nobody protects nobody.",
        fix="Correct its names, or list the protocols it binds under `binds`.",
    ),
    spots=_spots,
)
