"""A live case that is played along some steps, and looked at before each of them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product

from msgspec import Struct

from katch_protocols.cases.case import Case
from katch_protocols.cases.deadlines import Due
from katch_protocols.cases.form import Form
from katch_protocols.cases.request import Actor
from katch_protocols.cases.state import CaseState
from katch_protocols.charts.chart import Entry
from katch_protocols.exercises.people import InventedPeople
from katch_protocols.refusals import Need
from katch_protocols.semantics.table import Row

__all__ = ["Play", "PlayedMoment"]

_HOUR = timedelta(hours=1)
_MOST_PEOPLE = 3
"""How many people of a role are tried, where one person may not do two things."""


class PlayedMoment(Struct, frozen=True):
    """What a live case said just before somebody acted.

    Attributes:
        row: What was done next.
        actor: Who did it.
        at: When, in UTC.
        before: What had happened: each step with its instant.
        states: The states that were active.
        possible: What the actor could do.
        by_others: What somebody could do, whoever it is.
        form: What was asked of the actor.
        due: The deadlines that ran, the soonest first.
        case: The case itself as it stood.
    """

    row: Row
    actor: Actor
    at: datetime
    before: tuple[tuple[Row, datetime], ...]
    states: tuple[str, ...]
    possible: tuple[str, ...]
    by_others: tuple[str, ...]
    form: Form
    due: tuple[Due, ...]
    case: CaseState

    @property
    def activity(self) -> str:
        """The full name of what was done."""
        return self.row.activity


class Play:
    """One case that is played; ``now`` is its own time.

    Each step comes an hour after the one before, or halfway to what is due or happens
    by itself sooner: nobody is late, and no clock is read.
    """

    def __init__(self, case: Case, people: InventedPeople) -> None:
        self.case, self.people = case, people
        self.now = case.opened
        self.before: list[tuple[Row, datetime]] = []

    def along(self, path: tuple[Row, ...]) -> Iterator[PlayedMoment]:
        """Take some steps; yield what the case said before each that somebody does.

        Raises:
            ActivityRefusedError: The case refuses one of them.
        """
        for row in path:
            moment = self._step(row)
            if moment is not None:
                yield moment
            self.before.append((row, self.now))

    def _step(self, row: Row) -> PlayedMoment | None:
        entry, state = row.entry, self.case.view()
        if entry is None:
            if state.clock is not None and row.timer is not None:
                node = state.compiled.chart.nodes[row.node]
                self.now = max(self.now, state.clock.fires(node, row.timer))
            self.case.advance(self.now)
            return None
        self._pass(row)
        if entry.awaits:
            self._hear(entry)
            return None
        if entry.is_signal:
            self.case.signal(
                row.activity,
                at=self.now,
                records=dict(row.records),
                state=self._state(row),
            )
            return None
        return self._do(row, entry)

    def _pass(self, row: Row) -> None:
        """Let time pass until the next step."""
        wake = self.case.wakes_at
        ends = [each.at for each in self.case.due(self.now)]
        ends += [] if wake is None else [wake]
        soonest = min((each for each in ends if each > self.now), default=None)
        after = self.now + _HOUR
        if soonest is not None and soonest <= after:
            after = self.now + (soonest - self.now) / 2
        self.now = max(self.now, after.replace(second=0, microsecond=0))
        refused = self.case.why_not(row.activity, at=self.now)
        early = [
            datetime.fromisoformat(unmet.facts["earliest"])
            for unmet in (refused.unmet if refused else ())
            if unmet.need is Need.EARLY and "earliest" in unmet.facts
        ]
        self.now = max([self.now, *early])

    def _hear(self, entry: Entry) -> None:
        """Tell what became of a case that this one opened."""
        news = [name.partition(".") for name in entry.act.raci.told_by if "." in name]
        for opening, (protocol, _, became) in product(self.case.beside, news):
            if opening.protocol == protocol:
                self.case.tell(opening.reference, became, at=self.now)
                return

    def _do(self, row: Row, entry: Entry) -> PlayedMoment:
        actor = self._actor(row, entry)
        case, state = self.case, self._state(row)
        moment = PlayedMoment(
            row,
            actor,
            self.now,
            tuple(self.before),
            tuple(case.now.states),
            case.possible(actor, at=self.now),
            case.possible(at=self.now),
            case.form(row.activity, by=actor, at=self.now, state=state),
            case.due(self.now),
            case.view(),
        )
        elsewhere = moment.form.regions
        case.do(
            row.activity,
            by=actor,
            at=self.now,
            together_with=self.people.partners(case, row.activity, actor, self.now),
            records=dict(row.records),
            reason=next(iter(entry.act.reasons)) if entry.act.reason else None,
            state=state,
            opens_in=elsewhere[0].name if elsewhere else None,
        )
        return moment

    def _actor(self, row: Row, entry: Entry) -> Actor:
        """Return the first person who may do it; refused, whoever comes first."""
        book = self.people.handbook
        roles = tuple(dict.fromkeys(map(book.acting, entry.act.raci.by)))
        found = [
            self.people.person(self.case, self.now, (role,), number)
            for number in range(1, _MOST_PEOPLE + 1)
            for role in roles
        ]
        for actor in found:
            if not self.case.why_not(row.activity, by=actor, at=self.now):
                return actor
        return found[0]

    def _state(self, row: Row) -> str | None:
        return self.case.view().compiled.chart.nodes[row.node].name or None
