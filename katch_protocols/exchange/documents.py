"""Files of others, read within bounds: XML with everything off, JSON with its lines.

The bounds are wider than those of a handbook's own files: other notations say the same
in more bytes and levels, and a file with a diagram says most of it twice. Whatever a
file does, the answer is its tree or a ``NotationError`` that says what is wrong and
where.
"""

import re
from collections.abc import Iterator, Mapping
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]
from typing import Any, NoReturn, cast

from katch_protocols.errors import MissingExtraError, NotationError
from katch_protocols.exchange.incoming import Incoming
from katch_protocols.files import bounds

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_NODES",
    "Element",
    "JsonList",
    "JsonObject",
    "local_name",
    "namespace",
    "read_json",
    "read_xml",
    "require_small",
]

MAX_BYTES = 4 * bounds.FILE_BYTES
"""Bytes of a file. The longest protocol that we ship has 1.5 million in BPMN."""

MAX_DEPTH = 3 * bounds.DEPTH
"""Elements, or lists and objects, inside one another: below a state, XState has a list,
a guard and its parts."""

MAX_NODES = 4 * bounds.NODES
"""Elements and attributes of XML, or values of JSON, of a file."""

Element = Any
"""An element of lxml, which only this module imports."""


def read_xml(incoming: Incoming) -> Element:
    """Return the root of an XML file; ``sourceline`` of an element is its line.

    No DTD, no entities, no network, no huge trees.

    Raises:
        NotationError: It is no XML, has a document type, or crosses a bound.
        MissingExtraError: lxml is not installed.
    """
    try:
        from lxml import etree  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingExtraError("exchange", "xml") from None
    require_small(incoming)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=False,
    )
    try:
        root = etree.fromstring(incoming.data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise NotationError("not-xml", incoming.name, line) from None
    if root.getroottree().docinfo.doctype:
        raise NotationError("document-type", incoming.name, 1)
    _require_shallow(root, incoming)
    return root


def _require_shallow(root: Element, incoming: Incoming) -> None:
    waiting, number = [(root, 1)], 0
    while waiting:
        element, depth = waiting.pop()
        number += 1 + len(element.attrib)
        line = element.sourceline or 1
        _require_bounds(incoming, line, depth=depth, number=number)
        waiting += [(child, depth + 1) for child in element]


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace; empty for an entity."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace(element: Element) -> str:
    """Return the namespace of an element; empty where it has none."""
    tag = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag[:1] == "{" else ""


class JsonObject(dict[str, object]):
    """An object of JSON that knows the line of itself and of each of its keys."""

    line: int = 1
    lines: Mapping[str, int] = {}


class JsonList(list[object]):
    """A list of JSON that knows the line of itself and of each item."""

    line: int = 1
    lines: tuple[int, ...] = ()


def read_json(incoming: Incoming) -> object:
    """Return what a JSON file says; objects and lists know their lines.

    Raises:
        NotationError: It is no JSON, has a key twice in one object, or crosses a bound.
    """
    require_small(incoming)
    try:
        text = incoming.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = incoming.data.count(b"\n", 0, error.start) + 1
        raise NotationError("not-utf-8", incoming.name, line) from None
    return _Json(text, incoming).whole()


_SPACE = re.compile(r"[ \t\r\n]*")
_PLAIN = re.compile(r"true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?")
_WORDS = {"true": True, "false": False, "null": None}


class _Json:
    """One pass over a text (RFC 8259), no deeper than the bound."""

    def __init__(self, text: str, incoming: Incoming) -> None:
        self.text, self.incoming = text, incoming
        self.at, self.number = 0, 0
        self.counted, self.lines = 0, 1

    def whole(self) -> object:
        found = self.value(1)
        if self.next():
            self.stop()
        return found

    def stop(self, code: str = "not-json") -> NoReturn:
        raise NotationError(code, self.incoming.name, self.line())

    def line(self) -> int:
        self.lines += self.text.count("\n", self.counted, self.at)
        self.counted = self.at
        return self.lines

    def next(self) -> str:
        """Skip blanks and return the sign that follows; empty at the end."""
        self.at = cast("re.Match[str]", _SPACE.match(self.text, self.at)).end()
        return self.text[self.at : self.at + 1]

    def value(self, depth: int) -> object:
        sign = self.next()
        self.number += 1
        _require_bounds(self.incoming, self.line(), depth=depth, number=self.number)
        match sign:
            case "{":
                return self.mapping(depth)
            case "[":
                return self.sequence(depth)
            case '"':
                return self.string()
            case _:
                return self.plain()

    def mapping(self, depth: int) -> JsonObject:
        found, lines = JsonObject(), {}
        found.line = self.line()
        for _ in self.items("}"):
            if self.next() != '"':
                self.stop()
            line = self.line()
            key = self.string()
            if key in found:
                self.stop("key-twice")
            if self.next() != ":":
                self.stop()
            self.at += 1
            found[key] = self.value(depth + 1)
            lines[key] = line
        found.lines = lines
        return found

    def sequence(self, depth: int) -> JsonList:
        found = JsonList()
        found.line = self.line()
        lines: list[int] = []
        for _ in self.items("]"):
            self.next()
            lines.append(self.line())
            found.append(self.value(depth + 1))
        found.lines = tuple(lines)
        return found

    def items(self, end: str) -> Iterator[None]:
        """Yield before each item; commas and the end are read here."""
        self.at += 1
        if self.next() == end:
            self.at += 1
            return
        while True:
            yield
            sign = self.next()
            self.at += 1
            if sign == end:
                return
            if sign != ",":
                self.at -= 1
                self.stop()

    def string(self) -> str:
        try:
            found, self.at = scanstring(self.text, self.at + 1, True)  # noqa: FBT003 - C function
        except JSONDecodeError as error:
            self.at = max(min(error.pos, len(self.text)), self.counted)
            self.stop()
        return str(found)

    def plain(self) -> object:
        match = _PLAIN.match(self.text, self.at)
        if match is None:
            self.stop()
        self.at = match.end()
        word = match[0]
        if word in _WORDS:
            return _WORDS[word]
        if len(word) > bounds.DIGITS:
            return word
        return int(word) if re.fullmatch(r"-?\d+", word) else float(word)


def require_small(incoming: Incoming) -> None:
    """Refuse a file that has more bytes than are ever read.

    Raises:
        NotationError: It has.
    """
    if len(incoming.data) > MAX_BYTES:
        raise NotationError("too-large", incoming.name, 1, limit=MAX_BYTES)


def _require_bounds(incoming: Incoming, line: int, *, depth: int, number: int) -> None:
    if depth > MAX_DEPTH:
        raise NotationError("too-deep", incoming.name, line, limit=MAX_DEPTH)
    if number > MAX_NODES:
        raise NotationError("too-many", incoming.name, line, limit=MAX_NODES)
