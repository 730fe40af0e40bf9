"""A case that is rehearsed: invented people of the right agencies, a clock of its own.

Everything is asked of a live case, so a walk enforces what a live case enforces.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from katch_protocols.cases.acting import ends_of
from katch_protocols.cases.beside import Opening
from katch_protocols.cases.case import Case
from katch_protocols.cases.event import CaseEvent
from katch_protocols.cases.request import Actor
from katch_protocols.charts.chart import Entry
from katch_protocols.cli.refusals import CommandRefusal, unknown
from katch_protocols.cli.walking.choices import Choice, meant
from katch_protocols.errors import AdvanceError
from katch_protocols.exercises.people import InventedPeople
from katch_protocols.model.activities import TAKEN_UP
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Protocol
from katch_protocols.refusals import Need
from katch_protocols.refusals import Refusal as Refused
from katch_protocols.semantics.table import Row
from katch_protocols.verbs.live_cases import open_case

__all__ = ["Rehearsal"]

_REFERENCE = "rehearsal"


class Rehearsal:
    """One case on its way; ``actor`` is who acts now, ``now`` the case's own time."""

    def __init__(self, protocol: Protocol, region: Id | None, at: datetime) -> None:
        self.protocol, self.region = protocol, region
        self.handbook = Handbook.of(protocol)
        self.now = at
        self.actor: Actor | None = None
        self.case: Case = open_case(
            protocol, reference=_REFERENCE, region=region, at=at
        )
        self._people = InventedPeople(self.handbook, region)
        self._trail: list[tuple[Mapping[str, Any], datetime]] = []

    def become(self, said: str) -> None:
        """Act as somebody: one role or several, and a number for another person.

        A role alone may be said by its title.

        Raises:
            Refusal: There is no such role.
        """
        words = said.split()
        number = words[-1] if words[-1:] and words[-1].isdecimal() else "1"
        roles = tuple(word for word in words if not word.isdecimal())
        known = self.handbook.roles
        titles = {role.id: role.title for role in known.values()}
        titled = meant(" ".join(roles), titles)
        roles = (titled,) if titled is not None else roles
        for role in roles or (said.strip(),):
            if role not in known:
                raise unknown("unknown-role", role, known)
        roles = tuple(dict.fromkeys(map(self.handbook.acting, roles)))
        self.actor = self._people.person(self.case, self.now, roles, int(number))

    def partners(self, entry: Entry) -> tuple[Actor, ...]:
        """Return invented people for the roles that must take part as well."""
        actor = self.actor
        if actor is None:
            return ()
        return self._people.partners(self.case, entry.activity, actor, self.now)

    def do(
        self,
        choice: Choice,
        records: Mapping[str, str],
        reason: Id | None,
        region: Id | None = None,
    ) -> CaseEvent | None:
        """Do an activity as whoever acts now; return what happened.

        ``region`` is the other one in which it opens a case, if it does so.

        Raises:
            ActivityRefusedError: It is refused; the refusal says why.
        """
        entry, actor = choice.entry, self.actor
        if entry is not None and entry.is_signal:
            before = self.case.snapshot(), self.now
            self.case.signal(choice.name, at=self.now, records=records)
            self._trail.append(before)
            return None
        if entry is None or actor is None:
            return None
        before = self.case.snapshot(), self.now
        event = self.case.do(
            choice.name,
            by=actor,
            at=self.now,
            together_with=self.partners(entry),
            records=records,
            reason=reason,
            opens_in=region,
        )
        self._trail.append(before)
        return event

    @property
    def beside(self) -> Iterator[tuple[Opening, tuple[str, ...]]]:
        """Yield the cases that it opened, each with the news that may still come."""
        state = self.case.view()
        for opening in self.case.beside:
            told = state.links[opening.reference].told
            known = (TAKEN_UP, *ends_of(self.handbook, opening.protocol))
            # What has ended is no more taken up, and ends in nothing else.
            is_over = any(became != TAKEN_UP for became in told)
            left = () if is_over else tuple(each for each in known if each not in told)
            yield opening, left

    def tell(self, news: str) -> None:
        """Tell what became of a case that it opened: ``PROTOCOL.END``.

        Of several that go on, it is the one that was opened first.

        Raises:
            Refusal: It opened no such case, or that cannot become of one any more.
            ActivityRefusedError: This case has ended.
        """
        protocol, _, became = news.partition(".")
        known = [
            f"{opening.protocol}.{each}"
            for opening, left in self.beside
            for each in left
        ]
        for opening, left in self.beside:
            if opening.protocol == protocol and became in left:
                before = self.case.snapshot(), self.now
                self.case.tell(opening.reference, became, at=self.now)
                self._trail.append(before)
                return
        raise unknown("unknown-news", news, known)

    def wakes(self, row: Row) -> datetime:
        """Return when the clock takes a step that it can take now."""
        state, timer = self.case.view(), row.timer
        if state.clock is None or timer is None:
            return self.now
        return state.clock.fires(state.compiled.chart.nodes[row.node], timer)

    def wait(self, duration: Duration) -> tuple[CaseEvent, ...]:
        """Let time pass; return the steps that the clock took."""
        return self.wait_until(
            self.case.view().compiled.clocks.calendar.later(self.now, duration)
        )

    def wait_until(self, instant: datetime) -> tuple[CaseEvent, ...]:
        """Let time pass until an instant; return the steps that the clock took.

        A clock that ticks too often stops the wait at the time that it came to.
        """
        self._trail.append((self.case.snapshot(), self.now))
        self.now = max(instant, self.now)
        try:
            return self.case.advance(self.now)
        except AdvanceError as error:
            self.now = error.reached
            return self.case.events[-error.taken :]

    def undo(self) -> None:
        """Go one step back: to the case as it was put away before.

        Raises:
            Refusal: This is the start.
        """
        if not self._trail:
            raise CommandRefusal("nothing-to-undo")
        record, self.now = self._trail.pop()
        self.case = Case.restore(self.protocol, record)

    def refusal(self, name: str) -> Refused | None:
        """Return why whoever acts now may not do something; ``None`` if they may."""
        if self.actor is None:
            return None
        return self.case.why_not(name, by=self.actor, at=self.now)

    def earliest(self, name: str) -> str | None:
        """Return from when something is possible that would be early now, if it is."""
        refused = self.case.why_not(name, at=self.now)
        early = [
            unmet.facts["earliest"]
            for unmet in (refused.unmet if refused else ())
            if unmet.need is Need.EARLY and "earliest" in unmet.facts
        ]
        return max(early, default=None)
