"""Posts of a region that cannot staff every case."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from katch_protocols.findings import Severity
from katch_protocols.model.activities import Activity
from katch_protocols.model.noun import Id
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Spot, rule
from katch_protocols.staffing.answers import Clashing, Demanded
from katch_protocols.staffing.demands import DemandKind
from katch_protocols.words.lists import QUOTED


class Shortage(Struct, frozen=True):
    """A demand that nobody of some roles meets in a region, and where it is made.

    ``activities`` are (protocol, activity); ``limits`` go with them.
    """

    region: Id
    name: str
    roles: tuple[Id, ...]
    activities: tuple[tuple[Id, str], ...]
    limits: tuple[str, ...]


def _clashes(context: Context) -> Iterator[tuple[Id, Id, Clashing]]:
    """Yield every clash, with its region and its protocol."""
    for region, studies in context.studies.items():
        for protocol, study in studies.items():
            yield from ((region, protocol, clash) for clash in study.told)


def _shortages(context: Context, kind: DemandKind) -> Iterator[Shortage]:
    """Yield what clashes on one step alone, by region, name and roles."""
    found: dict[tuple[Id, str, tuple[Id, ...]], list[tuple[Id, Demanded]]] = {}
    for region, protocol, clash in _clashes(context):
        tied = _SITTING if _panel_of(clash) else {DemandKind.HELD}
        asked = [part for part in clash if part.kind not in tied]
        # Of a panel several seats may lack the same, one after the other.
        alone = len(asked) == 1 or _panel_of(clash)
        if not (asked and alone and all(part.kind is kind for part in asked)):
            continue
        roles = tuple(dict.fromkeys(role for part in asked for role in part.roles))
        key = region, asked[0].name or "", roles
        found.setdefault(key, []).append((protocol, asked[0]))
    for (region, name, roles), parts in found.items():
        yield Shortage(
            region,
            name,
            roles,
            tuple(dict.fromkeys((where, part.activities[0]) for where, part in parts)),
            tuple(part.limit or "" for _, part in parts),
        )


_SITTING = frozenset({DemandKind.HELD, DemandKind.TOGETHER})


def _panel_of(clash: Clashing) -> Id | None:
    """Return the panel of which all parts of a clash are seats, if there is one."""
    panels = {part.panel for part in clash}
    return panels.pop() if len(panels) == 1 else None


def _names(ids: Mapping[str, object] | tuple[str, ...]) -> str:
    """Return ids as a sentence lists them, inside quotation marks."""
    return QUOTED.join(ids)


@rule("clash-of-duties", Severity.GAP)
def _clash_of_duties(context: Context) -> Iterator[Spot]:
    """Duties that a region has too few people to keep apart."""
    seen: set[tuple[str, str, str]] = set()
    for region, protocol, clash in _clashes(context):
        acts = tuple(dict.fromkeys(name for part in clash for name in part.activities))
        if _panel_of(clash) or not any(part.is_between for part in clash):
            continue
        activities = _names(acts)
        if (region, protocol, activities) not in seen:
            seen.add((region, protocol, activities))
            facts = {"region": region, "protocol": protocol, "activities": activities}
            yield Spot(("regions", region, "posts"), facts)


@rule("duty-without-cover", Severity.GAP)
def _duty_without_cover(context: Context) -> Iterator[Spot]:
    """A deadline that can end while everybody is at home."""
    found: dict[str, dict[str, None]] = {}
    due: dict[str, set[tuple[str, str]]] = {}
    for each in _shortages(context, DemandKind.ON_DUTY):
        found.setdefault(each.region, {}).update(dict.fromkeys(each.roles))
        due.setdefault(each.region, set()).update(each.activities)
    for region, roles in found.items():
        facts = {
            "region": region,
            "roles": _names(roles),
            "count": str(len(due[region])),
        }
        yield Spot(("regions", region, "posts"), facts)


@rule("hangs-on-one-person", Severity.NOTE)
def _hangs_on_one_person(context: Context) -> Iterator[Spot]:
    """A case that stops when one person is absent."""
    for region, studies in context.studies.items():
        thin = {each.post for study in studies.values() for each in study.thin}
        posts = [
            post for post in context.handbook.regions[region].posts if post in thin
        ]
        if posts:
            facts = {"region": region, "posts": _names(tuple(posts))}
            yield Spot(("regions", region, "posts"), facts)


@rule("language-not-spoken", Severity.GAP)
def _language_not_spoken(context: Context) -> Iterator[Spot]:
    """A language of children in which nobody interprets."""
    for each in _shortages(context, DemandKind.SPOKEN):
        facts = {
            "region": each.region,
            "language": each.name,
            "roles": _names(each.roles),
            "activity": each.activities[0][1],
        }
        yield Spot(("regions", each.region, "languages"), facts)


@rule("training-uncounted", Severity.NOTE)
def _training_uncounted(context: Context) -> Iterator[Spot]:
    """A training that activities demand, in a region that counts nobody for it."""
    demanded = {
        name for _, act in context.every(Activity) for name in act.qualified
    } & context.handbook.qualifications.keys()
    for region, home in context.handbook.regions.items():
        missing = tuple(sorted(demanded - home.training.keys()))
        if missing and not home.posts:
            facts = {"region": region, "qualifications": _names(missing)}
            yield Spot(("regions", region), facts)


@rule("training-gap", Severity.GAP)
def _training_gap(context: Context) -> Iterator[Spot]:
    """An activity that demands a training which nobody there has."""
    for each in _shortages(context, DemandKind.TRAINED):
        facts = {
            "region": each.region,
            "qualification": each.name,
            "roles": _names(each.roles),
            "activity": each.activities[0][1],
        }
        yield Spot(("regions", each.region, "posts"), facts)
