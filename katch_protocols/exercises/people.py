"""Invented people of the right agencies, who play a case that nobody lives."""

from collections.abc import Sequence
from datetime import datetime
from itertools import count

from msgspec import Struct

from katch_protocols.cases.case import Case
from katch_protocols.cases.refusal import BETWEEN
from katch_protocols.cases.request import Actor
from katch_protocols.charts.holders import Holders
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.refusals import Need, Unmet

__all__ = ["InventedPeople"]


class InventedPeople(Struct, frozen=True):
    """Everybody who could act in a region; they have every training."""

    handbook: Handbook
    region: Id | None

    def person(
        self, case: Case, at: datetime, roles: Sequence[Id], number: int = 1
    ) -> Actor:
        """Return somebody who may act in some roles; a number tells people apart."""
        day = case.view().compiled.clocks.calendar.day(at)
        holders = Holders(self.handbook, day)
        bodies = [holders.bodies(role, self.region) for role in roles]
        shared = [each for each in bodies[0] if all(each in other for other in bodies)]
        return Actor(
            f"{'-'.join(roles)}-{number}"[-64:],
            roles=roles,
            agency=next(iter(shared or bodies[0]), None),
            region=self.region,
            qualified=self.handbook.qualifications,
        )

    def partners(
        self, case: Case, activity: str, actor: Actor, at: datetime
    ) -> tuple[Actor, ...]:
        """Return people for the roles that must take part in an activity as well."""
        refused = case.why_not(activity, by=actor, at=at, together_with=())
        missing: list[Id] = []
        for unmet in refused.unmet if refused else ():
            if unmet.need is Need.PARTNER:
                missing += _seats(unmet, missing)
        acted = {actor.token}
        return tuple(self._other(case, at, role, acted) for role in missing)

    def _other(self, case: Case, at: datetime, role: Id, acted: set[str]) -> Actor:
        """Return somebody in a role who is none of those who act."""
        people = (self.person(case, at, (role,), number) for number in count(1))
        person = next(each for each in people if each.token not in acted)
        acted.add(person.token)
        return person


def _seats(unmet: Unmet, seated: Sequence[Id]) -> list[Id]:
    """Return which roles must still come: all that are named; of a quorum, enough."""
    facts = unmet.facts
    if "quorum" not in facts:
        return facts["roles"].split(BETWEEN)
    empty = facts["seats"].split(BETWEEN)
    for role in seated:
        if role in empty:
            empty.remove(role)
    lacking = int(facts["quorum"]) - int(facts["filled"])
    filling = sum(role in facts["seats"].split(BETWEEN) for role in seated)
    return empty[: max(0, lacking - filling)]
