"""The YAML dialect: a bounded loader over libyaml's events.

Nothing is built before it is checked, so no file can make it slow, large or fail. Only
``true``, ``false``, ``null`` and whole numbers are not text; anchors, aliases, tags,
merge keys, repeated keys and keys that are not text are findings.
"""

import re
from collections.abc import Callable
from itertools import islice
from typing import Any, NoReturn
from unicodedata import normalize

from yaml import YAMLError
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs hide it
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from katch_protocols.encodings import broken_text
from katch_protocols.files import bounds
from katch_protocols.files.characters import clean, hidden, is_clean
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_nodes import (
    DROPPED,
    Items,
    Map,
    Raw,
    begins,
    mark,
    number,
    place,
)
from katch_protocols.files.yaml_strictness import Strictness
from katch_protocols.findings import Path

__all__ = ["load"]

_CONSTANTS = {"true": True, "false": False, "null": None, "": None}
_NUMERALS = frozenset("-0123456789")
_SHOWN_CHARACTERS = 10
_FATAL = {
    "merge-conflict": (
        "<<<<<<<",
        re.compile(r"^<(?=<{6}(?:[ \r\n]|\Z))", re.MULTILINE),
    ),
    "directive": ("%", re.compile("^%", re.MULTILINE)),
    "tab-in-indent": ("\t", re.compile(r"^ *\t(?=[ \t]*\S)", re.MULTILINE)),
}

_Whole = AliasEvent | CollectionStartEvent


class _Stop(Exception):  # noqa: N818 - no error: the finding is already written
    """The rest of the file cannot be used."""


def load(data: bytes, sheet: SourceFile, root: Path) -> Map | None:
    """Read the bytes of one file into a mapping, or into findings.

    Args:
        data: The whole file; its size is checked again here.
        sheet: Takes the findings and the text of the file.
        root: The path of what the file holds, e.g. ``("protocols", "referral")``.
    """
    if len(data) > bounds.FILE_BYTES:
        sheet.refuse_at("file-too-large", 0, root, bound=str(bounds.FILE_BYTES))
        return None
    text = _decode(data, sheet, root)
    if text is None or not _fit(text, sheet, root):
        return None
    loader = _Loader(sheet)
    before = len(sheet.ledger.findings)
    try:
        return loader.document(root)
    except _Stop:
        return None
    except YAMLError as error:
        from katch_protocols.files.yaml_errors import explain  # noqa: PLC0415 - rare

        fault = explain(error, sheet.text)
        sheet.forget_line(fault.at, before)
        facts = {"bound": str(bounds.DEPTH), **fault.facts}
        sheet.refuse_at(fault.rule, fault.at, root, None, **facts)
        return None
    finally:
        sheet.ledger.room -= loader.spent


def _decode(data: bytes, sheet: SourceFile, root: Path) -> str | None:
    found = broken_text(data)
    if found is None:
        return data.decode("utf-8-sig")
    at = mark(found.line - 1, found.column - 1)
    sheet.refuse_at("not-utf-8", at, root, None, **found.facts)
    return None


def _fit(text: str, sheet: SourceFile, root: Path) -> bool:
    """Give the sheet its text, and tell whether libyaml may see it."""
    if any(
        _meets(each, text, sheet, root) for each in ("merge-conflict", "tab-in-indent")
    ):
        return False
    sheet.text = _visible(text, sheet, root)
    return not _meets("directive", sheet.text, sheet, root)


def _meets(rule: str, text: str, sheet: SourceFile, root: Path) -> bool:
    """Tell, and write, whether a file has what no reader of YAML may see."""
    sign, pattern = _FATAL[rule]
    found = pattern.search(text) if sign in text else None
    if found is None:
        return False
    at = found.end() - 1
    line, begin = text.count("\n", 0, at), text.rfind("\n", 0, at) + 1
    sheet.refuse_at(rule, mark(line, at - begin), root)
    return True


def _visible(text: str, sheet: SourceFile, root: Path) -> str:
    if is_clean(text):
        return text
    for name, at in islice(hidden(text), _SHOWN_CHARACTERS):
        sheet.refuse_at("forbidden-character", at, root, character=name)
    return clean(text)


