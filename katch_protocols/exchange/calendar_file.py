"""A calendar as a file of iCalendar (RFC 5545), made with the library ``icalendar``."""

from collections.abc import Iterable

from icalendar import Alarm, Calendar, Event, Todo

from katch_protocols.exchange.calendar_entries import CalendarAlarm, CalendarEntry

__all__ = ["calendar_file"]

_MAKER = "-//katch_protocols//katch_protocols//EN"


def calendar_file(title: str, about: str, entries: Iterable[CalendarEntry]) -> str:
    """Return a calendar with a task and an event for each entry."""
    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add("name", title)  # RFC 7986
    calendar.add("x-wr-calname", title)  # programs older than that
    calendar.add("description", about)
    for entry in entries:
        calendar.add_component(_task(entry))
        calendar.add_component(_event(entry))
    text: str = calendar.to_ical(sorted=False).decode()
    return text


def _task(entry: CalendarEntry) -> Todo:
    task = Todo()
    _fill(task, entry, entry.uid)
    if entry.due > entry.since:  # RFC 5545 forbids a task that ends as it begins
        task.add("dtstart", entry.since)
    task.add("due", entry.due)
    task.add("status", "NEEDS-ACTION")
    for alarm in entry.alarms:
        task.add_component(_alarm(alarm))
    return task


def _event(entry: CalendarEntry) -> Event:
    event = Event()
    _fill(event, entry, f"{entry.uid}-due")
    event.add("dtstart", entry.due)
    event.add("related-to", entry.uid)
    event.add("transp", "TRANSPARENT")
    return event


def _fill(part: Todo | Event, entry: CalendarEntry, uid: str) -> None:
    part.add("uid", uid)
    part.add("dtstamp", entry.stamp)
    part.add("last-modified", entry.stamp)
    part.add("sequence", entry.revision)
    part.add("summary", entry.title)
    part.add("description", "\n".join(entry.lines))
    part.add("class", "CONFIDENTIAL")


def _alarm(alarm: CalendarAlarm) -> Alarm:
    part = Alarm()
    part.add("ACTION", "DISPLAY")
    part.add("trigger", alarm.at, parameters={"VALUE": "DATE-TIME"})
    part.add("description", alarm.text)
    return part
