"""The font that a handbook names draws what the bundled fonts lack, everywhere."""

import base64
import re
import subprocess
from io import BytesIO
from pathlib import Path

import pytest

import katch_protocols as kp
from katch_protocols.drawings.printing import to_png
from katch_protocols.drawings.text import (
    Face,
    TextLines,
    is_known,
    setting_in,
    width,
)
from katch_protocols.files.field_types.font_file import read_font
from katch_protocols.files.read import read_texts
from katch_protocols.papers.make import PaperKind, make_papers
from katch_protocols.papers.page.build import make_page
from katch_protocols.rules.check import check
from tests.fonts import FONT, GEORGIAN
from tests.rules.saltmarsh import SALTMARSH

NAME, DATA = next(iter(FONT.items()))
TITLE, LONG = "ქვიშა", "სანაპიროს დაცვა და ქვიშის ზღვა"
HEAD = SALTMARSH["handbook.yaml"]


def district(font: bool, **more: bytes) -> kp.Handbook:
    """Return Saltmarsh with some titles in Georgian; with the font, or without."""
    naming = f"font: {NAME}\n" if font else ""
    state = SALTMARSH["referral.yaml"].replace("Concern reported", LONG, 1)
    state = state.replace("Make the child safe", TITLE, 1)
    assert LONG in state
    assert TITLE in state
    files = {**SALTMARSH, "handbook.yaml": HEAD + naming, "referral.yaml": state}
    return read_texts({**files, **(FONT if font else {}), **more}).sound()


@pytest.fixture(scope="module")
def named() -> kp.Handbook:
    return district(font=True)


@pytest.fixture(scope="module")
def plain() -> kp.Handbook:
    return district(font=False)


def lost(handbook: kp.Handbook) -> list[str]:
    return [e.facts["letter"] for e in check(handbook) if e.rule == "letters-not-drawn"]


def test_only_without_the_font_its_letters_are_told_as_not_drawn(named, plain) -> None:
    assert lost(plain) == ["ს"]
    assert lost(named) == []


def test_a_letter_that_neither_font_has_is_still_told() -> None:
    text = HEAD.replace("title: Saltmarsh", "title: 湖 Saltmarsh")
    files = {**SALTMARSH, **FONT, "handbook.yaml": f"{text}font: {NAME}\n"}
    assert lost(read_texts(files).sound()) == ["湖"]


def test_a_text_is_as_wide_as_the_letters_of_the_font_say() -> None:
    font = read_font(NAME, DATA)
    alone = width("ab ", 10)
    assert width(TITLE, 10) == 50
    with setting_in(font):
        assert [width(TITLE, 10, face) for face in Face] == [25] * len(Face)
        assert width(f"ab {TITLE}", 10) == pytest.approx(alone + 25)
        assert width("漢", 10) == 10
        assert TextLines(("a", TITLE), Face.REGULAR, 10).width == 25
    assert width(TITLE, 10) == 50
    assert TextLines(("a", TITLE), Face.REGULAR, 10).width == 50


def test_a_drawing_names_the_font_after_ours_and_is_set_in_its_widths(
    named, plain
) -> None:
    ours = kp.draw(plain.protocols["referral"]).svg
    theirs = kp.draw(named.protocols["referral"]).svg
    assert "KP Sans, &quot;Box&quot;, Noto Sans" in theirs
    assert "&quot;Box&quot;" not in ours
    assert theirs.replace("&quot;Box&quot;, ", "") != ours


def test_a_handbook_without_a_font_is_drawn_as_before_after_one_with_it(
    named, plain
) -> None:
    before = kp.draw(plain.protocols["referral"]).svg
    kp.draw(named.protocols["referral"])
    assert kp.draw(plain.protocols["referral"]).svg == before


def black(png: bytes) -> int:
    pillow = pytest.importorskip("PIL.Image")
    image = pillow.open(BytesIO(png)).convert("L")
    return sum(count for count, grey in image.getcolors(256) if grey < 128)


def test_a_png_has_the_shapes_of_the_font() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"'
        " font-family=\"'KP Sans', Box\">"
        f'<text x="0" y="30" font-size="20">{TITLE}</text></svg>'
    )
    without = black(to_png(svg))
    with setting_in(read_font(NAME, DATA)):
        # Five boxes, each 5 pixels wide and 10 high.
        assert black(to_png(svg)) == pytest.approx(250, abs=25)
    assert without != pytest.approx(250, abs=25)


def fonts_of(path: Path) -> str:
    try:
        ran = subprocess.run(["pdffonts", path], capture_output=True, check=True)  # noqa: S607
    except FileNotFoundError:
        pytest.skip("pdffonts is not installed")
    return ran.stdout.decode()


def test_a_pdf_has_the_font_inside(named, plain, tmp_path) -> None:
    for handbook, is_inside in ((named, True), (plain, False)):
        kp.draw(handbook.protocols["referral"]).save(tmp_path / "drawn.pdf")
        assert ("+Box" in fonts_of(tmp_path / "drawn.pdf")) is is_inside


def test_papers_have_the_font_inside(named, tmp_path) -> None:
    kinds = (PaperKind.POSTER, PaperKind.CARDS, PaperKind.BOOKLET)
    for name, made in make_papers(named, kinds=kinds):
        file = tmp_path / name.replace("/", "-")
        file.write_bytes(made)
        assert "Box" in fonts_of(file), name


def test_the_page_carries_the_font_and_asks_nobody_for_it(named, plain) -> None:
    page = make_page(named)
    found = re.search(
        r'font-family:"Box";src:url\(data:font/sfnt;base64,([^)]+)\)', page
    )
    assert base64.b64decode(found[1]) == DATA
    assert 'body{font-family:KP Sans, "Box", Noto Sans' in page
    assert '"Box"' not in make_page(plain)


def test_every_letter_of_the_font_is_known_while_it_is_at_hand() -> None:
    assert not is_known(GEORGIAN)
    with setting_in(read_font(NAME, DATA)):
        assert is_known(f"{GEORGIAN} abc")
