"""Whether all is well, open to all; and figures for whoever watches, without names."""

from collections import Counter
from collections.abc import Iterator
from threading import Lock

from fastapi import APIRouter, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from katch_protocols.errors import KatchError
from katch_protocols.service.asking import FromService
from katch_protocols.service.shapes import HealthBody
from katch_protocols.stores.post import Lag
from katch_protocols.stores.store import Store

__all__ = [
    "ALARMS_BEHIND",
    "POST_BEHIND",
    "AnswerCount",
    "Counting",
    "metrics_app",
    "routes",
]

ALARMS_BEHIND = 600.0
"""So many seconds behind, and nobody ticks."""

POST_BEHIND = 24 * 3600.0
"""So many seconds behind, and somebody does not take their post."""

routes = APIRouter(tags=["health"])


def _lag(store: Store) -> Lag | None:
    """Return how far all is behind; ``None`` where the database does not answer."""
    try:
        return store.lag()
    except KatchError:
        return None


@routes.get("/health")
def read_health(service: FromService, response: Response) -> HealthBody:
    """Say yes or no, and how many seconds alarms and post are behind."""
    lag = _lag(service.store)
    is_well = lag is not None and lag.alarms < ALARMS_BEHIND and lag.post < POST_BEHIND
    response.status_code = 200 if is_well else 503
    response.headers["Cache-Control"] = "no-store"
    return HealthBody(
        ok=is_well,
        alarms=None if lag is None else lag.alarms,
        post=None if lag is None else lag.post,
    )


class AnswerCount:
    """What was asked how often: routes, methods and answers, and nobody's name."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._answers: Counter[tuple[str, str, int]] = Counter()

    def count(self, route: str, method: str, status: int) -> None:
        """Count one answer; ``route`` is a pattern, so that no reference is in it."""
        with self._lock:
            self._answers[route, method, status] += 1

    def lines(self, lag: Lag | None) -> Iterator[str]:
        """Yield the figures as Prometheus reads them."""
        yield "# TYPE katch_up gauge"
        yield f"katch_up {int(lag is not None)}"
        if lag is not None:
            for name, value in (("alarm", lag.alarms), ("post", lag.post)):
                yield f"# TYPE katch_{name}_lag_seconds gauge"
                yield f"katch_{name}_lag_seconds {value:g}"
        yield "# TYPE katch_answers_total counter"
        with self._lock:
            found = sorted(self._answers.items())
        for (route, method, status), number in found:
            labels = f'route="{route}",method="{method}",status="{status}"'
            yield f"katch_answers_total{{{labels}}} {number}"


class Counting:
    """Counts every answer of an application."""

    def __init__(self, app: ASGIApp, figures: AnswerCount) -> None:
        self.app, self.figures = app, figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and count what it was answered."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = getattr(scope.get("route"), "path", "other")
                method = scope["method"] if scope["method"] in _METHODS else "other"
                self.figures.count(route, method, message["status"])
            await send(message)

        await self.app(scope, receive, counted)


_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})


def metrics_app(store: Store, figures: AnswerCount) -> ASGIApp:
    """Return what answers with the figures, for an address of its own."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        del receive
        if scope["type"] != "http":
            return
        is_there = scope["path"] == "/metrics"
        text = "\n".join((*figures.lines(_lag(store)), "")) if is_there else ""
        response = Response(
            text, 200 if is_there else 404, media_type="text/plain; version=0.0.4"
        )
        await response(scope, _nothing, send)

    return app


async def _nothing() -> Message:
    return {"type": "http.disconnect"}
