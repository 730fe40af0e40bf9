"""XES: a log of live cases for process mining, IEEE 1849-2016.

A case is a trace, a step of it an event. Names are ids, so that logs in two languages
are one log; the title stands beside. Attributes of the standard's extensions are
``concept:name``, ``lifecycle:transition``, ``time:timestamp``, ``org:role`` and
``org:group`` (the agency); ``org:resource`` would be a person and is never written.
Facts are attributes ``fact.NAME``, with the value that they have after the event, or as
the case begins. A deadline that runs is an attribute ``due.NAME`` of its case: when it
is broken.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from xml.etree import ElementTree as ET

from katch_protocols.exchange.log_titles import title_of_step
from katch_protocols.exchange.logged_cases import LogFeature, LoggedCase, LoggedEvent
from katch_protocols.exchange.notation import (
    Carried,
    ExportInput,
    Notation,
    NotationSubject,
)
from katch_protocols.model.documents import UNKNOWN
from katch_protocols.xml_text import commented, legal

__all__ = ["NOTATION"]

_NAMESPACE = "http://www.xes-standard.org/"
_EXTENSIONS = {
    "Concept": ("concept", "concept"),
    "Lifecycle": ("lifecycle", "lifecycle"),
    "Organizational": ("org", "org"),
    "Time": ("time", "time"),
}
_START = datetime(1970, 1, 1).isoformat() + "+00:00"  # noqa: DTZ001 - only its text


def write(source: ExportInput, notes: Sequence[str]) -> str:
    """Write the log; the notes are a comment at its head."""
    log = ET.Element(
        "log",
        {
            "xes.version": "1849.2016",
            "xes.features": "nested-attributes",
            "xmlns": _NAMESPACE,
        },
    )
    log.append(ET.Comment("\n".join(["", *map(commented, notes), ""])))
    for name, (prefix, file) in _EXTENSIONS.items():
        uri = f"{_NAMESPACE}{file}.xesext"
        ET.SubElement(log, "extension", name=name, prefix=prefix, uri=uri)
    _globals(log)
    ET.SubElement(log, "classifier", name="Activity", keys="concept:name")
    ET.SubElement(log, "classifier", name="Title", keys="title")
    ET.SubElement(log, "classifier", name="Role", keys="org:role")
    protocol = source.chart.protocol
    _string(log, "concept:name", protocol.id)
    _string(log, "title", protocol.title.say(source.language))
    _string(log, "lifecycle:model", "standard")
    for case in source.cases or ():
        _trace(log, case, source)
    ET.indent(log)
    text = ET.tostring(log, "unicode")
    return legal(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n')


def _globals(log: ET.Element) -> None:
    """Say which attributes every trace and every event has."""
    traces = ET.SubElement(log, "global", scope="trace")
    for key in ("concept:name", "version", "pin"):
        _string(traces, key, "none")
    ET.SubElement(traces, "date", key="opened", value=_START)
    events = ET.SubElement(log, "global", scope="event")
    for key in ("concept:name", "title", "lifecycle:transition"):
        _string(events, key, "none")
    ET.SubElement(events, "date", key="time:timestamp", value=_START)


def _trace(log: ET.Element, case: LoggedCase, source: ExportInput) -> None:
    trace = ET.SubElement(log, "trace")
    _string(trace, "concept:name", case.reference)
    _string(trace, "version", case.version)
    _string(trace, "pin", case.pin)
    _date(trace, "opened", case.opened)
    if case.region is not None:
        _string(trace, "region", case.region)
    if case.outcome is not None:
        _string(trace, "outcome", case.outcome.value)
    for fact, value in case.begun[1].items():
        if value != UNKNOWN:
            _string(trace, f"fact.{fact}", value)
    for name, at in case.deadlines.items():
        _date(trace, name, at)
    for event in case.events:
        _event(ET.SubElement(trace, "event"), event, source)


def _event(node: ET.Element, event: LoggedEvent, source: ExportInput) -> None:
    _string(node, "concept:name", event.activity)
    _string(node, "title", title_of_step(event, source))
    _string(node, "lifecycle:transition", "complete")
    _date(node, "time:timestamp", event.at)
    for key, value in _texts(event):
        _string(node, key, value)
    for key, names in (
        ("produces", event.produced),
        ("needs", event.needed),
        ("waived", event.waived),
    ):
        _list(node, key, [("name", name) for name in names])
    _list(node, "with", [("org:role", role) for role, _ in event.partners])


def _texts(event: LoggedEvent) -> Iterator[tuple[str, str]]:
    for key, value in (
        ("org:role", event.role),
        ("org:group", event.agency),
        ("reason", event.reason),
    ):
        if value is not None:
            yield key, value
    yield "kind", "clock" if event.is_timed else "activity"
    yield "from", event.origin
    yield "state", " ".join(event.states)
    for fact, value in sorted(event.facts.items()):
        yield f"fact.{fact}", value


def _list(node: ET.Element, key: str, items: Sequence[tuple[str, str]]) -> None:
    if items:
        values = ET.SubElement(ET.SubElement(node, "list", key=key), "values")
        for name, value in items:
            _string(values, name, value)


def _string(node: ET.Element, key: str, value: str) -> None:
    ET.SubElement(node, "string", key=key, value=value)


def _date(node: ET.Element, key: str, at: datetime) -> None:
    value = at.isoformat(timespec="milliseconds")
    ET.SubElement(node, "date", key=key, value=value)


_MEANT = (
    LogFeature.ACTIVITIES,
    LogFeature.CLOCK,
    LogFeature.INSTANTS,
    LogFeature.DEADLINES,
    LogFeature.OPENING,
    LogFeature.ORIGINS,
    LogFeature.ROLES,
    LogFeature.AGENCIES,
    LogFeature.FACTS,
    LogFeature.DOCUMENTS,
    LogFeature.REASONS,
    LogFeature.WAIVED,
    LogFeature.REGION,
    LogFeature.VERSION,
    LogFeature.OUTCOME,
)

NOTATION = Notation(
    name="xes",
    place=50,
    suffix=".xes",
    write=write,
    carries={
        **dict.fromkeys(_MEANT, Carried.MEANT),
        LogFeature.PARTNERS: Carried.TOLD,
    },
    differs={},
    subject=NotationSubject.CASES,
)
"""The notation."""
