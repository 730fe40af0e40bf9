"""What every sheet must be: legible, inside its page, the same in every language."""

import re
from itertools import combinations

from msgspec.structs import replace

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.paper import A3
from katch_protocols.drawings.scene import Anchor, Group, Words
from katch_protocols.words.say import say

__all__ = [
    "LANGUAGES",
    "extent",
    "frames",
    "least_letter",
    "leaves",
    "require_alike",
    "require_legible",
    "says_where",
    "words_of",
]

LANGUAGES = ("en", "ru", "kk")


def leaves(shapes):
    """Yield every shape that is no group."""
    for shape in shapes:
        if isinstance(shape, Group):
            yield from leaves(shape.parts)
        else:
            yield shape


def least_letter(scene):
    """Return the size of the smallest letter when each sheet fills A3, in points."""
    sheets = scene.sheets or (Rect(0, 0, scene.width, scene.height),)
    return min(
        A3.scale(sheet.width, sheet.height) * each.lines.size
        for sheet in sheets
        for each in words_of(scene.parts)
        if sheet.y <= each.at[1] <= sheet.bottom
    )


def says_where(scene):
    """Tell whether a sheet says that its letters are small on A3; narrow, it is cut."""
    texts = {
        " ".join(each.lines.lines)
        for each in leaves(scene.parts)
        if isinstance(each, Words)
    }
    gaps = {"paper": "A3", "larger": "A2", "size": "#", "least": "#"}
    whole = say("drawings.small-print", scene.language, **gaps)
    begins = whole.partition(":")[0]
    number = re.compile(r"(?<= )[0-9]+([.,][0-9]+)?(?= |$)")
    said = {number.sub("#", text.partition(":")[0]) for text in texts}
    cut = {text.removesuffix("…") for text in said if text[6:].endswith("…")}
    return any(each.startswith(begins) for each in said) or (
        bool(cut) and begins.startswith(tuple(cut))
    )


def words_of(shapes, down=0):
    """Yield every text at its place on the page."""
    for shape in shapes:
        if isinstance(shape, Group):
            yield from words_of(shape.parts, down + shape.down)
        elif isinstance(shape, Words):
            x, y = shape.at
            yield replace(shape, at=(x, y + down))


def extent(words: Words) -> Rect:
    """Return the box of a text: capitals and descenders, not the air around them."""
    lines, (x, y) = words.lines, words.at
    tall = (len(lines.lines) - 1) * lines.size * words.leading
    top, height = y - 0.72 * lines.size, tall + 0.86 * lines.size
    shift = {Anchor.START: 0, Anchor.MIDDLE: 0.5, Anchor.END: 1}[words.anchor]
    if words.turn:
        left = x - 0.72 * lines.size
        return Rect(left, y - lines.width * (1 - shift), height, lines.width)
    return Rect(x - shift * lines.width, top, lines.width, height)


def frames(shapes):
    """Yield what does not depend on the language: every shape that is no text."""
    for shape in shapes:
        if isinstance(shape, Group):
            yield shape.role, tuple(frames(shape.parts))
        elif isinstance(shape, Words):
            yield "words"
        elif type(shape).__name__ != "Glyph":
            yield shape


def require_legible(view, language):
    scene = view.scene(language)
    sheet = Rect(0, 0, scene.width, scene.height)
    boxes = [extent(each) for each in words_of(scene.parts)]
    boxes = [box for box in boxes if box.width]
    for box in boxes:
        assert box.x >= sheet.x
        assert box.right <= sheet.right
        assert sheet.y <= box.y <= box.bottom <= sheet.bottom
    for one, other in combinations(boxes, 2):
        assert not one.grown(-0.3).meets(other.grown(-0.3)), (view, one, other)


def require_alike(view):
    scenes = [view.scene(language) for language in LANGUAGES]
    assert len({(scene.width, scene.height) for scene in scenes}) == 1
    first, *others = (list(frames(scene.parts)) for scene in scenes)
    assert all(other == first for other in others)
    twins = [view.twin(language) for language in LANGUAGES]
    assert len({(len(twin), len(twin[0])) for twin in twins}) == 1
    assert all(len(row) == len(twin[0]) for twin in twins for row in twin)
