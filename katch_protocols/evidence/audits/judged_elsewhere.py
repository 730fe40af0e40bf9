"""Cases judged elsewhere: what they share goes along once, and comes back never.

A case names its protocol as it was compiled, and its explanation the rows of the table:
with the handbook they are millions of bytes. Whoever judges a part is given them as one
text, which a process reads once for all of its parts; a part and what is answered of it
have only their places there.
"""

import pickle
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from threading import local
from typing import Any

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.evidence.audits.answers import CaseAudit
from katch_protocols.evidence.audits.judging import Judge
from katch_protocols.evidence.audits.part_answers import judged
from katch_protocols.evidence.executor import Executor
from katch_protocols.evidence.logs.coded_reading import LogTerms
from katch_protocols.evidence.logs.events import LogCase

__all__ = ["judged_elsewhere"]

_held: list[tuple[bytes, "_Shared"]] = []
"""What parts share that are being judged in this process, and its text; the last."""


def judged_elsewhere(
    parts: Iterable[Sequence[LogCase]], terms: LogTerms, executor: Executor
) -> list[CaseAudit]:
    """Return the answers of the cases of every part, in their order."""
    every = list(parts)
    compiled = {id(each.compiled): each.compiled for part in every for each in part}
    shared = _Shared(terms, tuple(compiled.values()))
    text = pickle.dumps((shared.terms, shared.compiled))
    given = [shared.dumps(tuple(each)) for each in every]
    # Threads of this process have it already.
    _held[:] = [(text, shared)]
    try:
        found = list(executor.map(_judged_there, given, [text] * len(given)))
    finally:
        _held.clear()
    return [case for part in found for case in shared.loads(part)]


def _judged_there(part: bytes, text: bytes) -> bytes:
    shared = _shared(text)
    cases: Sequence[LogCase] = shared.loads(part)
    return shared.dumps(judged(cases, shared.terms, judges=shared.judges))


def _shared(text: bytes) -> "_Shared":
    for known, shared in _held:
        if known == text:
            return shared
    found = _Shared(*pickle.loads(text))  # noqa: S301 - our own
    _held[:] = [(text, found)]
    return found


class _Shared:
    """What the cases of all parts share; the same places here and elsewhere."""

    def __init__(self, terms: LogTerms, compiled: tuple[CompiledCase, ...]) -> None:
        self.terms, self.compiled = terms, compiled
        self._every = [one for each in compiled for one in (each, *each.table.rows)]
        self._places = {id(each): place for place, each in enumerate(self._every)}
        self._own = local()

    @property
    def judges(self) -> dict[int, Judge]:
        """Who judged parts in this thread, by what is compiled."""
        found: dict[int, Judge] = self._own.__dict__.setdefault("judges", {})
        return found

    def dumps(self, cases: Sequence[LogCase | CaseAudit]) -> bytes:
        """Return cases, or what is answered of them, without what they share."""
        file = BytesIO()
        _Pickler(file, self._places).dump(cases)
        return file.getvalue()

    def loads(self, text: bytes) -> Any:  # noqa: ANN401 - what was dumped
        """Return what ``dumps`` was given, with what they share here."""
        return _Unpickler(BytesIO(text), self._every).load()


class _Pickler(pickle.Pickler):
    def __init__(self, file: BytesIO, places: Mapping[int, int]) -> None:
        super().__init__(file)
        self._places = places

    def persistent_id(self, obj: object) -> int | None:
        """Return the place of what is shared."""
        return self._places.get(id(obj))


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: BytesIO, every: Sequence[object]) -> None:
        super().__init__(file)
        self._every = every

    def persistent_load(self, pid: int) -> object:
        """Return what is shared by its place."""
        return self._every[pid]
