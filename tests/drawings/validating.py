"""Whether a drawing is valid SVG: elements, their places, attributes and values.

What a group says of its shapes is handed down to them first, as SVG inherits it.

The rules are those of SVG 2 for the part of it that we write, which is also SVG 1.1
but for ``role``, ``lang``, ``aria-*`` and ``data-*``: no DTD of 1.1 knows these. What
is not listed is refused, so a new element or attribute must be added here by hand.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

__all__ = ["drawn_from", "faults", "parsed", "without_ids"]

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
    rf"[ML]{_PAIR}|[HVhv]{_NUMBER}|Q{_PAIR} {_PAIR}|C{_PAIR} {_PAIR} {_PAIR}|A{_ARC}|Z"
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
    "stroke": _PAINT,
    "stroke-width": _LENGTH,
    "stroke-dasharray": rf"none|{_LENGTH}(?: {_LENGTH})*",
    "stroke-linecap": "butt|round",
    "stroke-linejoin": "miter|round",
}
_LETTERS = {
    "font-family": _TEXT,
    "font-size": _LENGTH,
    "font-weight": "400|600",
    "text-anchor": "start|middle|end",
}
_USUAL = {
    "stroke-width": "1",
    "stroke-dasharray": "none",
    "stroke-linecap": "butt",
    "stroke-linejoin": "miter",
    "font-weight": "400",
    "text-anchor": "start",
}
_INHERITED = {**_INK, **_LETTERS}
"""The attributes of a group that hold of all that is inside (SVG 2, section 6.3)."""
_ATTRIBUTES = {
    "svg": {
        "viewBox": rf"0 0 {_LENGTH} {_LENGTH}",
        "width": _LENGTH,
        "height": _LENGTH,
        "role": "img|graphics-document document",
        "aria-labelledby": "title-[0-9a-f]{8}",
        "aria-describedby": "desc-[0-9a-f]{8}",
        "lang": r"[a-z]{2,3}",
        _LANG: r"[a-z]{2,3}",
        **_INHERITED,
    },
    "title": {"id": "title-[0-9a-f]{8}"},
    "desc": {"id": "desc-[0-9a-f]{8}"},
    "g": {
        "class": r"[a-z][a-z -]*",
        "transform": rf"translate\({_PAIR}\)",
        "opacity": r"0\.\d\d",
        **_INHERITED,
    },
    "path": {
        "d": _PATH,
        "transform": _MOVE,
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
        **_LETTERS,
        "fill": _COLOUR,
        "stroke": "none",
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
    "text": {"font-family", "font-size", "fill"},
    "tspan": {"x", "y"},
}
_WORDY = {"title", "desc", "text", "tspan"}
_SHOWN = {"path": _INK, "rect": _INK, "circle": _INK, "text": _ATTRIBUTES["text"]}
_METADATA = re.compile(
    r'\n<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    r'xmlns:dcterms="http://purl.org/dc/terms/"><rdf:Description rdf:about="">'
    r"<dcterms:hasFormat>katch export (?P<protocol>[a-z][a-z0-9_]*) --to bpmn"
    r"</dcterms:hasFormat></rdf:Description></rdf:RDF></metadata>\n"
)


def drawn_from(svg: str) -> str:
    """Return the id of the protocol that a drawing names; empty if it names none."""
    found = _METADATA.search(svg)
    return found["protocol"] if found else ""


def parsed(svg: str) -> ET.Element:
    """Return a drawing without its metadata, each shape with all that shows of it."""
    root = _read(svg)
    _hand_down(root, {})
    return root


def without_ids(svg: str) -> str:
    """Return a drawing whose ids do not follow from the rest of its text."""
    return re.sub("(title|desc)-[0-9a-f]{8}", r"\1", svg)


def _read(svg: str) -> ET.Element:
    return ET.fromstring(_METADATA.sub("\n", svg, count=1))  # noqa: S314 - our own


def _hand_down(element: ET.Element, given: dict[str, str]) -> None:
    name = element.tag.removeprefix(_NAMESPACE)
    if name in _SHOWN:
        for key, value in given.items():
            if key in _SHOWN[name]:
                element.attrib.setdefault(key, value)
        _drop_what_does_not_show(element)
        return
    own = {key: value for key, value in element.items() if key in _INHERITED}
    for key in own:
        del element.attrib[key]
    for child in element:
        _hand_down(child, {**given, **own})


def _drop_what_does_not_show(shape: ET.Element) -> None:
    """Leave out what says nothing: the look of no outline, and what holds anyway."""
    usual = {**_USUAL}
    if shape.get("stroke", "none") == "none":
        usual |= {key: shape.get(key, "") for key in _INK if key != "fill"}
    for key, value in usual.items():
        if shape.get(key) == value:
            del shape.attrib[key]


def faults(svg: str) -> list[str]:
    """Return everything that is wrong with a drawing; nothing if it is valid."""
    if "<!" in svg or "<?" in svg:
        return ["a comment, a document type or an instruction"]
    try:
        root = _read(svg)
    except ET.ParseError as error:
        return [str(error)]
    if root.tag != f"{_NAMESPACE}svg":
        return [f"the root is {root.tag}"]
    groups = [*_groups(root)]
    _hand_down(root, {})
    return [*groups, *_whole(root), *_inside(root)]


def _groups(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        name = element.tag.removeprefix(_NAMESPACE)
        if name in {"svg", "g"}:
            yield from _attributes(element, name)


def _whole(root: ET.Element) -> Iterator[str]:
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    named = [root.get("aria-labelledby"), root.get("aria-describedby")]
    if ids != [each for each in named if each]:
        yield f"the ids are {ids}"
    heads = [each.tag.removeprefix(_NAMESPACE) for each in list(root)[: len(ids)]]
    if heads != [each.partition("-")[0] for each in ids]:
        yield "title and desc do not come first"
    if ("desc" in heads) is not (root.get("role") == "img"):
        yield "a picture without description, or a document with one"
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
