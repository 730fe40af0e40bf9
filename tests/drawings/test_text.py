"""Texts are measured by the bundled fonts and break where words end."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from katch_protocols.drawings.text import DATA, Face, fit, is_known, width, wrap
from tests.drawings.font_widths import table, written

KAZAKH = "Еңбек және халықты әлеуметтік қорғау министрлігі"


def test_the_width_table_is_what_the_fonts_say():
    assert (DATA / "widths.json").read_text(encoding="utf-8") == written(table())


def test_every_letter_of_the_three_languages_is_known():
    alphabet = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһіabcdefghijklmnopqrstuvwxyz"
    assert is_known(alphabet + alphabet.upper() + "0123456789«»“”’—–·…№!?.,:;()/")


def test_a_width_is_the_sum_of_advances():
    advances = json.loads((DATA / "widths.json").read_text(encoding="utf-8"))["regular"]
    assert width("Аб", 10) == (advances["А"] + advances["б"]) * 10 / 1000


def test_a_letter_that_no_face_has_is_taken_for_one_em():
    assert width("\u4e2d", 20) == 20


def test_lines_are_few_and_even():
    assert wrap(KAZAKH, 200, 14) == (
        "Еңбек және",
        "халықты әлеуметтік",
        "қорғау министрлігі",
    )


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        # More even lines would end between the figure and its unit.
        (
            "Назначить представителя — 50 ч; Разместить ребёнка",
            170,
            ("Назначить", "представителя — 50 ч;", "Разместить ребёнка"),
        ),
        # None begins with a dash.
        (
            "Назначить представителя — 50 ч; Разместить ребёнка",
            250,
            ("Назначить представителя —", "50 ч; Разместить ребёнка"),
        ),
        (
            "Утверждено приказом № 844 министра",
            130,
            ("Утверждено", "приказом", "№ 844 министра"),
        ),
        ("С шагов 6–23: В другой регион", 130, ("С шагов 6–23:", "В другой регион")),
        # Where there is no other room, a line ends there.
        ("24 сағат", 30, ("24", "сағат")),
        # No language has a line that ends within a number.
        (
            "Проверено на 4\N{NO-BREAK SPACE}660 положениях дела",
            120,
            ("Проверено", "на 4 660", "положениях", "дела"),
        ),
        # A figure of an id counts nothing.
        ("SG-01 Сначала", 60, ("SG-01", "Сначала")),
    ],
)
def test_a_figure_keeps_its_unit_and_a_sign_its_number(text, room, lines):
    assert wrap(text, room, 14) == lines


def test_a_word_is_never_broken():
    assert wrap("несовершеннолетними", 40, 14) == ("несовершеннолетними",)


def test_a_word_wider_than_its_room_is_set_narrow():
    lines = fit("несовершеннолетними", 170, 16)
    assert lines.face is Face.NARROW
    assert lines.width < width("несовершеннолетними", 16)


def test_an_empty_text_has_no_lines():
    assert fit("   ", 100, 14).lines == ()


@pytest.mark.parametrize(
    ("face", "narrow"),
    [
        (Face.REGULAR, Face.NARROW),
        (Face.SEMIBOLD, Face.NARROW_SEMIBOLD),
        (Face.NARROW_SEMIBOLD, Face.NARROW_SEMIBOLD),
    ],
)
def test_each_face_has_a_narrow_one_of_its_weight(face, narrow):
    assert face.narrow is narrow


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.text("абвгдежик", min_size=1, max_size=9), min_size=1, max_size=9),
    st.integers(20, 300),
)
def test_lines_hold_every_word_in_order_and_fit_unless_one_word_is_too_wide(
    words, room
):
    lines = wrap(" ".join(words), room, 12)
    assert " ".join(lines).split() == words
    assert all(width(line, 12) <= room or " " not in line for line in lines)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.text("абвж", min_size=1, max_size=7), min_size=1, max_size=6),
    st.integers(20, 200),
)
def test_no_other_way_of_breaking_is_better(words, room):
    """All ways are tried: squared slack, and 1,500 for each line.

    Three tenths of a squared room more where a line ends with a word of one letter.
    """

    def cost(lines):
        ends = [line.split()[-1] for line in lines[:-1]]
        parted = sum(0.3 * room**2 for each in ends if each in {"а", "в"})
        slack = sum(max(room - width(line, 12), 0) ** 2 + 1_500 for line in lines)
        return slack + parted

    def every(words):
        for end in range(1, len(words) + 1):
            first = " ".join(words[:end])
            if end == 1 or width(first, 12) <= room:
                rest = every(words[end:]) if words[end:] else [[]]
                yield from ([first, *lines] for lines in rest)

    least = min(map(cost, every(words)))
    assert cost(wrap(" ".join(words), room, 12)) == pytest.approx(least)
