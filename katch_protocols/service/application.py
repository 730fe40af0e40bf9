"""Live cases over HTTP: an ASGI application that starts nothing by itself."""

from typing import Any

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from starlette.exceptions import HTTPException

from katch_protocols.errors import KatchError
from katch_protocols.service import (
    case_routes,
    health,
    protocol_routes,
    system_routes,
)
from katch_protocols.service.asking import CaseService, only_known
from katch_protocols.service.bounds import Bounds
from katch_protocols.service.health import AnswerCount, Counting
from katch_protocols.service.identity import Identify, MayRead
from katch_protocols.service.pages import VisiblePages
from katch_protocols.service.problems import (
    Problem,
    answer,
    answer_http,
    answer_katch,
    answer_problem,
    answer_validation,
)
from katch_protocols.service.shapes import ProblemBody
from katch_protocols.service.tokens import TokenError
from katch_protocols.stores.store import Store

__all__ = ["create_app"]

_BEARER = Depends(HTTPBearer(auto_error=False, bearerFormat="JWT"))
"""Says in the description how people and systems show who they are; it asks nobody."""

_PROBLEMS: dict[int | str, dict[str, object]] = {
    "default": {
        "description": ProblemBody.__doc__,
        "content": {
            "application/problem+json": {
                "schema": {"$ref": "#/components/schemas/ProblemBody"}
            }
        },
        "model": ProblemBody,
    }
}


_HEADERS = {
    "Idempotency-Key": {
        "required": True,
        "schema": {"type": "string", "pattern": '^"?[A-Za-z0-9_-]{1,64}"?$'},
    },
    "If-Match": {
        "schema": {"type": "string", "pattern": r'^([*]|(W/)?"\d{1,9}"|\d{1,9})$'},
    },
}
"""What is said of headers in the description; in a request each is looked at by hand,
so that a missing one is told in words.
"""


class _Application(FastAPI):
    def openapi(self) -> dict[str, Any]:
        """Return the description of the service (OpenAPI 3.1)."""
        found = super().openapi()
        for path in found["paths"].values():
            for operation in path.values():
                for parameter in operation.get("parameters", ()):
                    parameter.update(_HEADERS.get(parameter["name"], {}))
        return found


def create_app(
    store: Store,
    identify: Identify,
    may_read: MayRead | None = None,
    *,
    figures: AnswerCount | None = None,
) -> FastAPI:
    """Return the service of a store, to be served alone or mounted in another one.

    Nothing is answered but ``/health`` and signed post unless ``identify`` vouches for
    whoever asks. A case of another region, or one that ``may_read`` denies, answers as
    an unknown one does. Call ``tick`` and ``deliver`` yourself, or run ``katch work``.

    Example:
        >>> app = create_app(store, Trust.of_file(Path("keys.json"), "harbour"))

    Args:
        store: the store, opened with a handbook.
        identify: gives the ``Actor`` or the ``System`` that sends a request, or
            ``None``; it may be async. A ``Trust`` reads tokens that the host signs.
        may_read: tells whether somebody may see a case of their own region; without it
            everybody may.
        figures: where answers are counted, for an address of its own.
    """
    app = _Application(
        title="katch_protocols",
        version="1",
        summary=__doc__,
        openapi_url=None,  # no identity, no answer; the docs have it
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # it would name the host that the request names
        responses=_PROBLEMS,
        generate_unique_id_function=_named,
    )
    app.state.service = CaseService(store, identify, may_read, VisiblePages(store))
    for each in (case_routes, system_routes, protocol_routes):
        app.include_router(each.routes, dependencies=[_BEARER, Depends(only_known)])
    for open_to_all in (system_routes.signed, health.routes):
        app.include_router(open_to_all)
    for kind in (Problem, TokenError):
        app.add_exception_handler(kind, answer_problem)
    app.add_exception_handler(KatchError, answer_katch)
    app.add_exception_handler(RequestValidationError, answer_validation)
    app.add_exception_handler(HTTPException, answer_http)
    app.add_middleware(Bounds, answer=answer)
    if figures is not None:
        app.add_middleware(Counting, figures=figures)
    return app


def _named(route: APIRoute) -> str:
    """Return what generated clients call a route: the name of its function."""
    return route.name
