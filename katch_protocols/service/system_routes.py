"""What systems tell: signals, news of cases that they run, post of other stores."""

import json
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from katch_protocols.errors import UnknownCaseError
from katch_protocols.model.activities import TAKEN_UP
from katch_protocols.service.answers import link_body
from katch_protocols.service.asking import (
    CaseService,
    FromService,
    Key,
    Telling,
    Version,
)
from katch_protocols.service.case_routes import done_body
from katch_protocols.service.problems import Problem
from katch_protocols.service.shapes import DoneBody, LinkBody, NewsBody, SignalBody
from katch_protocols.stores.web_hooks import is_signed

__all__ = ["routes", "signed"]

routes = APIRouter(tags=["systems"])
signed = APIRouter(tags=["systems"])
"""What is signed and needs no token."""


@routes.post("/cases/{reference}/signals/{name}")
def signal(  # noqa: PLR0913, PLR0917 - one parameter a part of the request
    reference: str,
    name: str,
    body: SignalBody,
    service: FromService,
    who: Telling,
    key: Key,
    version: Version,
    response: Response,
) -> DoneBody:
    """Tell what happens by itself."""
    service.case(who, reference)
    done = service.store.signal(
        reference,
        name,
        by=who.token,
        records=body.records,
        state=body.state,
        expected_version=version,
        key=key,
    )
    return done_body(service, who, done, response)


@routes.put("/links/{reference}")
def tell_link(
    reference: str, body: NewsBody, service: FromService, who: Telling
) -> LinkBody:
    """Tell what became of a case that one of this store opened; again does nothing."""
    if (body.taken_up is None) == (body.ended_in is None):
        raise Problem(400, "news")
    link = service.store.link(reference)
    service.case(who, link.opener)
    became = TAKEN_UP if body.ended_in is None else body.ended_in
    return link_body(service.store.hear(reference, became, by=who.token))


@signed.post("/post", status_code=204)
async def take_post(request: Request, service: FromService) -> None:
    """Take a signed web hook of another store, so that the two close the loop."""
    body = await request.body()
    try:
        event = json.loads(body)
        source = event["source"]
        told = event["type"], event["subject"], event["data"]
    except (KeyError, TypeError, ValueError, RecursionError):
        raise Problem(400, "malformed") from None
    if not (isinstance(source, str) and all(isinstance(x, str) for x in told[:2])):
        raise Problem(400, "malformed")
    headers = {name.lower(): value for name, value in request.headers.items()}
    await run_in_threadpool(_taken, service, headers, body, source, told)


def _taken(
    service: CaseService,
    headers: dict[str, str],
    body: bytes,
    source: str,
    told: tuple[str, str, Any],
) -> None:
    known = {each.name: each for each in service.store.receivers()}
    sender = known.get(source)
    now = datetime.now(UTC)
    if sender is None or not is_signed(headers, body, sender.keys, now):
        raise Problem(401, "signature")
    kind, reference, data = told
    if kind == "katch.opened":
        if isinstance(data, dict) and "case" in data:
            service.store.receive(source, reference, data)
    elif kind in {"katch.taken_up", "katch.ended"}:
        _heard(service, source, reference, kind, data)


def _heard(
    service: CaseService, source: str, reference: str, kind: str, data: object
) -> None:
    """Hear news of a case that the sender runs; of any other one it is not asked."""
    try:
        link = service.store.link(reference)
    except UnknownCaseError:
        return
    if link.receiver != source:
        return
    ended = data.get("ended_in") if isinstance(data, dict) else None
    became = TAKEN_UP if kind == "katch.taken_up" else ended
    if not isinstance(became, str):
        raise Problem(400, "malformed")
    service.store.hear(reference, became, by=source)
