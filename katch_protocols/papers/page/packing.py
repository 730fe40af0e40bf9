"""The data of a page in fewer characters: what is there twice is written once.

Objects with the same keys share the list of these keys, and equal parts one place in a
list. A script on the page unpacks it (``unpacked.js``); so does ``unpacked`` here.
"""

from collections.abc import Hashable, Mapping
from typing import Any

from msgspec import Struct, field
from msgspec.json import Encoder

__all__ = ["packed", "unpacked"]

Plain = Any
"""What JSON can hold; the keys of an object are texts."""

_LITERAL = ""
_SPARED = len("-9999,")
_WRITER = Encoder()


def packed(value: Plain) -> dict[str, Plain]:
    """Return an object that holds ``value``: equal values give equal objects.

    ``whole`` is the value. In it ``-8`` stands for the eighth of the parts that are
    ``shared``, ``{"": -8}`` for the number, and ``{"3": […]}`` for the object with the
    keys of the fourth of the ``shapes`` and these values. Every part comes behind those
    that stand in it.
    """
    packing = _Packing()
    whole = packing.known(value)
    packing.count(whole)
    text = packing.written(whole)
    return {"shapes": [*packing.shapes], "shared": packing.shared, "whole": text}


def unpacked(found: Mapping[str, Plain]) -> Plain:
    """Return what was packed; ``found`` is as ``packed`` returns it."""
    shapes, shared = found["shapes"], list[Plain]()

    def read(value: Plain) -> Plain:
        if isinstance(value, list):
            return [read(each) for each in value]
        if not isinstance(value, dict):
            return shared[-value - 1] if _is_below_zero(value) else value
        ((key, held),) = value.items()
        if key == _LITERAL:
            return held
        return dict(zip(shapes[int(key)], map(read, held), strict=True))

    for each in found["shared"]:
        shared.append(read(each))
    return read(found["whole"])


class _Packing(Struct):
    """The different parts of a value, each known by its position in ``parts``."""

    parts: list[tuple[tuple[str, ...] | None, Plain]] = field(default_factory=list)
    """A part: the keys of an object, and the positions of its values; without keys a
    list of positions, or what is neither."""
    places: dict[Hashable, int] = field(default_factory=dict)
    uses: list[int] = field(default_factory=list)
    shapes: dict[tuple[str, ...], int] = field(default_factory=dict)
    shared: list[Plain] = field(default_factory=list)
    texts: dict[int, Plain] = field(default_factory=dict)
    """How a part is written that stands in several places: as a reference, or whole."""

    def known(self, value: Plain) -> int:
        """Return the position of a value, which is that of every equal one."""
        keys: tuple[str, ...] | None = None
        name = held = value
        # Asked of everything on the page: most of it is texts.
        if type(value) is not str:
            if isinstance(value, dict):
                keys, held = tuple(value), tuple(map(self.known, value.values()))
            elif isinstance(value, list | tuple):
                held = tuple(map(self.known, value))
            name = keys, type(held), held
        at = self.places.setdefault(name, len(self.parts))
        if at == len(self.parts):
            self.parts.append((keys, held))
            self.uses.append(0)
        return at

    def count(self, at: int) -> None:
        self.uses[at] += 1
        held = self.parts[at][1]
        if self.uses[at] == 1 and isinstance(held, tuple):
            for each in held:
                self.count(each)

    def written(self, at: int) -> Plain:
        """Return a part as it is written, or the reference to it."""
        if at in self.texts:
            return self.texts[at]
        keys, held = self.parts[at]
        text = {_LITERAL: held} if _is_below_zero(held) else held
        if isinstance(held, tuple):
            text = [*map(self.written, held)]
        if keys is not None:
            text = {str(self.shapes.setdefault(keys, len(self.shapes))): text}
        if self.uses[at] > 1:
            if self._pays(at, text):
                self.shared.append(text)
                text = -len(self.shared)
            self.texts[at] = text
        return text

    def _pays(self, at: int, text: Plain) -> bool:
        """Whether a place in the list and references are shorter than every copy."""
        size = len(_WRITER.encode(text))
        return size * self.uses[at] > size + _SPARED * (self.uses[at] + 1)


def _is_below_zero(value: Plain) -> bool:
    return isinstance(value, int | float) and value < 0