class _Loader:
    """One pass over the events; ``room`` is how many nodes the file may still have."""

    def __init__(self, sheet: SourceFile) -> None:
        self._sheet = sheet
        # The stubs of PyYAML promise less than libyaml gives.
        self._next: Callable[[], Any] = CParser(sheet.text).get_event
        self._room = self._given = min(bounds.NODES, sheet.ledger.room)
        self._shared = self._room < bounds.NODES
        self._alike = Strictness(sheet)

    @property
    def spent(self) -> int:
        """How many nodes were read."""
        return self._given - max(self._room, 0)

    def document(self, root: Path) -> Map | None:
        """Read the one document of the file.

        Raises:
            _Stop: Nothing of the file can be used.
            YAMLError: The file is not YAML.
        """
        self._next()
        event = self._next()
        if isinstance(event, StreamEndEvent):
            self._sheet.refuse_at("empty-file", 0, root)
            return None
        event = self._next()
        if not isinstance(event, MappingStartEvent):
            self._refuse("not-a-mapping", event, root, example="key: value")
            return None
        found = self._inside(event, root, 1)
        self._next()
        event = self._next()
        if isinstance(event, DocumentStartEvent):
            self._refuse("two-documents", event, root)
            return None
        self._alike.closes(root)
        return found if isinstance(found, Map) else None

    def _mapping(self, path: Path, depth: int) -> Map:
        following = self._next
        found = Map()
        found.path, found.marks = path, []
        note = found.marks.append
        while True:
            event = following()
            if event.__class__ is MappingEndEvent:
                return found
            key = self._key(event, path, depth)
            under = path if key is None else (*path, key)
            start = event.start_mark
            event = following()
            if event.__class__ is ScalarEvent:
                value = self._scalar(event, under)
            elif key is None and event.__class__ is AliasEvent:
                continue  # what is merged; that was refused already
            else:
                value = self._inside(event, under, depth + 1)
            if key is None:
                continue
            if key in found:
                self._repeated(found, key, mark(start.line, start.column))
                continue
            found[key] = value
            note(mark(start.line, start.column))
            note(begins(event, self._sheet.text))

    def _repeated(self, found: Map, key: str, at: int) -> None:
        """Refuse a key that is there already, or the key that should hold it.

        Where a key without a value stands between the two, its own keys are not as far
        in as they should be.
        """
        if self._sheet.ledger.full:
            return
        keys = list(found)
        hollow = next((k for k in keys[keys.index(key) :] if found[k] is None), None)
        if hollow is not None:
            self._sheet.refuse_at("uneven-indent", found.key_mark(hollow), found.path)
            found[hollow] = DROPPED
            self._sheet.ledger.lose(found.path[:-1])
        elif DROPPED not in list(found.values())[keys.index(key) :]:
            first = str(place("", found.key_mark(key)).line)
            self._sheet.refuse_at(
                "repeated-key", at, (*found.path, key), key=key, line=first
            )
            # What is written a second time may be what is meant elsewhere.
            self._sheet.ledger.lose(found.path)

    def _sequence(self, path: Path, depth: int) -> Items:
        following = self._next
        found = Items()
        found.path, found.marks = path, []
        while True:
            event = following()
            if event.__class__ is SequenceEndEvent:
                return found
            under = (*path, len(found))
            if event.__class__ is ScalarEvent:
                value = self._scalar(event, under)
            else:
                value = self._inside(event, under, depth + 1)
            if value is None and not event.value:
                self._refuse("empty-item", event, under)
                value = DROPPED
            found.append(value)
            found.marks.append(begins(event, self._sheet.text))

    def _inside(self, event: _Whole, path: Path, depth: int) -> Raw:
        """Read what is not a scalar: a mapping, a list, or an alias."""
        self._spend(event, path)
        if isinstance(event, AliasEvent):
            self._refuse("anchor-or-alias", event, path, name=str(event.anchor))
            return DROPPED
        if depth > bounds.DEPTH:
            self._stop("too-deep", event, path, bound=str(bounds.DEPTH))
        plain = self._is_plain(event, path)
        alike = self._alike
        before = alike.indent, alike.flow
        alike.opens(event, path)
        mapping = isinstance(event, MappingStartEvent)
        found: Raw = (
            self._mapping(path, depth) if mapping else self._sequence(path, depth)
        )
        alike.indent, alike.flow = before
        return found if plain else DROPPED

    def _scalar(self, event: ScalarEvent, path: Path, *, key: bool = False) -> Raw:
        self._room -= 1
        if self._room < 0:
            self._cross(event, path)
        self._alike.scalar(event, path, key=key)
        # A letter in parts, as some systems write й and ё, is that letter.
        text = normalize("NFC", event.value)
        if len(text) > bounds.CHARACTERS:
            self._refuse("value-too-long", event, path, bound=str(bounds.CHARACTERS))
            return DROPPED
        if (event.anchor or event.tag) and not self._is_plain(event, path):
            return DROPPED
        if event.style == "":
            if text in _CONSTANTS:
                return _CONSTANTS[text]
            return number(text) if text[0] in _NUMERALS else text
        if event.style == '"' and not is_clean(text):
            # Written as an escape, so the text of the file did not show it.
            name, _ = next(hidden(text))
            self._refuse("forbidden-character", event, path, character=name)
            return clean(text)
        return text

    def _key(self, event: _Whole | ScalarEvent, path: Path, depth: int) -> str | None:
        if not isinstance(event, ScalarEvent):
            self._refuse("key-not-text", event, path)
            self._inside(event, path, depth + 1)
            return None
        key = self._scalar(event, path, key=True)
        if key == "<<" and event.style == "":
            self._refuse("merge-key", event, path)
            return None
        if isinstance(key, str):
            return key
        if key is not DROPPED:
            self._refuse("key-not-text", event, path)
        return None

    def _is_plain(self, event: ScalarEvent | CollectionStartEvent, path: Path) -> bool:
        """Refuse an anchor, which changes nothing, and a tag, which changes a value."""
        if event.anchor is not None:
            self._refuse("anchor-or-alias", event, path, name=str(event.anchor))
        if event.tag is not None:
            self._refuse("tag", event, path)
        return event.tag is None

    def _spend(self, event: Event, path: Path) -> None:
        self._room -= 1
        if self._room < 0:
            self._cross(event, path)

    def _cross(self, event: Event, path: Path) -> NoReturn:
        if self._shared:
            bound = str(bounds.HANDBOOK_NODES)
            self._stop("handbook-too-many-nodes", event, path, bound=bound)
        self._stop("too-many-nodes", event, path, bound=str(bounds.NODES))

    def _refuse(self, rule: str, event: Event, path: Path, **facts: str) -> None:
        at = begins(event, self._sheet.text)
        self._sheet.refuse_at(rule, at, path, **facts)

    def _stop(self, rule: str, event: Event, path: Path, **facts: str) -> NoReturn:
        self._refuse(rule, event, path, **facts)
        raise _Stop
