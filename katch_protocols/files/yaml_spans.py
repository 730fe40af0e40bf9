"""Where each part of a file begins and ends, down to the character.

It reads only what the loader has read without a finding, so nothing is checked again.
"""

from collections.abc import Callable
from typing import Any

from msgspec import Struct, field
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs hide it
from yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

__all__ = ["YamlPart", "parts"]


class YamlPart(Struct):
    """A value: from its first character to behind its last, counted from 0.

    Attributes:
        start: Where it begins; of a value that is left empty, behind the colon.
        end: Behind its last character; no comment and no line end belongs to it.
        style: Of a text: its quotation mark, ``|``, ``>`` or nothing.
        flow: Whether a mapping or a list stands in brackets.
        keys: Of a mapping: where each key begins, and the place behind its colon.
        entries: Of a mapping: its values by key.
        items: Of a list: its values.
    """

    start: int
    end: int
    style: str = ""
    flow: bool = False
    keys: dict[str, tuple[int, int]] | None = None
    entries: dict[str, "YamlPart"] = field(default_factory=dict)
    items: list["YamlPart"] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written."""
        return self.start == self.end


def parts(text: str) -> YamlPart:
    """Return the mapping that a file of YAML holds."""
    following: Callable[[], Any] = CParser(text).get_event
    following()
    following()
    return _part(following(), following, text, 0)


def _part(event: Any, following: Callable[[], Any], text: str, after: int) -> YamlPart:  # noqa: ANN401 - an event
    if isinstance(event, MappingStartEvent):
        return _mapping(event, following, text)
    if not isinstance(event, ScalarEvent):
        return _list(event, following, text)
    if not event.value and not event.style:
        return YamlPart(after, after)
    start, end = _span(event)
    return YamlPart(start, start + len(text[start:end].rstrip()), event.style or "")


def _mapping(event: Any, following: Callable[[], Any], text: str) -> YamlPart:  # noqa: ANN401 - an event
    found = YamlPart(event.start_mark.index, event.start_mark.index)
    found.flow, found.keys = bool(event.flow_style), {}
    while True:
        event = following()
        if isinstance(event, MappingEndEvent):
            break
        start, end = _span(event)
        colon = text.index(":", end) + 1
        found.keys[event.value] = start, colon
        below = _part(following(), following, text, colon)
        found.entries[event.value] = below
        found.end = below.end
    if found.flow:
        found.end = _span(event)[1]
    return found


def _list(event: Any, following: Callable[[], Any], text: str) -> YamlPart:  # noqa: ANN401 - an event
    found = YamlPart(event.start_mark.index, event.start_mark.index)
    found.flow, found.items = bool(event.flow_style), []
    while True:
        event = following()
        if isinstance(event, SequenceEndEvent):
            break
        found.items.append(_part(event, following, text, found.end))
        found.end = found.items[-1].end
    if found.flow:
        found.end = _span(event)[1]
    return found


def _span(event: Any) -> tuple[int, int]:  # noqa: ANN401 - an event
    """Return where an event begins and ends; the stubs promise no mark."""
    return event.start_mark.index, event.end_mark.index
