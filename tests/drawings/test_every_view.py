"""What holds of every kind of drawing: valid, inside its page, the same bytes, safe."""

import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from katch_protocols.drawings.counterexample import draw_case
from katch_protocols.drawings.text import Face, width
from tests.drawings.every_view import KINDS, every_view
from tests.drawings.making import in_three_languages
from tests.drawings.test_draw import bare
from tests.drawings.validating import faults, parsed
from tests.duties.dressed import dressed
from tests.duties.small import harbour
from tests.papers.spoiling import HOSTILE, spoiled
from tests.proofs.pier import tell

ROOT = Path(__file__).parents[2]
NAMESPACE = "{http://www.w3.org/2000/svg}"
LANGUAGES = ("en", "ru", "kk")
SLOW = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
GOOD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9" '
    'role="img" aria-labelledby="title-0123abcd" aria-describedby="desc-0123abcd" '
    'lang="en" xml:lang="en" font-family="A">'
    '<title id="title-0123abcd">A</title><desc id="desc-0123abcd">B</desc>{}</svg>'
)


@pytest.fixture(scope="module")
def small():
    """Every kind of drawing of a small handbook; the case is one of another."""
    handbook = in_three_languages(harbour())
    made = dict(every_view(handbook, "lost", "police"))
    told = tell("never ask")
    made["counterexample"] = {
        language: draw_case(told.chart, told.book, told.proof, language=language)
        for language in LANGUAGES
    }
    return made


def texts_outside(svg):
    """Return the texts that leave the page to the left or right."""
    root = parsed(svg)
    right = float(root.get("width"))
    found = []
    for text in root.iter(f"{NAMESPACE}text"):
        if text.get("transform"):
            continue
        narrow = "SemiCondensed" in (text.get("font-family") or "")
        bold = text.get("font-weight") == "600"
        face = {
            (False, False): Face.REGULAR,
            (False, True): Face.SEMIBOLD,
            (True, False): Face.NARROW,
            (True, True): Face.NARROW_SEMIBOLD,
        }[narrow, bold]
        shift = {None: 0, "middle": 0.5, "end": 1}[text.get("text-anchor")]
        for line in filter(_is_said, text if len(text) else (text,)):
            wide = width(line.text or "", float(text.get("font-size")), face)
            start = float(line.get("x")) - shift * wide
            if start < -0.1 or start + wide > right + 0.1:
                found.append(line.text)
    return found


def _is_said(line):
    return bool(line.text)


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_valid_and_its_texts_stay_on_the_page_in_every_language(small, kind):
    for drawing in small[kind].values():
        assert faults(drawing.svg) == []
        assert texts_outside(drawing.svg) == []


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        ("<script/>", "script in svg"),
        ('<rect x="1" y="1" width="-1" height="1" fill="none"/>', "width='-1'"),
        ('<rect x="1" y="1" width="1" height="1"/>', "rect without fill"),
        ('<path d="M1" fill="none"/>', "d='M1'"),
        ('<path d="M1 1L2 2" fill="red"/>', "fill='red'"),
        ('<g class="a" fill="red"/>', "fill='red' on g"),
        ('<g class="a" onload="x"/>', "onload on g"),
        ('<g class="a"><rect/><title>B</title></g>', "the title of g is not"),
        ('<g class="a">stray</g>', "a text in g"),
        ('<text font-size="9" fill="#000000"><g/></text>', "g in text"),
        ('<g class="a" id="title"/>', "the ids are"),
        ("<!-- x -->", "a comment"),
    ],
)
def test_the_validator_sees_what_is_wrong(inside, fault):
    assert faults(GOOD.format("")) == []
    assert any(found.startswith(fault) for found in faults(GOOD.format(inside)))


@SLOW
@given(dressed(), st.sets(st.sampled_from(KINDS), min_size=3, max_size=3))
def test_of_any_protocol_too(made, twice):
    """Three kinds are drawn a second time, each by itself, for the same bytes."""
    handbook = in_three_languages(made.handbook)
    agency = next(iter(handbook.agencies))
    again = {
        kind: drawn
        for each in sorted(twice)
        for kind, drawn in every_view(handbook, "first", agency, kinds={each})
    }
    for kind, drawn in every_view(handbook, "first", agency):
        assert again.get(kind, drawn) == drawn, kind
        for drawing in drawn.values():
            assert faults(drawing.svg) == [], kind
            assert texts_outside(drawing.svg) == [], kind
        if kind not in {"counterexample", "gaps"}:  # told in words of any length
            first, *others = (bare(drawing.svg) for drawing in drawn.values())
            assert all(other == first for other in others), kind


def test_every_view_has_the_same_bytes_whatever_the_hash_seed():
    script = (
        "import hashlib\n"
        "from tests.drawings.every_view import every_view\n"
        "from tests.drawings.making import in_three_languages\n"
        "from tests.duties.small import harbour\n"
        "from tests.proofs.pier import tell\n"
        "from katch_protocols.drawings.counterexample import draw_case\n"
        "whole = hashlib.sha256()\n"
        "for _, drawn in every_view(in_three_languages(harbour()), 'lost', 'police'):\n"
        "    for drawing in drawn.values():\n"
        "        whole.update(drawing.svg.encode())\n"
        "told = tell('never ask')\n"
        "whole.update(draw_case(told.chart, told.book, told.proof).svg.encode())\n"
        "print(whole.hexdigest())\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONHASHSEED": "77"},
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    with contextlib.redirect_stdout(io.StringIO()) as here:
        exec(script, {})  # noqa: S102 - the very same, in this process
    assert ran.stdout == here.getvalue()


def test_hostile_labels_stay_text_in_every_view():
    handbook = spoiled(in_three_languages(harbour()))
    told = tell("never ask")
    book = spoiled(told.book)
    seen = set()
    for kind, drawn in every_view(handbook, "lost", "police"):
        for drawing in drawn.values():
            assert faults(drawing.svg) == [], kind
        seen.add(kind)
    drawing = draw_case(told.chart, book, told.proof)
    assert faults(drawing.svg) == []
    assert any(text.split()[0] in str(handbook) for text in HOSTILE)
    assert seen | {"counterexample"} == set(KINDS)
