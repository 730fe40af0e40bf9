"""Protocols as the page shows them: their table, their drawing, who must do what."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from starlette.requests import Request

from katch_protocols.duties.responsibility import of_agency, responsibility
from katch_protocols.errors import UnknownNameError
from katch_protocols.model.protocol import Protocol
from katch_protocols.sentences.nearness import nearest_names
from katch_protocols.service.answers import titles
from katch_protocols.service.asking import CaseService, FromService, Who
from katch_protocols.service.shapes import ProtocolBody
from katch_protocols.service.speaking import language_for
from katch_protocols.verbs.compile import compile
from katch_protocols.verbs.draw import draw
from katch_protocols.verbs.live_cases import pin

__all__ = ["routes"]

routes = APIRouter(tags=["protocols"])

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"


def _named(service: CaseService, name: str) -> Protocol:
    known = service.handbook.protocols
    if name not in known:
        raise UnknownNameError("protocol", near=nearest_names(name, known))
    return known[name]


@routes.get("/protocols/{protocol}")
def read_protocol(protocol: str, service: FromService, who: Who) -> ProtocolBody:
    """Return what a protocol of this process is called, and what it means (``pin``)."""
    del who
    found = _named(service, protocol)
    return ProtocolBody(
        id=found.id,
        title=titles(found.title),
        version=found.version,
        status=str(found.status),
        pin=pin(found),
        valid_from=None if found.valid_from is None else str(found.valid_from),
        valid_to=None if found.valid_to is None else str(found.valid_to),
    )


@routes.get("/protocols/{protocol}/table")
def read_table(protocol: str, service: FromService, who: Who) -> dict[str, Any]:
    """Return everything that a protocol means, as ``katch table`` prints it."""
    del who
    return compile(_named(service, protocol)).to_json()


@routes.get(
    "/protocols/{protocol}/lanes.svg",
    response_class=Response,
    responses={200: {"content": {"image/svg+xml": {}}}},
)
def read_lanes(
    protocol: str, service: FromService, who: Who, request: Request
) -> Response:
    """Return the drawing of a protocol, in the language of whoever asks."""
    del who
    language = language_for(request, service.handbook.languages)
    drawing = service.drawings.get((protocol, language))
    if drawing is None:
        drawing = draw(_named(service, protocol), language=language).svg
        service.drawings[protocol, language] = drawing
    headers = {"Content-Security-Policy": _POLICY, "Content-Language": language}
    return Response(drawing, headers=headers, media_type="image/svg+xml")


@routes.get("/protocols/{protocol}/agencies/{agency}")
def read_agency(
    protocol: str,
    agency: str,
    service: FromService,
    who: Who,
    region: Annotated[str | None, Query(min_length=1, max_length=200)] = None,
) -> dict[str, Any]:
    """Return what an agency must do in a protocol, as ``katch roles`` prints it."""
    del who
    found = _named(service, protocol)
    book = service.handbook
    if agency not in book.agencies:
        raise UnknownNameError("agency", near=nearest_names(agency, book.agencies))
    if region is not None and region not in book.regions:
        raise UnknownNameError("region", near=nearest_names(region, book.regions))
    answer = responsibility(book, only=found.id, region=region)
    told: dict[str, Any] = of_agency(answer, agency).to_json()
    return told
