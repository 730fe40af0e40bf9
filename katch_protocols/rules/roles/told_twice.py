"""told-twice: a list names an agency, and the same agency once more as a role."""

from collections.abc import Iterator

from katch_protocols.charts.holders import Holders
from katch_protocols.findings import Severity, Wording
from katch_protocols.model.activities import Activity
from katch_protocols.model.noun import Id
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    holders = Holders(context.handbook)
    for path, act in context.every(Activity):
        for key in ("consult", "inform"):
            names: tuple[Id, ...] = getattr(act.raci, key)
            for position, name in enumerate(names):
                agency = _only_agency(holders, name)
                if agency != name and agency in names:
                    facts = {
                        "activity": act.id,
                        "key": key,
                        "role": name,
                        "agency": agency or "",
                    }
                    yield Spot((*path, key, position), facts)


def _only_agency(holders: Holders, name: Id) -> Id | None:
    """Return the agency that a name means in every region where it means any."""
    found = {each for place in holders.places for each in holders.agencies(name, place)}
    return found.pop() if len(found) == 1 else None


RULE = Rule(
    name="told-twice",
    family=Family.ROLES,
    severity=Severity.WARNING,
    wording=Wording(
        saw="`{key}` of '{activity}' names '{agency}' and, as '{role}', once more.",
        why="Two desks of one body may each leave it to the other.",
        fix="Keep the one that is meant.",
    ),
    spots=_spots,
)
