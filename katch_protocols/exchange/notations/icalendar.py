"""iCalendar: the deadlines of live cases for an officer's calendar, RFC 5545.

A deadline is a task (``VTODO``) that is due when it is broken, with an alarm for each
body that must then be told. Beside it stands an event (``VEVENT``) at that instant, for
programs that show no tasks; it has no alarm, so that none rings twice. Without cases
the clocks of a protocol are told as if all of them began with one day.
"""

from collections.abc import Sequence

from katch_protocols.errors import MissingExtraError
from katch_protocols.exchange.calendar_entries import entries
from katch_protocols.exchange.features import Feature
from katch_protocols.exchange.logged_cases import LogFeature
from katch_protocols.exchange.notation import (
    Carried,
    ExportInput,
    Notation,
    NotationSubject,
)

__all__ = ["NOTATION"]


def write(source: ExportInput, notes: Sequence[str]) -> str:
    """Write the calendar; the notes are its description (RFC 7986).

    Raises:
        MissingExtraError: The extra ``exchange`` is not installed.
    """
    try:
        # Lazy: it needs an optional package.
        from katch_protocols.exchange.calendar_file import (  # noqa: PLC0415
            calendar_file,
        )
    except ImportError:
        raise MissingExtraError("exchange", "calendar") from None
    title = source.chart.protocol.title.say(source.language)
    return calendar_file(title, "\n".join(notes), entries(source))


def _together(source: ExportInput) -> Sequence[str]:
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
        Feature.DUTY_CLOCKS: Carried.MEANT,
        Feature.BASES: Carried.TOLD,
        Feature.CLOCK_STARTS: Carried.TOLD,
        Feature.WHO_ACTS: Carried.TOLD,
        Feature.ACCOUNTABLE: Carried.TOLD,
    },
    differs={"one-day": _together},
    subject=NotationSubject.CASES_OR_DAY,
)
"""The notation."""
