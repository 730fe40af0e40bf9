"""What is written differently: every part of two nouns that is not equal, once.

Complete by construction: two handbooks without a difference here are equal. The order
in which a file lists things is not looked at.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeGuard

from msgspec.structs import replace

from katch_protocols.changes.following import says_more
from katch_protocols.changes.moments import moments
from katch_protocols.changes.nouns import Written
from katch_protocols.changes.renamed import (
    renamed,
    renamed_activities,
    renamed_states,
)
from katch_protocols.changes.version import Names, matched, moved_with, places
from katch_protocols.files.file_kinds import written_as
from katch_protocols.findings import Path
from katch_protocols.model.activities import Activity, Handover, Raci
from katch_protocols.model.checklists import Checklist, ChecklistItem
from katch_protocols.model.deadlines import Deadline
from katch_protocols.model.documents import (
    DataCategory,
    Document,
    Fact,
    Family,
    Function,
    Titled,
)
from katch_protocols.model.handbook import FILED, Handbook, Question, Source
from katch_protocols.model.indicators import Indicator, ReleasePlan
from katch_protocols.model.noun import Id, Noun
from katch_protocols.model.parties import Agency, Binding, Post, Region, Role, Trained
from katch_protocols.model.path import AtMoment, Depicted, Inject, StoryMoment
from katch_protocols.model.progress import Progress
from katch_protocols.model.protocol import Fragment, Protocol, Waiver
from katch_protocols.model.register import RegisterEntry
from katch_protocols.model.safeguards import Principle, Safeguard
from katch_protocols.model.states import State

__all__ = ["written"]

States = Mapping[str, State]
Placed = tuple[Path, State]
"""A state and its path in its protocol or fragment."""

_OPENED = (
    Activity,
    Agency,
    Binding,
    Checklist,
    ChecklistItem,
    DataCategory,
    Deadline,
    Depicted,
    Document,
    Fact,
    Family,
    Fragment,
    Function,
    Handbook,
    Handover,
    Indicator,
    Inject,
    Post,
    Principle,
    Progress,
    Protocol,
    Question,
    Raci,
    Region,
    RegisterEntry,
    ReleasePlan,
    Role,
    Safeguard,
    Source,
    State,
    StoryMoment,
    Titled,
    Trained,
    Waiver,
)
"""The nouns whose parts are told one by one; any other noun is one thing."""


def written(
    before: Handbook, after: Handbook, only: Id | None = None
) -> tuple[Written, ...]:
    """Return what two handbooks write differently, in the order of the files.

    With ``only`` just one protocol with what it is made of: the protocols that it runs,
    the fragments that they use, and the facts that all protocols share.
    """
    if only is None:
        return tuple(_differences(before, after, ()))
    found = [
        *_differences(before.facts, after.facts, ("handbook", "facts")),
        *_differences(before.checklists, after.checklists, ("checklists",)),
    ]
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
    if isinstance(before, Protocol | Fragment) and isinstance(after, type(before)):
        yield from _Piece(before, after, path).differences()
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _entries(before, after, path)
    elif _are_moments(before) and _are_moments(after):
        yield from moments(before, after, path, _differences)
    elif isinstance(before, _OPENED) and type(before) is type(after):
        for name in type(before).model_fields:
            if name == "values" and _has_list(before, after):
                continue
            part = (*path, *_keys(before, name))
            one, other = getattr(before, name), getattr(after, name)
            yield from _differences(one, other, part)
    else:
        yield Written(path, _said(before), _said(after))


def _are_moments(value: object) -> TypeGuard[tuple[AtMoment, ...]]:
    return isinstance(value, tuple) and all(
        isinstance(each, AtMoment) for each in value
    )


def _entries(
    before: Mapping[str, object], after: Mapping[str, object], path: Path
) -> Iterator[Written]:
    """Compare entries by their ids; first those that are likely to have other ones."""
    now = renamed(before, after)
    for old, new in now.items():
        yield Written((*path, new), old, new, origin=(*path, old), renamed=True)
    told = {*now, *now.values()}
    for key in dict.fromkeys((*after, *before)):
        if key not in told:
            yield from _entry(before, after, key, path)


def _has_list(*versions: object) -> bool:
    """Tell whether a checklist gives a fact its values: it tells what differs."""
    return any(isinstance(each, Fact) and each.checklist for each in versions)


class _Piece:
    """A protocol or a fragment: states that moved are compared with themselves."""

    def __init__(
        self, before: Protocol | Fragment, after: Protocol | Fragment, path: Path
    ) -> None:
        self.before, self.after, self.path = before, after, path
        self.olds, self.news = places(before), places(after)
        moves = matched(self.olds, self.news)
        likely = renamed_states(before, after).items()
        taken = {*moves.values()}
        self.moves = moves | {
            old: new for old, new in likely if old not in moves and new not in taken
        }
        self.back = {new: old for old, new in self.moves.items()}
        self.names = {
            **renamed_activities(before, after, self.moves),
            **{".".join(a): ".".join(b) for a, b in self.moves.items()},
        }

    def differences(self) -> Iterator[Written]:
        """Yield them in the order of the file."""
        for name in type(self.before).model_fields:
            if name == "states":
                yield from self._level((), (), (self.before.states, self.after.states))
                continue
            one, other = getattr(self.before, name), getattr(self.after, name)
            yield from self._told(one, other, (*self.path, name), None)

    def _level(
        self, was: Names, now: Names, states: tuple[States, States]
    ) -> Iterator[Written]:
        """Compare the states inside one that is the same before and after."""
        one, other = states
        for key in dict.fromkeys((*other, *one)):
            old, new = (*was, key), (*now, key)
            stayed = key in one and old not in self.moves
            if key in other and new in self.back:
                yield from self._arrived(new)
            elif key in other and not stayed:
                yield from self._new(new)
            elif key in other:
                yield from self._state(old, new)
            if stayed and (key not in other or new in self.back):
                path, state = self.olds[old]
                yield Written((*self.path, *path), state, None)

    def _new(self, new: Names) -> Iterator[Written]:
        """Tell a state that is new, then what moved into it from elsewhere."""
        path, state = self.news[new]
        yield Written((*self.path, *path), None, state)
        for name in self.news:
            inside = len(name) > len(new) and name[: len(new)] == new
            if inside and name in self.back and name[:-1] not in self.back:
                yield from self._arrived(name)

    def _arrived(self, new: Names) -> Iterator[Written]:
        old = self.back[new]
        if not moved_with(old, self.moves):
            places_ = ((*self.path, *each[0]) for each in self._both(old, new))
            origin, path = places_
            names = ".".join(old), ".".join(new)
            if old[:-1] == new[:-1] or self.moves.get(old[:-1]) == new[:-1]:
                yield Written(path, old[-1], new[-1], origin=origin, renamed=True)
            else:
                yield Written(path, *names, origin=origin, moved=True)
        yield from self._state(old, new)

    def _both(self, old: Names, new: Names) -> tuple[Placed, Placed]:
        return self.olds[old], self.news[new]

    def _state(self, old: Names, new: Names) -> Iterator[Written]:
        """Compare one state with itself, wherever it stands now."""
        (was, one), (now, other) = self._both(old, new)
        origin = (*self.path, *was) if was != now else None
        for name in State.model_fields:
            parts = getattr(one, name), getattr(other, name)
            if name in {"states", "parallel"}:
                yield from self._level(old, new, parts)
            else:
                path = (*self.path, *now, name)
                start = None if origin is None else (*origin, name)
                yield from self._told(*parts, path, start)

    def _told(
        self, one: object, other: object, path: Path, origin: Path | None
    ) -> Iterator[Written]:
        """Yield what differs, but for names that only follow a move."""
        for each in _differences(one, other, path):
            if says_more(each, self.names):
                start = (*(origin or path), *each.earlier[len(path) :])
                moved = origin is not None or each.origin is not None
                yield replace(each, origin=start if moved else None)


def _keys(noun: Noun, name: str) -> Path:
    """Return what a file writes for a field."""
    path = written_as().get((type(noun), name), (name,))
    if isinstance(noun, Handbook) and path[0] not in FILED:
        return ("handbook", *path)
    return path


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
