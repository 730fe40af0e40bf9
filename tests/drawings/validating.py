"""Whether a drawing is valid SVG: elements, their places, attributes and values.

The rules are those of SVG 2 for the part of it that we write, which is also SVG 1.1
but for ``role``, ``lang``, ``aria-*`` and ``data-*``: no DTD of 1.1 knows these. What
is not listed is refused, so a new element or attribute must be added here by hand.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

__all__ = ["faults"]

_NAMESPACE = "{http://www.w3.org/2000/svg}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_NUMBER = r"-?\d+(?:\.\d)?"
_LENGTH = r"\d+(?:\.\d)?"
_PAIR = rf"{_NUMBER} {_NUMBER}"
_COLOUR = r"#[0-9A-F]{6}"
_PAINT = rf"none|{_COLOUR}"
_TURN = rf"rotate\({_NUMBER} {_PAIR}\)"
_MOVE = rf"translate\({_PAIR}\)(?: scale\({_NUMBER}\))?"
_ARC = rf"{_PAIR} {_NUMBER} [01] [01] {_PAIR}"
_PIECE = (
    rf"[ML]{_PAIR}|[HV]{_NUMBER}|Q{_PAIR} {_PAIR}|C{_PAIR} {_PAIR} {_PAIR}|A{_ARC}|Z"
)
_PATH = rf"M{_PAIR}(?:{_PIECE})*"
_TEXT = r"[\s\S]*"

_GRAPHIC = {"g", "path", "rect", "circle", "text"}
_CHILDREN = {
    "svg": {"title", "desc", *_GRAPHIC},
    "g": {"title", *_GRAPHIC},
    "text": {"tspan"},
}
_INK = {
    "fill": _PAINT,
    "stroke": _COLOUR,
    "stroke-width": _LENGTH,
    "stroke-dasharray": rf"{_LENGTH}(?: {_LENGTH})*",
}
_ATTRIBUTES = {
    "svg": {
        "viewBox": rf"0 0 {_LENGTH} {_LENGTH}",
        "width": _LENGTH,
        "height": _LENGTH,
        "role": "img",
        "aria-labelledby": "title desc",
        "lang": r"[a-z]{2,3}",
        _LANG: r"[a-z]{2,3}",
        "font-family": _TEXT,
    },
    "title": {"id": "title"},
    "desc": {"id": "desc"},
    "g": {
        "class": r"[a-z][a-z -]*",
        "transform": rf"translate\({_PAIR}\)",
        "opacity": r"0\.\d\d",
    },
    "path": {
        "d": _PATH,
        "transform": _MOVE,
        "stroke-linecap": "round",
        "stroke-linejoin": "round",
        **_INK,
    },
    "rect": {
        "x": _NUMBER,
        "y": _NUMBER,
        "width": _LENGTH,
        "height": _LENGTH,
        "rx": _LENGTH,
        **_INK,
    },
    "circle": {"cx": _NUMBER, "cy": _NUMBER, "r": _LENGTH, **_INK},
    "text": {
        "font-family": _TEXT,
        "font-size": _LENGTH,
        "font-weight": "600",
        "fill": _COLOUR,
        "text-anchor": "middle|end",
        "transform": _TURN,
        "x": _NUMBER,
        "y": _NUMBER,
    },
    "tspan": {"x": _NUMBER, "y": _NUMBER},
}
_NEEDED = {
    "svg": {"viewBox", "width", "height", "role", "aria-labelledby", "lang", _LANG},
    "g": {"class"},
    "path": {"d", "fill"},
    "rect": {"x", "y", "width", "height", "fill"},
    "circle": {"cx", "cy", "r", "fill"},
    "text": {"font-size", "fill"},
    "tspan": {"x", "y"},
}
_WORDY = {"title", "desc", "text", "tspan"}


def faults(svg: str) -> list[str]:
    """Return everything that is wrong with a drawing; nothing if it is valid."""
    if "<!" in svg or "<?" in svg:
        return ["a comment, a document type or an instruction"]
    try:
        root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    except ET.ParseError as error:
        return [str(error)]
    if root.tag != f"{_NAMESPACE}svg":
        return [f"the root is {root.tag}"]
    return [*_whole(root), *_inside(root)]


def _whole(root: ET.Element) -> Iterator[str]:
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    if sorted(ids) != ["desc", "title"]:
        yield f"the ids are {ids}"
    heads = [each.tag.removeprefix(_NAMESPACE) for each in list(root)[:2]]
    if heads != ["title", "desc"]:
        yield "title and desc do not come first"
    box = root.get("viewBox", "").split()[2:]
    if box != [root.get("width"), root.get("height")]:
        yield "the page has not the size of its view"


def _inside(element: ET.Element) -> Iterator[str]:
    name = element.tag.removeprefix(_NAMESPACE)
    if name not in _ATTRIBUTES:
        yield f"no element of ours: {name}"
        return
    yield from _attributes(element, name)
    if name not in _WORDY and ((element.text or "").strip()):
        yield f"a text in {name}"
    allowed = _CHILDREN.get(name, set())
    for at, child in enumerate(element):
        inner = child.tag.removeprefix(_NAMESPACE)
        if inner not in allowed:
            yield f"{inner} in {name}"
        if inner == "title" and at:
            yield f"the title of {name} is not its first child"
        if (child.tail or "").strip():
            yield f"a text in {name}"
        yield from _inside(child)


def _attributes(element: ET.Element, name: str) -> Iterator[str]:
    known = _ATTRIBUTES[name]
    for missing in sorted(_NEEDED.get(name, set()) - set(element.attrib)):
        yield f"{name} without {missing}"
    for key, value in element.attrib.items():
        if name == "g" and re.fullmatch(r"data-[a-z]+", key):
            continue
        if key not in known:
            yield f"{key} on {name}"
        elif not re.fullmatch(known[key], value):
            yield f"{key}={value!r} on {name}"
