"""Cases: opened, read, acted in, by people; and what is open in them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response
from starlette.requests import Request

from katch_protocols.cases.request import Actor
from katch_protocols.service.answers import (
    case_body,
    case_item,
    event_item,
    form_body,
    work_item,
)
from katch_protocols.service.asking import (
    CaseService,
    FromService,
    Key,
    Person,
    Version,
    Who,
)
from katch_protocols.service.identity import Identity, reads_region
from katch_protocols.service.problems import Problem
from katch_protocols.service.shapes import (
    ActBody,
    CaseBody,
    CasePage,
    DoneBody,
    EventPage,
    FormBody,
    OpeningBody,
    PossibleBody,
    StandInBody,
    WorkPage,
)
from katch_protocols.stores.answers import CaseLine, Done, Work

__all__ = ["done_body", "routes"]

routes = APIRouter(tags=["cases"])

_REPLAYED = "Idempotency-Replayed"
Limit = Annotated[int, Query(ge=1, le=1000)]
Text = Annotated[str | None, Query(min_length=1, max_length=200)]
Cursor = Annotated[str | None, Query(min_length=1, max_length=1_000)]
Instant = Annotated[str | None, Query(max_length=40)]


def done_body(
    service: CaseService, who: Identity, done: Done, response: Response
) -> DoneBody:
    """Return what was done, and the case as it is now."""
    case = service.case(who, done.reference)
    response.headers["ETag"] = f'"{case.version}"'
    if done.repeated:
        response.headers[_REPLAYED] = "true"
    number = next(n for n, each in enumerate(case.events) if _is_same(each, done.event))
    return DoneBody(event=event_item(case.events[number], number), case=case_body(case))


def _is_same(one: object, other: object) -> bool:
    return getattr(one, "previous", None) == getattr(other, "previous", "")


@routes.post("/cases", status_code=201)
def open_case(  # noqa: PLR0913, PLR0917 - one parameter a part of the request
    body: OpeningBody,
    service: FromService,
    who: Who,
    key: Key,
    request: Request,
    response: Response,
) -> CaseBody:
    """Open a case; who opens it is written, and asked for no right."""
    if not reads_region(who, body.region):
        raise Problem(403, "region")
    case = service.store.open_case(
        body.protocol,
        region=body.region,
        by=who if isinstance(who, Actor) else who.token,
        facts=body.facts,
        key=key,
    )
    response.headers["ETag"] = f'"{case.version}"'
    mounted_at = request.scope.get("root_path", "")
    response.headers["Location"] = f"{mounted_at}/cases/{case.reference}"
    if case.repeated:
        response.headers[_REPLAYED] = "true"
        return case_body(service.case(who, case.reference))
    return case_body(case)


@routes.get("/cases")
def list_cases(  # noqa: PLR0913, PLR0917 - by what it is looked for
    service: FromService,
    who: Who,
    region: Text = None,
    protocol: Text = None,
    opened_by: Text = None,
    ended: bool | None = False,
    after: Cursor = None,
    limit: Limit = 50,
) -> CasePage:
    """Return cases by the instant of their opening; a page may have fewer."""
    if not service.knows_region(who):
        return CasePage(cases=[], next=None)
    if not reads_region(who, region or who.region):
        return CasePage(cases=[], next=None)

    def fetch(behind: str | None, number: int) -> Sequence[CaseLine]:
        return service.store.cases(
            region=region if who.region is None else who.region,
            protocol=protocol,
            opened_by=opened_by,
            ended=ended,
            after=behind,
            limit=number,
        )

    seen, more = service.page(who, fetch, after, limit)
    return CasePage(cases=list(map(case_item, seen)), next=more)


@routes.get("/work")
def list_work(  # noqa: PLR0913, PLR0917 - by what it is looked for
    service: FromService,
    who: Who,
    held_by: Text = None,
    region: Text = None,
    protocol: Text = None,
    state: Text = None,
    before: Instant = None,
    after: Cursor = None,
    limit: Limit = 50,
) -> WorkPage:
    """Return what is open, the soonest due first; a page may have fewer."""
    if not service.knows_region(who):
        return WorkPage(work=[], next=None)
    mine = region if protocol or state else region or who.region
    until = _instant(before)

    def fetch(behind: str | None, number: int) -> Sequence[Work]:
        return service.store.work(
            held_by=held_by,
            region=mine,
            protocol=protocol,
            state=state,
            before=until,
            after=behind,
            limit=number,
        )

    seen, more = service.page(who, fetch, after, limit)
    return WorkPage(work=list(map(work_item, seen)), next=more)


@routes.get("/cases/{reference}")
def read_case(
    reference: str, service: FromService, who: Who, response: Response
) -> CaseBody:
    """Return a case as it is stored."""
    case = service.case(who, reference)
    response.headers["ETag"] = f'"{case.version}"'
    return case_body(case)


@routes.get("/cases/{reference}/events")
def read_events(
    reference: str,
    service: FromService,
    who: Who,
    after: Annotated[int, Query(ge=-1, le=10**9)] = -1,
    limit: Limit = 100,
) -> EventPage:
    """Return what happened in a case; ``after`` is the number of the last one known."""
    events = service.case(who, reference).events
    numbers = range(after + 1, min(len(events), after + 1 + limit))
    found = [event_item(events[number], number) for number in numbers]
    more = str(numbers[-1]) if found and numbers[-1] + 1 < len(events) else None
    return EventPage(events=found, next=more)


@routes.get("/cases/{reference}/possible")
def read_possible(reference: str, service: FromService, who: Who) -> PossibleBody:
    """Return the activities that are possible: for a person, else for anybody."""
    case = service.case(who, reference)
    by = who if isinstance(who, Actor) else None
    return PossibleBody(activities=list(case.possible(by)))


@routes.get("/cases/{reference}/activities/{activity}/form")
def read_form(
    reference: str, activity: str, service: FromService, who: Who, state: Text = None
) -> FormBody:
    """Return what to ask whoever does an activity."""
    case = service.case(who, reference)
    by = who if isinstance(who, Actor) else None
    return form_body(case.form(activity, by=by, state=state))


@routes.post("/cases/{reference}/activities/{activity}")
def act(  # noqa: PLR0913, PLR0917 - one parameter a part of the request
    reference: str,
    activity: str,
    body: ActBody,
    service: FromService,
    who: Person,
    key: Key,
    version: Version,
    response: Response,
) -> DoneBody:
    """Do an activity in a case, and store it."""
    service.case(who, reference)
    done = service.store.do(
        reference,
        activity,
        by=who,
        together_with=service.partners(body.together_with),
        records=body.records,
        reason=body.reason,
        role=body.role,
        state=body.state,
        opens_in=body.opens_in,
        expected_version=version,
        key=key,
    )
    return done_body(service, who, done, response)


@routes.post("/cases/{reference}/stand-ins")
def stand_in(  # noqa: PLR0913, PLR0917 - one parameter a part of the request
    reference: str,
    body: StandInBody,
    service: FromService,
    who: Person,
    key: Key,
    version: Version,
    response: Response,
) -> DoneBody:
    """Lend a role in a case to a deputy, until an instant."""
    service.case(who, reference)
    until = _instant(body.until)
    if until is None:
        raise Problem(400, "malformed")
    done = service.store.stand_in(
        reference,
        by=who,
        deputy=body.deputy,
        role=body.role,
        until=until,
        expected_version=version,
        key=key,
    )
    return done_body(service, who, done, response)


def _instant(text: str | None) -> datetime | None:
    try:
        return None if text is None else datetime.fromisoformat(text)
    except ValueError:
        raise Problem(400, "malformed") from None
