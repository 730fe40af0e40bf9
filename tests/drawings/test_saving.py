"""Drawings on disk and on paper."""

import re
import sys
from io import BytesIO
from pathlib import Path

import pytest

from katch_protocols.drawings import printing
from katch_protocols.drawings.draw import draw
from katch_protocols.drawings.drawing import A2, A3, Drawing
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Group, Scene, Words
from katch_protocols.drawings.small_print import printed, smallest_letters
from katch_protocols.drawings.svg import to_svg
from katch_protocols.drawings.text import Face, TextLines
from katch_protocols.drawings.theme import INK
from katch_protocols.errors import MissingExtraError
from tests.drawings.making import charted, in_three_languages

PLAIN = {
    "states": {
        "noticed": {"held_by": "officer", "activities": {"tell": {"to": "closed"}}},
        "closed": {"final": True},
    }
}


def small():
    found, handbook = charted(PLAIN)
    return found, in_three_languages(handbook)


def test_the_size_on_paper_is_that_of_the_binding_side():
    drawing = Drawing("", 2268, 1000, (16,))
    assert drawing.printed(A3) == 8.0
    assert drawing.is_legible(A3)
    wide = Drawing("", 4000, 1000, (16,))
    assert wide.printed(A3) == 4.5
    assert not wide.is_legible(A3)
    assert wide.printed(A2) == 6.5


def test_the_smallest_letter_counts_on_the_sheet_where_it_stands():
    """The second sheet is half as wide, so its letters print twice as large."""
    found = scened(
        Words((9, 30), TextLines(("large",), Face.REGULAR, 16), INK),
        Group(
            "sheet",
            (Words((9, 30), TextLines(("small",), Face.REGULAR, 9), INK),),
            down=900,
        ),
        Words((9, 40), TextLines(("",), Face.REGULAR, 2), INK),
        sheets=(Rect(0, 0, 2268, 900), Rect(0, 900, 1134, 700)),
    )
    assert smallest_letters(found) == (16, 9)
    assert printed(found.sheets, smallest_letters(found), A3) == 8.0


def scened(*parts, sheets):
    return Scene(2268, 1600, "Two", "Two sheets", "en", parts, sheets=sheets)


def test_a_drawing_is_saved_as_svg(tmp_path):
    found, handbook = small()
    drawing = draw(found, handbook)
    drawing.save(tmp_path / "small.svg")
    assert (tmp_path / "small.svg").read_text(encoding="utf-8") == drawing.svg
    assert [path.name for path in tmp_path.iterdir()] == ["small.svg"]


def test_a_failed_save_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "small.svg"
    path.write_text("old")
    monkeypatch.setattr(Path, "replace", _refuse)
    with pytest.raises(OSError, match="full"):
        Drawing("new", 1, 1).save(path)
    assert path.read_text() == "old"
    assert [left.name for left in tmp_path.iterdir()] == ["small.svg"]


def _refuse(*_):
    message = "full"
    raise OSError(message)


def test_a_drawing_is_saved_as_png_with_the_same_bytes_twice(tmp_path):
    pytest.importorskip("resvg_py", reason="the extra 'papers' is optional")
    found, handbook = small()
    drawing = draw(found, handbook)
    for name in ("one.png", "two.png"):
        drawing.save(tmp_path / name, width=400)
    first = (tmp_path / "one.png").read_bytes()
    assert first == (tmp_path / "two.png").read_bytes()
    assert first.startswith(b"\x89PNG")
    assert int.from_bytes(first[16:20], "big") == 400


def test_a_drawing_is_saved_as_a_sheet_of_a3_with_the_same_bytes_twice(tmp_path):
    pytest.importorskip("typst", reason="the extra 'papers' is optional")
    found, handbook = small()
    drawing = draw(found, handbook)
    for name in ("one.pdf", "two.pdf"):
        drawing.save(tmp_path / name)
    first = (tmp_path / "one.pdf").read_bytes()
    assert first == (tmp_path / "two.pdf").read_bytes()
    assert first.startswith(b"%PDF-")
    (box,) = re.findall(rb"/MediaBox ?\[([^]]*)\]", first)
    points = {round(float(side) / 72 * 25.4) for side in box.split()[2:]}
    assert points == {420, 297}
    assert b"KPSans" in first


def test_on_paper_each_face_is_the_one_that_was_measured():
    """Else a narrow text is set in another font, and runs over what stands beside."""
    pytest.importorskip("typst", reason="the extra 'papers' is optional")
    texts = tuple(
        Words((9, 30 + 20 * at), TextLines(("Word",), face, 14), INK)
        for at, face in enumerate(Face)
    )
    scene = Scene(200, 120, "Faces", "Four faces", "en", texts)
    data = printing.to_pdf(
        to_svg(scene),
        sheets=(Rect(0, 0, 200, 120),),
        size=(420, 297),
        title="Faces",
        description="Four faces",
    )
    found = set(re.findall(rb"KPSans-\w+", data))
    assert found == {
        b"KPSans-Regular",
        b"KPSans-SemiBold",
        b"KPSans-SemiCondensed",
        b"KPSans-SemiCondensedSemiBold",
    }
    assert b"Libertinus" not in data


def test_a_picture_among_data_gets_the_same_fonts():
    svg = '<svg><text font-family="&quot;KP Sans SemiCondensed&quot;, Arial"/></svg>'
    (drawn, *others) = printing.pictured({"pages": [svg, 3, "text"]})["pages"]
    family, stretch = '"&quot;KP Sans&quot;, Arial"', '"semi-condensed"'
    assert drawn == f"<svg><text font-family={family} font-stretch={stretch}/></svg>"
    assert others == [3, "text"]


def test_a_missing_extra_is_named_for_paper(monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(MissingExtraError, match=r"katch-protocols\[papers\]"):
        printing.to_pdf(
            "<svg/>", sheets=[Rect(0, 0, 1, 1)], size=(1, 1), title="", description=""
        )


def test_a_missing_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(MissingExtraError, match=r"katch-protocols\[papers\]"):
        printing.to_png("<svg/>")


def test_every_pixel_of_a_png_is_opaque_also_where_the_height_is_no_whole_number():
    pillow = pytest.importorskip("PIL.Image")
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 45.3"></svg>'
    image = pillow.open(BytesIO(printing.to_png(svg, width=90))).convert("RGBA")
    assert image.getchannel("A").getextrema() == (255, 255)


@pytest.mark.parametrize("name", ["nowhere/a.svg", "folder"])
def test_a_file_that_cannot_be_written_is_named_as_it_was_asked_for(tmp_path, name):
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match=re.escape(str(tmp_path / name))) as caught:
        Drawing("<svg/>", 10, 10).save(tmp_path / name)
    assert ".folder" not in str(caught.value)
    assert [each.name for each in tmp_path.iterdir()] == ["folder"]
