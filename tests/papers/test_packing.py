"""The data of the page are packed, and come out as they went in, here and in it."""

import json
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import katch_protocols.papers
from katch_protocols.papers.page import shortening
from katch_protocols.papers.page.packing import packed, unpacked
from katch_protocols.papers.page.shortening import lengthened, shortened
from katch_protocols.papers.page.texts import to_script

SCRIPT = Path(katch_protocols.papers.__file__).parent / "data" / "unpacked.js"
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.floats(-2, 2)
    | st.sampled_from("ab ")
)
LONG = st.sampled_from(("", "__proto__", "a word that is said again and again", "1"))
VALUES = st.recursive(
    SCALARS | LONG,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(LONG | st.sampled_from("ab"), inner, max_size=4)
    ),
    max_leaves=20,
)
TWICE = VALUES.map(lambda value: [value, {"again": value}, value])


def written(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@settings(deadline=None, suppress_health_check=[*HealthCheck])
@given(VALUES | TWICE)
def test_it_comes_out_as_it_went_in(value):
    assert written(unpacked(json.loads(written(packed(value))))) == written(value)


def test_what_is_the_same_is_written_once_and_true_is_not_one():
    text = "a word that is said again and again"
    found = packed([{"text": text, "is": 1}, {"text": text, "is": True}, [text]])
    assert found == {
        "shapes": [("text", "is")],
        "shared": [text],
        "whole": [{"0": [-1, 1]}, {"0": [-1, True]}, [-1]],
    }
    assert unpacked(found)[0]["is"] is not True


def test_a_part_in_a_part_stands_before_it():
    inner, outer = (
        "a word that is said again and again",
        "a word that is said only here, in one part",
    )
    part = [inner, outer]
    found = packed([part, part, inner])
    assert found["shared"] == [inner, [-1, outer]]
    assert found["whole"] == [-2, -2, -1]
    assert packed([-3, 3])["whole"] == [{"": -3}, 3]


@pytest.fixture(scope="module")
def script(browser):
    page = browser.new_page()
    text = SCRIPT.read_text(encoding="utf-8")
    page.evaluate(
        f"{text}\nObject.assign(globalThis, {{ unpacked, lengthened }});\nnull"
    )
    yield page
    page.close()


DRAWN = st.lists(
    st.sampled_from(
        (
            '<text x="12" y="3" font-size="12">',
            "</tspan></text>",
            "Ө",
            "\ue000",
            "\ue001 and \uf8ff",
            "<",
            "\t",
            "\\ue000",
            '"',
        )
    ),
    max_size=30,
).map("".join)


@settings(max_examples=40, deadline=None, suppress_health_check=[*HealthCheck])
@given(st.lists(DRAWN, max_size=5))
def test_what_is_shortened_comes_out_as_it_went_in(texts):
    text = to_script(texts)
    assert json.loads(lengthened(shortened(text))) == texts
    assert "<" not in shortened(text)


@settings(max_examples=40, deadline=None, suppress_health_check=[*HealthCheck])
@given(st.lists(DRAWN, max_size=5), st.integers(1, 9))
def test_it_is_no_matter_how_much_has_signs_put_in_at_once(texts, piece):
    text = to_script(texts * 9)
    whole = shortened(text)
    with patch.object(shortening, "_PIECE", piece):
        assert shortened(text) == whole


def test_markup_that_stands_there_often_is_one_sign():
    line = '<text x="12" y="3">a</text>'
    text = to_script([line] * 50)
    short = shortened(text)
    assert len(short.encode()) < len(text.encode()) / 2
    assert short.count("\ue000") == 50
    assert lengthened(short) == text


@settings(max_examples=8, deadline=None, suppress_health_check=[*HealthCheck])
@given(st.lists(DRAWN, min_size=1, max_size=8))
def test_the_script_of_the_page_lengthens_the_same(script, texts):
    short = shortened(to_script(texts))
    assert script.evaluate("(text) => JSON.parse(lengthened(text))", short) == texts


@settings(max_examples=20, deadline=None, suppress_health_check=[*HealthCheck])
@given(st.lists(VALUES | TWICE, min_size=1, max_size=8))
def test_the_script_of_the_page_unpacks_the_same(script, values):
    told = script.evaluate(
        "(text) => JSON.stringify(unpacked(JSON.parse(text)))", written(packed(values))
    )
    assert json.loads(told) == values


def test_no_two_places_share_an_object_in_the_script(script):
    """The page adds to what it unpacked, at one place only."""
    value = {"sheets": [{"name": "a word that is said again"}] * 2}
    found = "unpacked(packed).sheets"
    asked = f"(packed) => {{ const [one, two] = {found}; return one !== two; }}"
    assert script.evaluate(asked, packed(value))
