"""Presentation attributes of SVG, each written where it is shortest.

Fill, stroke, fonts and their like are inherited (SVG 2, section 6.3): what most shapes
of a group share stands once on the group, and only the others say theirs. Where that
is shortest is a smallest labelling of a tree, found as Sankoff (1975) does, from the
leaves up: for each group, how many characters each value would save its shapes.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

__all__ = ["INITIAL", "Element", "inherited_where_shorter", "lines_of"]

Look = Mapping[str, str]
"""Presentation attributes: the value of each, as it is written."""

INITIAL: Look = MappingProxyType(
    {
        "fill": "",
        "stroke": "none",
        "stroke-width": "1",
        "stroke-dasharray": "none",
        "stroke-linecap": "butt",
        "stroke-linejoin": "miter",
        "font-family": "",
        "font-size": "",
        "font-weight": "400",
        "text-anchor": "start",
    }
)
"""What holds where nobody says anything, in the order in which they are written.

Fill and font are those of the page around a drawing, so they are always said.
"""

_NONE: Look = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Element:
    """An element of SVG.

    Attributes:
        name: Its name.
        own: Its other attributes, as they are written, each behind a space.
        look: A shape: the attributes that its picture depends on, all of them. A group:
            those that what is inside inherits.
        inside: What is in it, as it is written: texts, or a title.
        parts: A group: its elements.
    """

    name: str
    own: str = ""
    look: Look = field(default_factory=lambda: _NONE)
    inside: str = ""
    parts: Sequence["Element"] | None = None


_SIGNS = len(' =""')
"""So many characters an attribute takes beside its name and its value."""


class _Tally:
    """What a group could say of one attribute: characters saved by each value.

    ``best`` is the value that saves most when the group says it; none if that saves
    nothing. ``saved`` is what it saves then.
    """

    __slots__ = ("best", "gains", "saved")

    def __init__(self) -> None:
        self.gains: dict[str, int] = {}
        self.best: str | None = None
        self.saved = 0

    def settle(self, attribute: str) -> None:
        least = len(attribute) + _SIGNS
        for value, gain in self.gains.items():
            saved = gain - least - len(value)
            if saved > self.saved or (
                saved == self.saved > 0 and self.best is not None and value < self.best
            ):
                self.best, self.saved = value, saved


_Tallies = Mapping[str, _Tally]


def inherited_where_shorter(root: Element, given: Look = INITIAL) -> Element:
    """Return the same picture with the fewest characters of presentation attributes.

    ``given`` is what ``root`` inherits. Every shape looks as its ``look`` says; what
    that does not name may become anything, for it does not show.
    """
    known: dict[int, _Tallies] = {}
    _count(root, known)
    return _told(root, given, known)


def _count(group: Element, known: dict[int, _Tallies]) -> None:
    found: dict[str, _Tally] = defaultdict(_Tally)
    for part in group.parts or ():
        if part.parts is None:
            for attribute, value in part.look.items():
                gains = found[attribute].gains
                cost = len(attribute) + len(value) + _SIGNS
                gains[value] = gains.get(value, 0) + cost
            continue
        _count(part, known)
        for attribute, inner in known[id(part)].items():
            gains, saved = found[attribute].gains, inner.saved
            for value, gain in inner.gains.items():
                if gain > saved:
                    gains[value] = gains.get(value, 0) + gain - saved
    for attribute, tally in found.items():
        tally.settle(attribute)
    known[id(group)] = found


def _told(element: Element, given: Look, known: Mapping[int, _Tallies]) -> Element:
    name, own, inside = element.name, element.own, element.inside
    if element.parts is None:
        look = element.look.items()
        said = {key: value for key, value in look if value != given[key]}
        return Element(name, own, said, inside)
    said = {
        key: tally.best
        for key, tally in known[id(element)].items()
        if tally.best is not None and tally.gains.get(given[key], 0) < tally.saved
    }
    inner = {**given, **said} if said else given
    parts = [_told(part, inner, known) for part in element.parts]
    return Element(name, own, said, inside, parts)


def lines_of(element: Element) -> list[str]:
    """Return an element as text: a line a shape, a group between two lines."""
    lines: list[str] = []
    _write(element, lines)
    return lines


def _write(element: Element, lines: list[str]) -> None:
    look = element.look
    said = "".join(f' {key}="{look[key]}"' for key in INITIAL if key in look)
    head = f"<{element.name}{element.own}{said}"
    if element.parts is None:
        inside = element.inside
        lines.append(f"{head}>{inside}</{element.name}>" if inside else f"{head}/>")
        return
    lines.append(f"{head}>")
    lines.extend([element.inside] if element.inside else [])
    for part in element.parts:
        _write(part, lines)
    lines.append(f"</{element.name}>")
