"""OCEL 2.0 as JSON: a log of live cases and of what their steps share.

Objects are cases, the documents of each case, roles and agencies; nobody is an object.
An event names the objects that it is about, each with a qualifier. Where a case stands
and what is known in it are attributes of the case, a value an instant; a deadline
that runs is an attribute ``due.NAME``. See the specification of OCEL 2.0 (Berti and
others, 2023), section 5.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from katch_protocols.exchange.log_titles import title_of_step
from katch_protocols.exchange.logged_cases import LogFeature, LoggedCase, LoggedEvent
from katch_protocols.exchange.notation import (
    Carried,
    ExportInput,
    Notation,
    NotationSubject,
)
from katch_protocols.model.names import NameKind

__all__ = ["NOTATION"]

_Json = dict[str, Any]

_ATTRIBUTES = ("title", "kind", "from", "reason", "waived")
"""What every type of event has; empty where an event says nothing."""

_CASE_TIMES = ("opened",)
_CASE_TEXTS = ("version", "pin", "region", "outcome", "state")


def write(source: ExportInput, notes: Sequence[str]) -> str:
    """Write the log; the notes are a key of their own, which readers pass over."""
    cases = source.cases or ()
    log = {
        "notes": list(notes),
        "objectTypes": list(_object_types(cases)),
        "eventTypes": [
            {"name": name, "attributes": [_typed(each) for each in _ATTRIBUTES]}
            for name in sorted({one.activity for each in cases for one in each.events})
        ],
        "objects": list(_objects(source, cases)),
        "events": [
            _event(event, case, source) for case in cases for event in case.events
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _object_types(cases: Sequence[LoggedCase]) -> Iterator[_Json]:
    facts = sorted({f"fact.{name}" for case in cases for name in _facts_of(case)})
    due = sorted({name for case in cases for name in case.deadlines})
    yield {
        "name": "case",
        "attributes": [
            *({"name": name, "type": "time"} for name in (*_CASE_TIMES, *due)),
            *(_typed(name) for name in (*_CASE_TEXTS, *facts)),
        ],
    }
    for name in ("document", "role", "agency"):
        yield {"name": name, "attributes": [_typed("title")]}


def _facts_of(case: LoggedCase) -> Iterator[str]:
    _, facts = case.begun
    yield from facts
    for event in case.events:
        yield from event.facts


def _objects(source: ExportInput, cases: Sequence[LoggedCase]) -> Iterator[_Json]:
    documents: dict[str, _Json] = {}
    parties: dict[str, _Json] = {}
    for case in cases:
        yield _case(case)
        for event in case.events:
            for name in (*event.needed, *event.produced):
                key = _document(case, name)
                documents.setdefault(key, _object(key, "document", name, source, case))
            for kind, name in _parties(event):
                key = f"{kind}/{name}"
                parties.setdefault(key, _object(key, kind, name, source))
    yield from documents.values()
    yield from (parties[key] for key in sorted(parties))


def _object(
    key: str, kind: str, name: str, source: ExportInput, case: LoggedCase | None = None
) -> _Json:
    """Make a document, or a role or an agency, which are of no case."""
    names = NameKind.DOCUMENT if case else NameKind.ROLE
    begin = _BEGINNING if case is None else _instant(case.opened)
    title = source.titles.title(names, name)
    return {
        "id": key,
        "type": kind,
        "attributes": [{"name": "title", "time": begin, "value": title}],
        "relationships": [] if case is None else [_related(_key(case), "of")],
    }


_BEGINNING = "1970-01-01T00:00:00Z"
"""The instant of what never changes: the standard's own choice."""


def _case(case: LoggedCase) -> _Json:
    opened = _instant(case.opened)
    states, facts = case.begun
    first = {
        "opened": opened,
        "version": case.version,
        "pin": case.pin,
        "region": case.region,
        "state": " ".join(states),
        **{f"fact.{name}": value for name, value in facts.items()},
    }
    values = [
        {"name": name, "time": opened, "value": value}
        for name, value in first.items()
        if value is not None
    ]
    for event in case.events:
        at = _instant(event.at)
        now = {"state": " ".join(event.states)}
        now |= {f"fact.{name}": value for name, value in event.facts.items()}
        values += [{"name": key, "time": at, "value": now[key]} for key in now]
    if case.outcome is not None:
        ended = _instant(case.events[-1].at if case.events else case.opened)
        values.append({"name": "outcome", "time": ended, "value": case.outcome.value})
    values += [
        {"name": name, "time": _instant(case.last), "value": _instant(at)}
        for name, at in case.deadlines.items()
    ]
    return {
        "id": _key(case),
        "type": "case",
        "attributes": values,
        "relationships": [],
    }


def _event(event: LoggedEvent, case: LoggedCase, source: ExportInput) -> _Json:
    said: Mapping[str, str | None] = {
        "title": title_of_step(event, source),
        "kind": "clock" if event.is_timed else "activity",
        "from": event.origin,
        "reason": event.reason,
        "waived": " ".join(event.waived) or None,
    }
    return {
        "id": f"{_key(case)}/{event.number}",
        "type": event.activity,
        "time": _instant(event.at),
        "attributes": [
            {"name": key, "value": value} for key, value in said.items() if value
        ],
        "relationships": list(_relationships(event, case)),
    }


def _relationships(event: LoggedEvent, case: LoggedCase) -> Iterator[_Json]:
    """Yield what an event is about; the same thing in the same part only once."""
    found = [_related(_key(case), "case")]
    if event.role is not None:
        found.append(_related(f"role/{event.role}", "acts in"))
    if event.agency is not None:
        found.append(_related(f"agency/{event.agency}", "acts for"))
    for role, agency in event.partners:
        found.append(_related(f"role/{role}", "takes part"))
        if agency is not None:
            found.append(_related(f"agency/{agency}", "takes part"))
    found += [_related(_document(case, name), "needs") for name in event.needed]
    found += [_related(_document(case, name), "produces") for name in event.produced]
    yield from {tuple(each.values()): each for each in found}.values()


def _parties(event: LoggedEvent) -> Iterator[tuple[str, str]]:
    pairs = ((event.role, event.agency), *event.partners)
    for role, agency in pairs:
        if role is not None:
            yield "role", role
        if agency is not None:
            yield "agency", agency


def _key(case: LoggedCase) -> str:
    return f"case/{case.reference}"


def _document(case: LoggedCase, name: str) -> str:
    return f"document/{case.reference}/{name}"


def _related(key: str, qualifier: str) -> _Json:
    return {"objectId": key, "qualifier": qualifier}


def _typed(name: str) -> _Json:
    return {"name": name, "type": "string"}


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


_MEANT = (
    LogFeature.ACTIVITIES,
    LogFeature.CLOCK,
    LogFeature.INSTANTS,
    LogFeature.DEADLINES,
    LogFeature.OPENING,
    LogFeature.ORIGINS,
    LogFeature.ROLES,
    LogFeature.AGENCIES,
    LogFeature.PARTNERS,
    LogFeature.FACTS,
    LogFeature.DOCUMENTS,
    LogFeature.REASONS,
    LogFeature.WAIVED,
    LogFeature.REGION,
    LogFeature.VERSION,
    LogFeature.OUTCOME,
)

NOTATION = Notation(
    name="ocel",
    place=51,
    suffix=".json",
    write=write,
    carries=dict.fromkeys(_MEANT, Carried.MEANT),
    differs={},
    subject=NotationSubject.CASES,
)
"""The notation."""
