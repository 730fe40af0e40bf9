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
from katch_protocols.service.asking import Desk, FromDesk, Key, Telling, Version
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
    desk: FromDesk,
    who: Telling,
    key: Key,
    version: Version,
    response: Response,
) -> DoneBody:
    """Tell what happens by itself."""
    desk.case(who, reference)
    done = desk.store.signal(
        reference,
        name,
        by=who.token,
        records=body.records,
        state=body.state,
        expected_version=version,
        key=key,
    )
    return done_body(desk, who, done, response)


@routes.put("/links/{reference}")
def tell_link(reference: str, body: NewsBody, desk: FromDesk, who: Telling) -> LinkBody:
    """Tell what became of a case that one of this store opened; again does nothing."""
    if (body.taken_up is None) == (body.ended_in is None):
        raise Problem(400, "news")
    link = desk.store.link(reference)
    desk.case(who, link.opener)
    became = TAKEN_UP if body.ended_in is None else body.ended_in
    return link_body(desk.store.hear(reference, became, by=who.token))


@signed.post("/post", status_code=204)
async def take_post(request: Request, desk: FromDesk) -> None:
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
    await run_in_threadpool(_taken, desk, headers, body, source, told)


def _taken(
    desk: Desk,
    headers: dict[str, str],
    body: bytes,
    source: str,
    told: tuple[str, str, Any],
) -> None:
    known = {each.name: each for each in desk.store.receivers()}
    sender = known.get(source)
    now = datetime.now(UTC)
    if sender is None or not is_signed(headers, body, sender.keys, now):
        raise Problem(401, "signature")
    kind, reference, data = told
    if kind == "katch.opened":
        if isinstance(data, dict) and "case" in data:
            desk.store.receive(source, reference, data)
    elif kind in {"katch.taken_up", "katch.ended"}:
        _heard(desk, source, reference, kind, data)


def _heard(desk: Desk, source: str, reference: str, kind: str, data: object) -> None:
    """Hear news of a case that the sender runs; of any other one it is not asked."""
    try:
        link = desk.store.link(reference)
    except UnknownCaseError:
        return
    if link.receiver != source:
        return
    ended = data.get("ended_in") if isinstance(data, dict) else None
    became = TAKEN_UP if kind == "katch.taken_up" else ended
    if not isinstance(became, str):
        raise Problem(400, "malformed")
    desk.store.hear(reference, became, by=source)
