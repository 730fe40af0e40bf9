"""Presentation attributes of SVG, each written where it is shortest.

Fill, stroke, fonts and their like are inherited (SVG 2, section 6.3): what most shapes
of a group share stands once on the group, and only the others say theirs. Where that
is shortest is a smallest labelling of a tree, found as Sankoff (1975) does, from the
leaves up: for each group, how many characters each value would save its shapes.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

__all__ = ["INITIAL", "Element", "Look", "lines_of"]

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


class Element(NamedTuple):
    """An element of SVG.

    Attributes:
        name: Its name.
        own: Its other attributes, as they are written, each behind a space.
        look: A shape: the attributes that its picture depends on, all of them. A group
            has none: what it says is found where it is written.
        inside: What is in it, as it is written: texts, or a title.
        parts: A group: its elements.
    """

    name: str
    own: str = ""
    look: Look = _NONE
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


def lines_of(root: Element, given: Look = INITIAL) -> list[str]:
    """Return a picture as text, with the fewest characters of presentation attributes.

    A line a shape, a group between two lines. ``given`` is what ``root`` inherits.
    Every shape looks as its ``look`` says; what that does not name may become anything,
    for it does not show.
    """
    known = _known.of_many()
    counted: dict[int, _Tallies] = {}
    known.count(root, counted)
    lines: list[str] = []
    known.write(root, given, counted, lines)
    return lines


_MOST_KNOWN = 20_000
"""Of so many different groups and shapes is known what they say, before all is new."""


class _Inheritance:
    """What groups could say, and then what each element says.

    Shapes that look alike share one ``look``, and groups of such shapes one tally: of
    what is alike, in one picture or in many, everything is found once. What is known by
    its id is held, so that nothing else can have the same.
    """

    def __init__(self) -> None:
        self._alike: dict[
            tuple[int, ...], tuple[_Tallies, Sequence[Look | _Tallies]]
        ] = {}
        self._shapes: dict[tuple[int, int], tuple[str, Look, Look]] = {}
        self._groups: dict[tuple[int, int], tuple[str, Look, Look]] = {}
        self._inherited: dict[tuple[str, ...], Look] = {}

    def __len__(self) -> int:
        """Of how many groups and shapes is known what they say."""
        return len(self._alike) + len(self._shapes) + len(self._groups)

    def count(self, group: Element, counted: dict[int, _Tallies]) -> _Tallies:
        """Return what a group could say, and note it of every group inside."""
        inside = [
            part.look if part.parts is None else self.count(part, counted)
            for part in group.parts or ()
        ]
        key = tuple(map(id, inside))
        found = self._alike.get(key)
        if found is None:
            each = {id(part): part for part in inside}
            times = Counter(key)
            tallies = _counted((each[at], number) for at, number in times.items())
            found = self._alike[key] = tallies, [*each.values()]
        counted[id(group)] = found[0]
        return found[0]

    def write(
        self,
        element: Element,
        given: Look,
        counted: Mapping[int, _Tallies],
        lines: list[str],
    ) -> None:
        """Write an element that inherits ``given``, with what it has to say."""
        name, own, look, inside, parts = element
        if parts is None:
            key = id(look), id(given)
            shape = self._shapes.get(key)
            if shape is None:
                own_look = {at: said for at, said in look.items() if said != given[at]}
                shape = self._shapes[key] = _written(own_look), look, given
            end = f">{inside}</{name}>" if inside else "/>"
            lines.append(f"<{name}{own}{shape[0]}{end}")
            return
        tallies = counted[id(element)]
        key = id(tallies), id(given)
        found = self._groups.get(key)
        if found is None:
            said, inner = _said(tallies, given)
            inner = self._inherited.setdefault(tuple(inner.values()), inner)
            found = self._groups[key] = _written(said), inner, given
        text, inner, _ = found
        lines.append(f"<{name}{own}{text}>")
        lines.extend([inside] if inside else [])
        for part in parts:
            self.write(part, inner, counted, lines)
        lines.append(f"</{name}>")


class _Known:
    """What is known of the groups of many pictures: those of one build are much alike.

    A picture that is being written keeps what it began with.
    """

    def __init__(self) -> None:
        self._found = _Inheritance()

    def of_many(self) -> _Inheritance:
        """Return what is known; where that is too much, all anew."""
        if len(self._found) > _MOST_KNOWN:
            self._found = _Inheritance()
        return self._found


_known = _Known()


def _counted(inside: Iterable[tuple[Look | _Tallies, int]]) -> _Tallies:
    """Return what a group could say of the looks of its shapes and of its groups.

    Of each it has so many.
    """
    found: dict[str, _Tally] = defaultdict(_Tally)
    for part, number in inside:
        for attribute, value in part.items():
            gains = found[attribute].gains
            if isinstance(value, str):
                cost = len(attribute) + len(value) + _SIGNS
                gains[value] = gains.get(value, 0) + cost * number
                continue
            for each, gain in value.gains.items():
                if gain > value.saved:
                    more = (gain - value.saved) * number
                    gains[each] = gains.get(each, 0) + more
    for attribute, tally in found.items():
        tally.settle(attribute)
    return found


def _said(tallies: _Tallies, given: Look) -> tuple[Look, Look]:
    """Return what a group says, and what everything inside then inherits."""
    said = {
        attribute: tally.best
        for attribute, tally in tallies.items()
        if tally.best is not None and tally.gains.get(given[attribute], 0) < tally.saved
    }
    return said, {**given, **said} if said else given


def _written(look: Look) -> str:
    """Return attributes as they are written, each behind a space."""
    return "".join(f' {key}="{look[key]}"' for key in INITIAL if key in look)
