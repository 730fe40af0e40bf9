"""What is written differently: every part of two nouns that is not equal, once.

Complete by construction: two handbooks without a difference here are equal. The order
in which a file lists things is not looked at.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from katch_protocols.changes.nouns import Written
from katch_protocols.findings import Path
from katch_protocols.model.activities import Activity, Handover, Raci
from katch_protocols.model.agencies import Agency
from katch_protocols.model.deadlines import Deadline
from katch_protocols.model.documents import (
    DataCategory,
    Document,
    Fact,
    Function,
    Titled,
)
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Noun
from katch_protocols.model.protocol import Fragment, Protocol
from katch_protocols.model.questions import Question
from katch_protocols.model.regions import Binding, Post, Region
from katch_protocols.model.roles import Role
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.model.sources import Source
from katch_protocols.model.states import State
from katch_protocols.model.waivers import Waiver

__all__ = ["SHARED", "written"]

SHARED = ("agencies", "roles", "sources", "safeguards", "regions", "fragments")
"""What a handbook keeps in files of their own, beside its protocols."""

_OPENED = (
    Activity,
    Agency,
    Binding,
    DataCategory,
    Deadline,
    Document,
    Fact,
    Fragment,
    Function,
    Handbook,
    Handover,
    Post,
    Protocol,
    Question,
    Raci,
    Region,
    Role,
    Safeguard,
    Source,
    State,
    Titled,
    Waiver,
)
"""The nouns whose parts are told one by one; any other noun is one thing."""

_KEYS = {
    (Activity, "raci"): (),
    (Activity, "origins"): ("from",),
    (Deadline, "start"): ("from",),
    (Role, "agencies"): ("agency",),
}
"""The fields of nouns that a file calls otherwise."""


def written(
    before: Handbook, after: Handbook, only: Id | None = None
) -> tuple[Written, ...]:
    """Return what two handbooks write differently, in the order of the files.

    With ``only`` just one protocol with what it is made of: the protocols that it runs,
    the fragments that they use, and the facts that all protocols share.
    """
    if only is None:
        return tuple(_differences(before, after, ()))
    found = [*_differences(before.facts, after.facts, ("handbook", "facts"))]
    parts: dict[str, dict[Id, None]] = {"protocols": {}, "fragments": {}}
    for book in (after, before):
        for name in _run(book, only, {}):
            parts["protocols"][name] = None
            parts["fragments"].update(dict.fromkeys(book.protocols[name].use))
    for kind, names in parts.items():
        one, other = getattr(before, kind), getattr(after, kind)
        for name in names:
            found += _entry(one, other, name, (kind,))
    return tuple(found)


def _run(book: Handbook, name: Id, seen: dict[Id, None]) -> dict[Id, None]:
    """Return a protocol and all that it runs, each once."""
    if name in book.protocols and name not in seen:
        seen[name] = None
        for inner in _runs(book.protocols[name].states):
            _run(book, inner, seen)
    return seen


def _runs(states: Mapping[str, State]) -> Iterator[Id]:
    for state in states.values():
        if state.runs is not None:
            yield state.runs
        yield from _runs(state.states)
        yield from _runs(state.parallel)


def _differences(before: object, after: object, path: Path) -> Iterator[Written]:
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys((*after, *before)):
            yield from _entry(before, after, key, path)
    elif isinstance(before, _OPENED) and type(before) is type(after):
        for name in type(before).model_fields:
            part = (*path, *_keys(before, name))
            one, other = getattr(before, name), getattr(after, name)
            yield from _differences(one, other, part)
    else:
        yield Written(path, _said(before), _said(after))


def _keys(noun: Noun, name: str) -> Path:
    """Return what a file writes for a field."""
    if isinstance(noun, Handbook) and name not in {*SHARED, "protocols"}:
        return ("handbook", name)
    return _KEYS.get((type(noun), name), (name,))


_ABSENT: Any = object()


def _entry(
    before: Mapping[str, object], after: Mapping[str, object], key: str, path: Path
) -> Iterator[Written]:
    one, other = before.get(key, _ABSENT), after.get(key, _ABSENT)
    if one is _ABSENT or other is _ABSENT:
        if one is not other:
            yield Written((*path, key), _there(one, key), _there(other, key))
        return
    yield from _differences(one, other, (*path, key))


def _there(value: object, key: str) -> object | None:
    """Return an entry that is there; one that says no more than its key is its key."""
    if value is _ABSENT:
        return None
    return key if value is None else value


def _said(value: object) -> object | None:
    """Return a value; nothing for what a file leaves out."""
    empty = value is None or value is False or value in ((), {})
    return None if empty else value
