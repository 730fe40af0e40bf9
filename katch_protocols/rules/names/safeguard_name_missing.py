"""safeguard-name-missing: a safeguard that names what its protocol does not have."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for miss in context.bindings.misses:
        if miss.candidates or miss.values or _may_be_lost(context, miss.protocol):
            continue
        facts = {
            "safeguard": miss.safeguard,
            "name": miss.mention.name,
            "protocol": miss.protocol,
        }
        yield Spot(miss.path, facts, miss.near)


def _may_be_lost(context: Context, protocol: str) -> bool:
    registries = ("states", "activities", "facts", "documents")
    return context.has_lost(("protocols", protocol), registries)


RULE = Rule(
    name="safeguard-name-missing",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw=(
            "Safeguard '{safeguard}' names '{name}', and protocol '{protocol}' has "
            "nothing of that name."
        ),
        why="A promise about something that does not exist cannot be kept.",
        fix="Write the id of an activity, state, fact or document of that protocol.",
    ),
    spots=_spots,
)
