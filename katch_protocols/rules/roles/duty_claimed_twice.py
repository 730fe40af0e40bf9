"""duty-claimed-twice: two protocols let different agencies answer for one duty.

Protocols run side by side for one child. Within one protocol an activity has one
answer at a time, so only two protocols can claim a duty for two bodies. An agency that
answers only when it acts itself claims nothing.
"""

from collections import defaultdict
from collections.abc import Iterator

from katch_protocols.findings import Path, Severity, Wording
from katch_protocols.model.noun import Id
from katch_protocols.rules.answering import Answer, named_places
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    duties: dict[tuple[Id, Id | None], list[Answer]] = defaultdict(list)
    for each in context.answers:
        if each.entry.home == each.protocol and not each.by_acting:
            duties[each.activity, each.entry.function].append(each)
    for found in duties.values():
        for claim in _claims(found):
            places = [one.place for one in found if _claim(found, one) == claim]
            path, claims = claim
            facts = {
                "activity": found[0].activity,
                "regions": named_places(places, context.handbook),
                "claims": claims,
            }
            yield Spot(path, facts)


_Claim = tuple[Path, str]
"""Where the later claim is written, and who claims the duty in which protocol."""


def _claims(found: list[Answer]) -> Iterator[_Claim]:
    claims = (_claim(found, one) for one in found)
    yield from dict.fromkeys(claim for claim in claims if claim is not None)


def _claim(found: list[Answer], one: Answer) -> _Claim | None:
    """Return the clash in the region of one answer, if no agency is in every claim."""
    here = [each for each in found if each.place == one.place]
    by: dict[Id, dict[Id, None]] = defaultdict(dict)
    for each in here:
        by[each.protocol][each.agency] = None
    if len(by) == 1 or set.intersection(*(set(each) for each in by.values())):
        return None
    said = [f"{' / '.join(each)} ({protocol})" for protocol, each in by.items()]
    return here[-1].path, ", ".join(said)


RULE = Rule(
    name="duty-claimed-twice",
    family=Family.ROLES,
    severity=Severity.WARNING,
    wording=Wording(
        saw="Several agencies answer for '{activity}' in {regions}: {claims}.",
        why="Two bodies claim one duty, so each may wait for the other.",
        fix="Let the same agency answer in each, or give one activity another name.",
    ),
    spots=_spots,
)
