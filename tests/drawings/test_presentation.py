"""What shapes share is written once, on their group; the picture stays the same.

With ``KATCH_HEAVY=1`` in the environment every view of a small handbook is drawn in
pixels too, with and without inheritance.
"""

import os
import xml.etree.ElementTree as ET
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from katch_protocols.drawings import svg as writer
from katch_protocols.drawings.presentation import INITIAL, Element, lines_of
from katch_protocols.drawings.printing import to_png
from tests.drawings.every_view import KINDS, every_view
from tests.drawings.making import in_three_languages
from tests.drawings.validating import parsed, without_ids
from tests.duties.small import harbour

HEAVY = bool(os.environ.get("KATCH_HEAVY"))
VALUES = {
    "fill": ("none", "#000000", "#C9D1D8", "#1B2733"),
    "stroke": ("none", "#1B2733", "#C9D1D8"),
    "stroke-width": ("1", "3", "1.4"),
    "stroke-linecap": ("butt", "round"),
    "stroke-dasharray": ("none", "6 4", "2 3"),
}
LOOKS = st.fixed_dictionaries(
    {}, optional={key: st.sampled_from(values) for key, values in VALUES.items()}
)


def rect(own, look):
    return Element("rect", own, look)


def group(parts):
    return Element("g", parts=parts)


SHAPES = st.builds(
    rect,
    st.builds(
        ' x="{}" y="{}" width="20" height="14"'.format,
        st.integers(0, 70),
        st.integers(0, 70),
    ),
    LOOKS,
)
GROUPS = st.recursive(
    st.builds(group, st.lists(SHAPES, max_size=4)),
    lambda inner: st.builds(group, st.lists(SHAPES | inner, max_size=4)),
    max_leaves=8,
)


def looks(element):
    """Yield in order what each shape must look like."""
    if element.parts is None:
        yield element.look
    for part in element.parts or ():
        yield from looks(part)


def shapes(element, given=INITIAL):
    """Yield each shape of a picture in order, with what it looks like there."""
    said = {key: value for key, value in element.items() if key in INITIAL}
    if element.tag != "g":
        yield {**given, **said}
        return
    for part in element:
        yield from shapes(part, {**given, **said})


def plain(element):
    """Return a picture as text, line by line; each shape says all by itself."""
    said = "".join(f' {key}="{value}"' for key, value in element.look.items())
    head, end = f"<{element.name}{element.own}{said}>", f"</{element.name}>"
    if element.parts is None:
        return [f"{head}{element.inside}{end}"]
    inside = [line for part in element.parts for line in plain(part)]
    return [head, *filter(None, [element.inside]), *inside, end]


def cost(element):
    return len("\n".join(lines_of(element)))


@given(GROUPS)
def test_every_shape_looks_as_it_needs_to(root):
    picture = ET.fromstring("\n".join(lines_of(root)))  # noqa: S314 - ours
    for needed, found in zip(looks(root), shapes(picture), strict=True):
        assert {**found, **needed} == found


def every_labelling(root, attribute, values):
    """Yield what each choice of values for the groups costs, by trying all."""
    groups = []

    def walk(element):
        if element.parts is not None:
            groups.append(element)
            for part in element.parts:
                walk(part)

    def told(element, given, chosen):
        if element.parts is None:
            need = element.look.get(attribute)
            return 0 if need in {None, given} else size(need)
        own = chosen[id(element)]
        total = 0 if own is None else size(own)
        given = given if own is None else own
        return total + sum(told(part, given, chosen) for part in element.parts)

    def size(value):
        return len(f' {attribute}="{value}"')

    walk(root)
    for values_chosen in product((None, *values), repeat=len(groups)):
        chosen = {id(g): v for g, v in zip(groups, values_chosen, strict=True)}
        yield told(root, INITIAL[attribute], chosen)


SMALL = GROUPS.filter(lambda root: len([*_groups_of(root)]) <= 4)  # all are tried


def _groups_of(element):
    if element.parts is not None:
        yield element
        for part in element.parts:
            yield from _groups_of(part)


@settings(max_examples=40)
@given(SMALL, st.sampled_from(("fill", "stroke-dasharray")))
def test_no_other_choice_of_groups_is_shorter(root, attribute):
    only = _only(root, attribute)
    bare = cost(_only(root, ""))
    least = min(every_labelling(only, attribute, VALUES[attribute]))
    assert cost(only) - bare == least


def _only(element, attribute):
    """Return the same tree with one attribute alone."""
    look = {key: said for key, said in element.look.items() if key == attribute}
    parts = element.parts
    if parts is not None:
        parts = [_only(part, attribute) for part in parts]
    return Element(element.name, element.own, look, element.inside, parts)


def pixels(lines):
    inside = "\n".join(lines)
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90">'
    return to_png(f"{head}{inside}</svg>")


def complete(element):
    """Return the same tree, each shape saying all of its look."""
    if element.parts is None:
        look = {**INITIAL, "fill": "none", "font-size": "9", **element.look}
        return Element(element.name, element.own, look)
    return Element(element.name, parts=[complete(part) for part in element.parts])


@settings(max_examples=25, deadline=None)
@given(GROUPS)
def test_the_pixels_are_the_same(root):
    whole = complete(root)
    assert pixels(lines_of(whole)) == pixels(plain(whole))


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"counterexample"}))
def test_each_view_draws_the_same_pixels(kind, monkeypatch):
    """Each shape says all by itself, or inherits: one look, and in pixels if asked."""
    handbook = in_three_languages(harbour())
    drawn = dict(every_view(handbook, "lost", "police", kinds={kind}))[kind]["kk"]
    with monkeypatch.context() as patched:
        patched.setattr(writer, "lines_of", plain)
        made = every_view(handbook, "lost", "police", kinds={kind})
        whole = dict(made)[kind]["kk"].svg
    assert len(drawn.svg) < len(whole)
    one, other = (ET.tostring(parsed(without_ids(each))) for each in (drawn.svg, whole))
    assert ET.canonicalize(one) == ET.canonicalize(other)
    if HEAVY:
        assert to_png(drawn.svg, width=1200) == to_png(whole, width=1200)
