"""What stands in a calendar: every clock that runs in live cases, or in a protocol.

An entry is words and instants, whatever the calendar's file looks like. Its words are
the reference of a case and titles of the handbook; nobody is named.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from functools import cached_property
from uuid import NAMESPACE_URL, uuid5

from msgspec import Struct

from katch_protocols.cases.deadlines import Due
from katch_protocols.cases.instants import FIRST_YEAR, LAST_YEAR, HandbookCalendar
from katch_protocols.duties.duty_clocks import (
    DutyClock,
    clock_of,
    opening_clocks,
    own_clocks,
)
from katch_protocols.duties.limits import Limits
from katch_protocols.duties.phrases import Teller
from katch_protocols.errors import InstantError
from katch_protocols.exchange.logged_cases import LoggedCase
from katch_protocols.exchange.notation import ExportInput
from katch_protocols.model.activities import TAKEN_UP
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Label, readable
from katch_protocols.sentences.saying import say_duration
from katch_protocols.words.lists import options
from katch_protocols.words.say import either, say

__all__ = ["CalendarAlarm", "CalendarEntry", "entries"]


class CalendarAlarm(Struct, frozen=True):
    """Who must be told of a broken deadline, as a sentence, and when, in UTC."""

    text: str
    at: datetime


class CalendarEntry(Struct, frozen=True):
    """A deadline; instants are in UTC.

    Args:
        uid: the same for the same deadline at each writing, also once it was paused.
        title: the case's reference and what must be done.
        lines: who acts, who answers, how long the limit is and what it rests on.
        since: from when its clock counts.
        due: when it is broken.
        alarms: who must be told then, the first first.
        stamp: when this was last true: the last event of the case.
        revision: how many events the record of the case had then.
    """

    uid: str
    title: str
    lines: tuple[str, ...]
    since: datetime
    due: datetime
    alarms: tuple[CalendarAlarm, ...]
    stamp: datetime
    revision: int


def entries(source: ExportInput) -> tuple[CalendarEntry, ...]:
    """Return the entries of the cases of a source, or of its day, the soonest first."""
    writer = _EntryWriter(source)
    if source.cases is not None:
        found = [each for case in source.cases for each in writer.of_case(case)]
    elif source.day is not None:
        found = [*writer.of_day(source.day)]
    else:
        found = []
    return tuple(sorted(found, key=lambda each: (each.due, each.uid)))


class _EntryWriter(Struct, frozen=True, dict=True):
    source: ExportInput

    def of_case(self, case: LoggedCase) -> Iterator[CalendarEntry]:
        """Yield the deadlines that run in a case."""
        times = Counter(_entered(case))
        for due in case.due:
            if due.state == TAKEN_UP:
                duty, lines = self._taking_up(due)
            else:
                clock = self._clock(due)
                if clock is None:  # pragma: no cover - what runs is a deadline
                    continue
                duty, lines = self._duty(clock), tuple(self._lines(clock))
            own = () if due.activity is None else (due.activity, str(due.every))
            place = due.state, str(times[due.state])
            yield CalendarEntry(
                self._uid("case", case.reference, *place, *own),
                self._word("calendar-of-case", case=case.reference, duty=duty),
                lines,
                due.since,
                due.at,
                tuple(self._alarm(each.tell, duty, each.at) for each in due.escalation),
                case.last,
                case.length,
            )

    def _taking_up(self, due: Due) -> tuple[str, tuple[str, ...]]:
        """Say that a case that another opened must be taken up, and by whom."""
        language = self.source.language
        lines = [
            say(
                "duties.due",
                language,
                span=say_duration(due.limit, language),
                basis=say(f"duties.basis-{due.basis}", language),
            )
        ]
        if due.held_by is not None:
            holder = self._party(due.held_by)
            lines.insert(0, self._word("calendar-answers", actors=holder))
        return self._word("calendar-take-up"), tuple(lines)

    def _clock(self, due: Due) -> DutyClock | None:
        """Return the clock that runs: of a state, or of a duty itself."""
        if due.activity is None:
            return clock_of(due.state, self._limits)
        asked = due.activity, due.every
        return next(
            (each for each in self._own if (each.acts[0][0], _recurs(each)) == asked),
            None,
        )

    @cached_property
    def _limits(self) -> Limits:
        return Limits(self.source.chart, self.source.handbook)

    @cached_property
    def _own(self) -> tuple[DutyClock, ...]:
        return own_clocks(self.source.chart, self.source.handbook)

    def of_day(self, day: date) -> Iterator[CalendarEntry]:
        """Yield the deadlines of a protocol, as if each began with a day.

        Raises:
            InstantError: The day is outside the years that cases are kept in.
        """
        source = self.source
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise InstantError("on", "range")
        calendar = HandbookCalendar.of(source.handbook)
        since = calendar.midnight(day)
        limits = self._limits
        states = (clock_of(node.name, limits) for node in source.chart.nodes)
        opened = opening_clocks(source.chart, source.handbook)
        for clock in (*states, *self._own, *opened):
            if clock is None or clock.kept is None:
                continue
            own = (clock.acts[0][0], str(_recurs(clock))) if clock.kept.own else ()
            if clock.opened_by is not None:
                own = (clock.opened_by[0], clock.kept.state)
            duty, due = self._duty(clock), calendar.later(since, clock.span)
            alarms = (
                self._alarm(
                    each.tell, self._duty(clock), calendar.later(due, each.after)
                )
                for each in clock.kept.tell
            )
            yield CalendarEntry(
                self._uid("day", day.isoformat(), clock.state, *own),
                duty,
                tuple(self._lines(clock)),
                since,
                due,
                tuple(sorted(alarms, key=lambda alarm: alarm.at)),
                since,
                0,
            )

    def _uid(self, *parts: str) -> str:
        """Return a name of an entry that tells nothing and is the same each time."""
        own = "/".join(("katch_protocols", self.source.chart.protocol.id, *parts))
        return str(uuid5(NAMESPACE_URL, own))

    def _duty(self, clock: DutyClock) -> str:
        if clock.takes_up is not None:
            return Teller(self.source.language).take_up(clock.takes_up)
        asked = (self._title(name, title) for name, title in clock.asked)
        return options(asked)

    def _lines(self, clock: DutyClock) -> Iterator[str]:
        kept, language = clock.kept, self.source.language
        holder = [clock.holder] if clock.holder else []
        for key, names in (
            ("calendar-acts", clock.doing or holder),
            ("calendar-answers", clock.answering or holder),
        ):
            if names:
                actors = either(map(self._party, names), language)
                yield self._word(key, actors=actors)
        if kept is not None:
            yield Teller(language).counted(kept)

    def _alarm(self, tell: str, duty: str, at: datetime) -> CalendarAlarm:
        text = self._word("calendar-tell", duty=duty, actor=self._party(tell))
        return CalendarAlarm(text, at)

    def _party(self, name: str) -> str:
        return self.source.titles.title(NameKind.ACTOR, name)

    def _title(self, name: str, title: Label | None) -> str:
        return readable(name) if title is None else title.say(self.source.language)

    def _word(self, key: str, **gaps: str) -> str:
        return say(f"exchange.{key}", self.source.language, **gaps)


def _entered(case: LoggedCase) -> Iterator[str]:
    """Yield each state as often as a case entered it."""
    yield from case.entered
    for event in case.events:
        yield from event.entered


def _recurs(clock: DutyClock) -> bool:
    """Tell whether a clock starts again each time that its duty is done."""
    return clock.kept is not None and clock.kept.every
