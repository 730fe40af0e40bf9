"""What every request is asked for: who sends it, its key, the version it has seen."""

import re
from collections.abc import Callable, Iterator, Sequence
from inspect import isawaitable, iscoroutinefunction
from typing import Annotated, TypeVar

from fastapi import Depends, Header
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from msgspec import Struct, field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from katch_protocols.cases.request import Actor
from katch_protocols.errors import GoneError, OpaqueError, UnknownCaseError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.service.identity import (
    CaseAt,
    Identify,
    Identity,
    MayRead,
    System,
    reads_region,
)
from katch_protocols.service.pages import VisiblePages
from katch_protocols.service.problems import Problem
from katch_protocols.service.tokens import Trust
from katch_protocols.stores.answers import CaseLine, Work
from katch_protocols.stores.store import Store
from katch_protocols.stores.stored_case import StoredCase

__all__ = [
    "CaseService",
    "FromService",
    "Key",
    "Person",
    "Telling",
    "Version",
    "Who",
    "only_known",
]


_ALine = TypeVar("_ALine", CaseLine, Work)


class CaseService(Struct, frozen=True):
    """A store as it is seen over HTTP: only what somebody may see."""

    store: Store
    identify: Identify
    may_read: MayRead | None
    pages: VisiblePages
    drawings: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def handbook(self) -> Handbook:
        """The handbook of this process.

        Raises:
            Problem: The store was opened without one.
        """
        if self.store.handbook is None:
            raise Problem(404, "unknown")
        return self.store.handbook

    async def who(self, request: Request) -> Identity:
        """Return who sends a request.

        Raises:
            Problem: Nobody vouches for it.
        """
        found: object = (
            self.identify(request)
            if iscoroutinefunction(self.identify)
            else await run_in_threadpool(lambda: self.identify(request))
        )
        known: object = await found if isawaitable(found) else found
        if isinstance(known, Actor | System):
            return known
        raise Problem(401, "token")

    def knows_region(self, who: Identity) -> bool:
        """Tell whether there is such a region as somebody's own."""
        return who.region is None or who.region in self.handbook.regions

    def sees(self, who: Identity, reference: str, protocol: Id, at: Id | None) -> bool:
        """Tell whether somebody may see a case."""
        if not reads_region(who, at):
            return False
        case = CaseAt(reference, protocol, at)
        return self.may_read is None or self.may_read(who, case)

    def page(
        self,
        who: Identity,
        fetch: Callable[[str | None, int], Sequence[_ALine]],
        after: str | None,
        limit: int,
    ) -> tuple[list[_ALine], str | None]:
        """Return a page of what somebody may see; see ``VisiblePages.page``."""

        def is_seen(line: _ALine) -> bool:
            return self.sees(who, line.reference, line.protocol, line.region)

        return self.pages.page(fetch, is_seen, after, limit)

    def case(self, who: Identity, reference: str) -> StoredCase:
        """Return a case.

        Raises:
            UnknownCaseError: There is none, or none that they may see.
            GoneError: It was erased, and they may see every case.
        """
        try:
            found = self.store.case(reference)
        except GoneError:
            # Nobody knows any more of which region it was, or what else it was.
            if who.region is None and self.may_read is None:
                raise
            raise UnknownCaseError from None
        protocol = found.view().compiled.protocol.id
        if self.sees(who, reference, protocol, found.region):
            return found
        raise UnknownCaseError

    def partners(self, tokens: Sequence[str]) -> Sequence[Actor | str]:
        """Return who takes part: each by a token of their own, or as the host knows."""
        if isinstance(self.identify, Trust):
            return self.identify.partners(tokens)
        return tuple(tokens)


def _service(request: Request) -> CaseService:
    found: CaseService = request.app.state.service
    return found


FromService = Annotated[CaseService, Depends(_service)]


async def _who(request: Request, service: FromService) -> Identity:
    return await service.who(request)


Who = Annotated[Identity, Depends(_who)]
"""Whoever sends the request."""


def _person(who: Who) -> Actor:
    if isinstance(who, Actor):
        return who
    raise Problem(403, "people")


Person = Annotated[Actor, Depends(_person)]
"""A person who sends the request: systems never act."""


def _system(who: Who) -> System:
    if isinstance(who, System):
        return who
    raise Problem(403, "systems")


Telling = Annotated[System, Depends(_system)]
"""A system that sends the request: people tell no signals and no news."""


def _key(
    who: Who,
    key: Annotated[str | None, Header(alias="Idempotency-Key")] = None,
) -> str:
    del who  # who may not ask at all is told so first
    if key is None:
        raise Problem(400, "key")
    found = key.strip()
    if len(found) > 1 and found[0] == found[-1] == '"':
        found = found[1:-1]
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", found):
        raise OpaqueError("key")
    return found


def only_known(request: Request) -> None:
    """Refuse a query with a name that the route does not have: it would ask for all.

    Raises:
        RequestValidationError: It has one; which, is not repeated.
    """
    known = set(_named(request.scope["route"].dependant))
    if not known.issuperset(request.query_params):
        raise RequestValidationError([{"loc": ("query",), "type": "extra_forbidden"}])


def _named(dependant: Dependant) -> Iterator[str]:
    """Yield the names of a query that a route and what it depends on read."""
    yield from (each.alias for each in dependant.query_params)
    for each in dependant.dependencies:
        yield from _named(each)


Key = Annotated[str, Depends(_key)]
"""The token by which a request is told from its repetition; bare or quoted."""


def _version(
    seen: Annotated[str | None, Header(alias="If-Match")] = None,
) -> int | None:
    if seen is None or seen.strip() == "*":
        return None
    found = re.fullmatch(r'(?:W/)?"(\d{1,9})"|(\d{1,9})', seen.strip())
    if found is None:
        raise Problem(400, "version")
    return int(found[1] or found[2])


Version = Annotated[int | None, Depends(_version)]
"""The version of the case that the sender has seen, as ``ETag`` gave it."""
