"""The texts of a handbook in a language that it no longer lists, taken out of a file.

An entry inside braces goes with its comma, any other with its lines; comments and
layout around it stay byte for byte.
"""

import re
from collections.abc import Iterable, Iterator

import yaml
from msgspec import Struct

from katch_protocols.files.splices import Splice, spliced
from katch_protocols.findings import Place

__all__ = ["Removal", "removed", "without"]


class Removal(Struct, frozen=True):
    """A text that is taken out; ``splice`` is ``None`` where a person must look."""

    place: Place
    splice: Splice | None
    written: str


_NOTHING_ELSE = re.compile(r"[\s,]*")
_Entry = tuple[yaml.Node, yaml.Node]


def without(text: str, places: Iterable[Place]) -> tuple[Removal, ...]:
    """Return how each text goes whose key stands at one of ``places`` of a file.

    What is the only text of its entry stays, and so does what stands behind the hyphen
    of a list or around a comment: a person looks.
    """
    known = dict(_entries(yaml.compose(text, yaml.SafeLoader)))
    return tuple(
        _removal(text, place, *known[place.line, place.column])
        for place in places
        if (place.line, place.column) in known
    )


def removed(text: str, some: Iterable[Removal]) -> str:
    """Return the text of a file without what can be taken out."""
    return spliced(text, (each.splice for each in some if each.splice is not None))


def _entries(
    node: yaml.Node | None,
) -> Iterator[tuple[tuple[int, int], tuple[yaml.MappingNode, int]]]:
    """Yield each key by line and column, with its mapping and place in it."""
    waiting = [] if node is None else [node]
    while waiting:
        here = waiting.pop()
        if isinstance(here, yaml.SequenceNode):
            waiting += here.value
        if not isinstance(here, yaml.MappingNode):
            continue
        for at, (key, value) in enumerate(here.value):
            yield (key.start_mark.line + 1, key.start_mark.column + 1), (here, at)
            waiting.append(value)


def _removal(text: str, place: Place, around: yaml.MappingNode, at: int) -> Removal:
    key, value = around.value[at]
    written = text[key.start_mark.index : value.end_mark.index].rstrip()
    splice = None
    if len(around.value) > 1:
        cut = _inside if around.flow_style else _lines
        splice = cut(text, around.value, at)
    return Removal(place, splice, written)


def _inside(text: str, entries: list[_Entry], at: int) -> Splice | None:
    """Cut an entry inside braces, with the comma before it, else the one behind it."""
    start = entries[at][0].start_mark.index
    end = entries[at][1].end_mark.index
    if at:
        before = entries[at - 1][1].end_mark.index
        gap, start = text[before:start], before
    else:
        behind = entries[1][0].start_mark.index
        gap, end = text[end:behind], behind
    return Splice(start, end, "") if _NOTHING_ELSE.fullmatch(gap) else None


def _lines(text: str, entries: list[_Entry], at: int) -> Splice | None:
    """Cut the lines of an entry; those of its text stand further in, or are empty."""
    mark = entries[at][0].start_mark
    start = mark.index - mark.column
    if text[start : mark.index].strip():
        return None
    end = _line_end(text, mark.index)
    ends = end
    while ends < len(text):
        begins, ends = ends, _line_end(text, ends)
        line = text[begins:ends]
        if line.strip() and _margin(line) <= mark.column:
            break
        if line.strip():
            end = ends
    return Splice(start, end, "")


def _line_end(text: str, start: int) -> int:
    found = text.find("\n", start)
    return len(text) if found < 0 else found + 1


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
