"""Why something was not done: problem details (RFC 9457), in the reader's language."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from katch_protocols.errors import (
    ActivityRefusedError,
    AdvanceError,
    BoundError,
    BudgetError,
    BusyError,
    ConflictError,
    GoneError,
    KatchError,
    ProtocolError,
    RecordError,
    StoreError,
    UnknownCaseError,
    UnknownNameError,
)
from katch_protocols.refusals import Need, Refusal
from katch_protocols.service.shapes import BODY_NAMES
from katch_protocols.service.speaking import language_for
from katch_protocols.service.tokens import TokenError
from katch_protocols.words.say import say

__all__ = ["Problem", "answer", "answer_http", "answer_katch", "answer_validation"]

_TYPE = "application/problem+json"
_AGAIN = {"full": 30, "protocol": 60, "read-only": 60, "rights": 60, "unreachable": 10}
_ASKED = frozenset({"cursor", "filters", "own-case", "post", "receiver"})
_IN_PATH = frozenset({"activity", "protocol", "signal", "agency"})


class Problem(Exception):  # noqa: N818 - as RFC 9457 calls it
    """A request that is not fulfilled; ``code`` names why, and a text says it."""

    def __init__(self, status: int, code: str, **more: object) -> None:
        self.status, self.code, self.more = status, code, more
        super().__init__(code)


def answer(
    request: Request,
    status: int,
    code: str,
    detail: str | None = None,
    more: Mapping[str, Any] | None = None,
) -> JSONResponse:
    """Return a problem, said in the language of whoever asks."""
    language = language_for(request)
    body = {
        "type": f"urn:katch:problem:{code}",
        "title": say(f"service.problem-{code}", language),
        "status": status,
        "detail": detail or say(f"service.detail-{code}", language),
        **(more or {}),
    }
    headers = {"Content-Language": language, "Cache-Control": "no-store"}
    if status == 503:  # noqa: PLR2004 - as HTTP has it
        headers["Retry-After"] = str(
            (more or {}).get("retry_after", _AGAIN.get(code, 1))
        )
    if status == 401:  # noqa: PLR2004 - the same
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(body, status, headers, media_type=_TYPE)


async def answer_problem(request: Request, error: Exception) -> JSONResponse:
    """Answer a problem that was met on the way."""
    if isinstance(error, TokenError):
        return answer(request, 401, "partner" if error.code == "partner" else "token")
    if not isinstance(error, Problem):  # pragma: no cover - registered for these alone
        raise error
    return answer(request, error.status, error.code, more=error.more)


async def answer_validation(request: Request, error: Exception) -> JSONResponse:
    """Answer a body or a parameter of another shape; nothing that was sent is repeated.

    A key of a body may be a name of somebody, as a value may.
    """
    found = error.errors() if isinstance(error, RequestValidationError) else ()
    where = [
        {"at": ".".join(_ours(each["loc"])), "code": str(each["type"])}
        for each in list(found)[:20]
    ]
    return answer(request, 400, "malformed", more={"errors": where})


def _ours(place: Sequence[int | str]) -> Iterator[str]:
    """Yield the parts of a place that the interface has, down to what it has not."""
    part, *within = place
    yield str(part)
    for each in within:
        is_sent = part == "body" and isinstance(each, str) and each not in BODY_NAMES
        if is_sent:
            return
        yield str(each)


async def answer_http(request: Request, error: Exception) -> JSONResponse:
    """Answer what the framework refuses: no such path, no such method."""
    status = error.status_code if isinstance(error, HTTPException) else 400
    code = {404: "unknown", 405: "method"}.get(status, "malformed")
    return answer(request, status, code)


async def answer_katch(request: Request, error: Exception) -> JSONResponse:
    """Answer a refusal of the library."""
    if not isinstance(error, KatchError):  # pragma: no cover - registered for these
        raise error
    status, code, more = _kind(error)
    language = language_for(request)
    refusal = getattr(error, "refusal", None)
    if isinstance(refusal, Refusal):
        more = {**more, **_parts(refusal, language)}
    detail = None if code in _SAID_BY_US else error.said(language)
    is_unsure = isinstance(error, AdvanceError) or getattr(error, "code", "") in _UNSURE
    if is_unsure and request.method != "GET":
        detail = say("service.detail-unsure", language)
    return answer(request, status, code, detail, more)


_UNSURE = frozenset({"disk", "unreachable"})
"""Where the answer of the database to a commit may be lost; it may have done it."""


_SAID_BY_US = frozenset({"busy", "protocol", "unknown", "unsound"})
"""What is said in our words: those of the error would tell too much."""


_ALWAYS: tuple[tuple[type[KatchError], tuple[int, str]], ...] = (
    (ActivityRefusedError, (422, "refused")),
    (UnknownCaseError, (404, "unknown")),
    (GoneError, (410, "erased")),
    (BusyError, (503, "busy")),
    (AdvanceError, (503, "busy")),
    (BudgetError, (503, "busy")),
    (BoundError, (503, "protocol")),
    (ProtocolError, (503, "protocol")),
    (RecordError, (503, "unsound")),
)
"""What an error is whatever it says; the first that fits."""


def _kind(error: KatchError) -> tuple[int, str, dict[str, Any]]:
    """Return the status of an error, its code, and what else is told."""
    match error:
        case ConflictError():
            is_stale = Need.VERSION in error.refusal.needs
            return (412, "stale", {}) if is_stale else (409, "key-used", {})
        case UnknownNameError():
            return (404 if error.kind in _IN_PATH else 400), "name", {}
        case _:
            pass
    for kind, (status, code) in _ALWAYS:
        if isinstance(error, kind):
            return status, code, {}
    if isinstance(error, StoreError) and error.code not in _ASKED:
        return 503, "busy", {"retry_after": _AGAIN.get(error.code, 30)}
    return 400, "malformed", {}


def _parts(refusal: Refusal, language: str) -> dict[str, Any]:
    """Return every unmet condition, and who could act."""
    said = refusal.said.get(language, ())
    return {
        "activity": refusal.activity,
        "unmet": [
            {"need": str(each.need), "facts": dict(each.facts)}
            for each in refusal.unmet
        ],
        "could": [
            {"role": each.role, "agencies": list(each.agencies)}
            for each in refusal.could
        ],
        "said": list(said),
    }
