"""Cases, events and work as they are answered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from katch_protocols.answers import record_fields
from katch_protocols.cases.event import CaseEvent
from katch_protocols.cases.form import Form
from katch_protocols.model.checklists import Checklist
from katch_protocols.model.noun import Label
from katch_protocols.service.shapes import (
    CaseBody,
    CaseItem,
    DueItem,
    EventItem,
    FormBody,
    LinkBody,
    WorkItem,
)
from katch_protocols.stores.answers import CaseLine, Work
from katch_protocols.stores.post import LinkLine
from katch_protocols.stores.stored_case import StoredCase

__all__ = [
    "case_body",
    "case_item",
    "event_item",
    "form_body",
    "instant_of",
    "link_body",
    "titles",
    "work_item",
]


def instant_of(at: datetime | None) -> str | None:
    """Return an instant as RFC 3339 writes it."""
    return None if at is None else at.isoformat()


def titles(label: Label) -> dict[str, str]:
    """Return a text by language."""
    return dict(label.texts)


def case_body(case: StoredCase) -> CaseBody:
    """Return a case as it is now."""
    view, now, at = case.view(), case.now, case.read_at
    late = case.overdue(at)
    opening = case.opened_by
    return CaseBody(
        reference=case.reference,
        protocol=view.compiled.protocol.id,
        version=case.version,
        pin=case.pin,
        region=case.region,
        opened_at=case.opened.isoformat(),
        opened_by=None if opening is None else opening.opener,
        by=case.opener,
        states=list(now.states),
        facts=dict(now.facts),
        documents=list(now.documents),
        due=[
            DueItem(
                state=due.state,
                activity=due.activity,
                held_by=due.held_by,
                at=due.at.isoformat(),
                basis=str(due.basis),
                is_overdue=due in late,
            )
            for due in (*late, *case.due(at))
        ],
        next_alarm=instant_of(case.next_alarm),
        beside=[each.reference for each in case.beside],
        is_complete=case.is_complete,
        ended_in=case.ended_in,
        outcome=None if case.outcome is None else str(case.outcome),
    )


def event_item(event: CaseEvent, number: int) -> EventItem:
    """Return an event; neither its key nor its place in the chain is anybody's."""
    plain = event.to_json(number)
    for name in ("key", "previous"):
        plain.pop(name, None)
    if event.migration is not None:  # the image is the store's own business
        plain["migration"] = {name: event.migration[name] for name in ("from", "to")}
    return EventItem(opened=[each.reference for each in event.opened], **plain)


def case_item(line: CaseLine) -> CaseItem:
    """Return a case as a list shows it."""
    return CaseItem(
        reference=line.reference,
        protocol=line.protocol,
        region=line.region,
        opened_at=line.opened_at.isoformat(),
        opened_by=line.opened_by,
        version=line.version,
        ended_at=instant_of(line.ended_at),
        outcome=None if line.outcome is None else str(line.outcome),
    )


def work_item(work: Work) -> WorkItem:
    """Return what is open."""
    return WorkItem(
        reference=work.reference,
        kind=work.kind,
        name=work.name,
        protocol=work.protocol,
        region=work.region,
        held_by=work.held_by,
        due_at=instant_of(work.due_at),
        told=work.told,
    )


def link_body(link: LinkLine) -> LinkBody:
    """Return a link."""
    return LinkBody(
        reference=link.reference,
        opener=link.opener,
        protocol=link.protocol,
        due_at=instant_of(link.due_at),
        taken_up_at=instant_of(link.taken_up_at),
        ended_at=instant_of(link.ended_at),
        ended_in=link.ended_in,
    )


def form_body(form: Form) -> FormBody:
    """Return a form, with titles in every language."""
    found: dict[str, Any] = _plain(form)
    refusal = found.pop("refusal")
    found["is_possible"] = refusal is None
    return FormBody(**found)


def _plain(value: object) -> Any:  # noqa: ANN401 - whatever JSON can be
    match value:
        case Label():
            return titles(value)
        case Checklist():
            return value.model_dump(mode="json")
        case Mapping():
            return {str(key): _plain(each) for key, each in value.items()}
        case tuple() | list():
            return [_plain(each) for each in value]
        case _:
            pass
    names = record_fields(type(value))
    return {each: _plain(getattr(value, each)) for each in names} if names else value
