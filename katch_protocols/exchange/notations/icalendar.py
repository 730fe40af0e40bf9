"""iCalendar: the deadlines of live cases for an officer's calendar, RFC 5545.

A deadline is a task (``VTODO``) that is due when it is broken, with an alarm for each
body that must then be told. Beside it stands an event (``VEVENT``) at that instant, for
programs that show no tasks; it has no alarm, so that none rings twice. Without cases
the clocks of a protocol are told as if all of them began with one day.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from katch_protocols.errors import MissingExtraError
from katch_protocols.exchange.calendar_entries import (
    CalendarAlarm,
    CalendarEntry,
    entries,
)
from katch_protocols.exchange.features import Feature
from katch_protocols.exchange.logged_cases import LogFeature
from katch_protocols.exchange.notation import Carried, Notation, Source, Subject

if TYPE_CHECKING:
    from icalendar import Alarm, Event, Todo

__all__ = ["NOTATION"]

_MAKER = "-//katch_protocols//katch_protocols//EN"


def write(source: Source, notes: Sequence[str]) -> str:
    """Write the calendar; the notes are its description (RFC 7986).

    Raises:
        MissingExtraError: The extra ``exchange`` is not installed.
    """
    try:
        from icalendar import Calendar  # noqa: PLC0415 - lazy: an optional package
    except ImportError:
        raise MissingExtraError("exchange", "calendar") from None
    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    title = source.chart.protocol.title.say(source.language)
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("description", "\n".join(notes))
    for entry in entries(source):
        calendar.add_component(_task(entry))
        calendar.add_component(_event(entry))
    text: str = calendar.to_ical(sorted=False).decode()
    return text


def _task(entry: CalendarEntry) -> "Todo":
    from icalendar import Todo  # noqa: PLC0415 - see above

    task = Todo()
    _fill(task, entry, entry.uid)
    if entry.due > entry.since:  # RFC 5545 forbids a task that ends as it begins
        task.add("dtstart", entry.since)
    task.add("due", entry.due)
    task.add("status", "NEEDS-ACTION")
    for alarm in entry.alarms:
        task.add_component(_alarm(alarm))
    return task


def _event(entry: CalendarEntry) -> "Event":
    from icalendar import Event  # noqa: PLC0415 - see above

    event = Event()
    _fill(event, entry, f"{entry.uid}-due")
    event.add("dtstart", entry.due)
    event.add("related-to", entry.uid)
    event.add("transp", "TRANSPARENT")
    return event


def _fill(part: "Todo | Event", entry: CalendarEntry, uid: str) -> None:
    part.add("uid", uid)
    part.add("dtstamp", entry.stamp)
    part.add("last-modified", entry.stamp)
    part.add("sequence", entry.revision)
    part.add("summary", entry.title)
    part.add("description", "\n".join(entry.lines))
    part.add("class", "CONFIDENTIAL")


def _alarm(alarm: CalendarAlarm) -> "Alarm":
    from icalendar import Alarm  # noqa: PLC0415 - see above

    part = Alarm()
    part.add("action", "DISPLAY")
    part.add("trigger", alarm.at, parameters={"VALUE": "DATE-TIME"})
    part.add("description", alarm.text)
    return part


def _together(source: Source) -> Sequence[str]:
    """Return the states whose clocks a day makes begin together, and no case does."""
    if source.day is None:
        return ()
    return [node.name for node in source.chart.nodes if node.within is not None]


NOTATION = Notation(
    name="icalendar",
    place=60,
    suffix=".ics",
    write=write,
    carries={
        LogFeature.DEADLINES: Carried.MEANT,
        Feature.DEADLINES: Carried.MEANT,
        Feature.WORKING_DAYS: Carried.MEANT,
        Feature.ESCALATION: Carried.MEANT,
        Feature.BASES: Carried.TOLD,
        Feature.CLOCK_STARTS: Carried.TOLD,
        Feature.WHO_ACTS: Carried.TOLD,
        Feature.ACCOUNTABLE: Carried.TOLD,
    },
    differs={"one-day": _together},
    subject=Subject.CASES_OR_DAY,
)
"""The notation."""
