"""What is written where in one file: every key and value, with what can stand there.

An editor asks at each key that is pressed, so the file may be half written: what comes
before the first thing that is not YAML counts.
"""

from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct
from yaml import YAMLError
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs hide it
from yaml.events import (
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from katch_protocols.files import bounds
from katch_protocols.files.field_types.citations import CitationList, OneCitation
from katch_protocols.files.field_types.collections import (
    Listed,
    NamedValues,
    OneOrListed,
    Pairs,
    Registry,
    Timers,
)
from katch_protocols.files.field_types.field_type import FieldType
from katch_protocols.files.field_types.ids import IdName, Several
from katch_protocols.files.field_types.labels import ChoiceList, LabelText
from katch_protocols.files.field_types.noun_schema import Later, NounSchema
from katch_protocols.files.field_types.sentences import TARGET
from katch_protocols.files.file_kinds import HandbookFile
from katch_protocols.findings import Path

__all__ = ["FileToken", "Kind", "is_torn", "kind_at", "may_be_list", "tokens"]

Kind = FieldType[Any] | None
"""What can stand at a place; ``None`` where nothing is known of it."""

_SOURCE = IdName(("sources",))
_LABEL = LabelText()


class FileToken(Struct, frozen=True):
    """A key or a value of a file.

    Attributes:
        path: Where it stands in the handbook; a key and its value have the same.
        text: What it says, without quotes.
        start: Where it begins, in characters from the start of the file; a quotation
            mark belongs to it.
        end: Where it ends.
        kind: What can stand there: of a value its kind, of a key that of its mapping.
        is_key: Whether it is a key.
        style: How it is quoted: empty for plain, ``'``, ``"``, ``|`` or ``>``.
    """

    path: Path
    text: str
    start: int
    end: int
    kind: Kind
    is_key: bool
    style: str


def tokens(text: str, name: HandbookFile) -> tuple[FileToken, ...]:
    """Return every key and value of a file, in the order written.

    Args:
        text: The text of the file.
        name: What its name says of it.
    """
    return tuple(_TokenWalk(text[: bounds.FILE_BYTES]).document(name))


def is_torn(text: str) -> bool:
    """Tell whether something in a file is not YAML: tokens end there."""
    return len(text) > bounds.FILE_BYTES or _TokenWalk(text).is_torn()


def kind_at(path: Path, name: HandbookFile) -> Kind:
    """Return what can stand at a path of a file; nothing where nothing is known."""
    return _alone(_kind(path, name))


def may_be_list(path: Path, name: HandbookFile) -> bool:
    """Tell whether a list can stand at a path of a file, as well as one value."""
    return isinstance(_kind(path, name), Several | OneOrListed | CitationList)


def _kind(path: Path, name: HandbookFile) -> Kind:
    kind: Kind = name.kind.shape
    for part in path[len(name.root) :]:
        kind = _item(kind) if isinstance(part, int) else _below(_meant(kind), part)
    return kind


class _TokenWalk:
    """One pass over the events of a file, beside the shapes of its kind."""

    def __init__(self, text: str) -> None:
        # The stubs of PyYAML promise less than libyaml gives.
        self._next: Callable[[], Any] = CParser(text).get_event

    def document(self, name: HandbookFile) -> Iterator[FileToken]:
        try:
            for _ in range(2):
                self._next()
            event = self._next()
            if isinstance(event, MappingStartEvent):
                yield from self._mapping(name.kind.shape, name.root)
        except (YAMLError, RecursionError):
            return

    def is_torn(self) -> bool:
        documents, depth = 0, 0
        try:
            while (event := self._next()) is not None:
                documents += isinstance(event, DocumentStartEvent)
                depth += isinstance(event, CollectionStartEvent)
                depth -= isinstance(event, CollectionEndEvent)
                if documents > 1 or depth > bounds.DEPTH:
                    return True
        except YAMLError:
            return True
        return False

    def _value(self, event: Any, kind: Kind, path: Path) -> Iterator[FileToken]:  # noqa: ANN401 - an event
        if len(path) > 2 * bounds.DEPTH:
            raise RecursionError
        if isinstance(event, ScalarEvent):
            yield _token(event, path, _alone(kind), is_key=False)
        elif isinstance(event, MappingStartEvent):
            yield from self._mapping(_meant(kind), path)
        elif isinstance(event, SequenceStartEvent):
            yield from self._sequence(_item(kind), path)

    def _mapping(self, kind: Kind, path: Path) -> Iterator[FileToken]:
        while not isinstance(event := self._next(), CollectionEndEvent):
            key = event.value if isinstance(event, ScalarEvent) else ""
            under = (*path, key)
            if isinstance(event, ScalarEvent):
                yield _token(event, under, kind, is_key=True)
            else:
                yield from self._value(event, None, under)
            yield from self._value(self._next(), _below(kind, key), under)

    def _sequence(self, kind: Kind, path: Path) -> Iterator[FileToken]:
        position = 0
        while not isinstance(event := self._next(), CollectionEndEvent):
            yield from self._value(event, kind, (*path, position))
            position += 1


def _token(event: Any, path: Path, kind: Kind, *, is_key: bool) -> FileToken:  # noqa: ANN401 - an event
    start, end = event.start_mark.index, event.end_mark.index
    return FileToken(path, event.value, start, end, kind, is_key, event.style or "")


def _meant(kind: Kind) -> Kind:
    """Return the kind of a mapping; of one that is only known later, that one."""
    match kind:
        case Later():
            return _meant(kind.kind())
        case OneOrListed():
            return _meant(kind.of)
        case _:
            return kind


def _alone(kind: Kind) -> Kind:
    """Return the kind of a value that stands without a mapping or a list around it."""
    match kind:
        case Later():
            return _alone(kind.kind())
        case OneOrListed():
            return _alone(kind.of)
        case Several():
            return kind.one
        case CitationList() | OneCitation():
            return _SOURCE
        case NounSchema() if kind.bare:
            return next(key.kind for key in kind.keys if key.name == kind.bare)
        case _:
            return kind


def _item(kind: Kind) -> Kind:
    """Return the kind of an item of a list."""
    match kind:
        case Later():
            return _item(kind.kind())
        case Listed():
            return kind.of
        case Several():
            return kind.one
        case CitationList() | OneCitation() | ChoiceList():
            return kind
        case _:
            return None


def _below(kind: Kind, key: str) -> Kind:
    """Return the kind of the value of a key."""
    match kind:
        case NounSchema():
            found = (each.kind for each in kind.keys if each.name == key)
            return next(found, None)
        case Registry():
            return kind.of
        case Pairs() | NamedValues():
            return kind.value
        case Timers():
            return TARGET
        case ChoiceList():
            return _LABEL
        case _:
            return None
