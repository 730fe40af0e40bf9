"""What the posts of a region lack, told once for all protocols and activities."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from katch_protocols.model.noun import Id
from katch_protocols.rules.context import Context
from katch_protocols.staffing.answers import Clashing, Demanded
from katch_protocols.staffing.demands import DemandKind

__all__ = ["Shortage", "clashes", "names", "shortages"]


@dataclass(frozen=True)
class Shortage:
    """A demand that nobody of some roles meets in a region, and where it is made.

    ``activities`` are (protocol, activity); ``limits`` go with them.
    """

    region: Id
    name: str
    roles: tuple[Id, ...]
    activities: tuple[tuple[Id, str], ...]
    limits: tuple[str, ...]


def clashes(context: Context) -> Iterator[tuple[Id, Id, Clashing]]:
    """Yield every clash, with its region and its protocol."""
    for region, desks in context.desks.items():
        for protocol, desk in desks.items():
            yield from ((region, protocol, clash) for clash in desk.told)


def shortages(context: Context, kind: DemandKind) -> Iterator[Shortage]:
    """Yield what clashes on one step alone, by region, name and roles."""
    found: dict[tuple[Id, str, tuple[Id, ...]], list[tuple[Id, Demanded]]] = {}
    for region, protocol, clash in clashes(context):
        asked = [part for part in clash if part.kind is not DemandKind.HELD]
        if len(asked) != 1 or asked[0].kind is not kind:
            continue
        (part,) = asked
        key = region, part.name or "", part.roles
        found.setdefault(key, []).append((protocol, part))
    for (region, name, roles), parts in found.items():
        yield Shortage(
            region,
            name,
            roles,
            tuple(dict.fromkeys((where, part.activities[0]) for where, part in parts)),
            tuple(part.limit or "" for _, part in parts),
        )


def names(ids: Mapping[str, object] | tuple[str, ...]) -> str:
    """Return ids as a sentence lists them, inside quotation marks."""
    return "', '".join(ids)
