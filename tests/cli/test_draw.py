"""katch draw: one drawing as a file."""

import xml.etree.ElementTree as ET

import pytest

SVG = "{http://www.w3.org/2000/svg}svg"


def test_a_drawing_is_named_for_what_it_shows(district, katch):
    ran = katch("draw", "found_alone")
    assert (ran.code, ran.out, ran.err) == (
        0,
        "Written: found_alone.lanes.en.svg\n",
        "",
    )
    drawn = district.parent / "found_alone.lanes.en.svg"
    root = ET.fromstring(drawn.read_text(encoding="utf-8"))  # noqa: S314 - our own
    assert root.tag == SVG
    assert "Child noticed" in "".join(root.itertext())


@pytest.mark.parametrize("view", ["lanes", "states"])
def test_the_same_protocol_gives_the_same_bytes(district, katch, view):
    for name in ("one.svg", "two.svg"):
        assert katch("draw", "found_alone", "--view", view, "-o", name).code == 0
    first, second = (district.parent / name for name in ("one.svg", "two.svg"))
    assert first.read_bytes() == second.read_bytes()


def test_a_picture_of_pixels_is_png(district, katch):
    pytest.importorskip("resvg_py", reason="PNG needs the extra 'papers'")
    assert katch("draw", "found_alone", "-o", "lanes.png").code == 0
    data = (district.parent / "lanes.png").read_bytes()
    assert data.startswith(b"\x89PNG\r\n")


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["--language", "uz"],
            "'uz' is not a language that can be used here.\nChoose one of: en.\n",
        ),
        (
            ["-o", "lanes.doc"],
            (
                "'lanes.doc' has no ending that katch can draw.\n"
                "Choose one of: .svg, .pdf, .png.\n"
            ),
        ),
        (["--phase", "first"], "'first' is not a phase of this protocol.\n"),
        (
            ["--view", "raci"],
            (
                "'katch draw' cannot use '--view' like this.\n"
                "'katch draw --help' lists what it takes.\n"
            ),
        ),
    ],
    ids=["language", "ending", "phase", "view"],
)
def test_what_cannot_be_drawn_is_refused(katch, words, said):
    ran = katch("draw", "found_alone", *words)
    assert (ran.code, ran.out, ran.err) == (2, "", said)


def test_a_protocol_without_a_meaning_is_shown_with_its_findings(district, katch):
    path = district / "found_alone.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("to: weighed", "to: wieghed"), encoding="utf-8")
    ran = katch("draw", "found_alone")
    assert (ran.code, ran.out) == (1, "")
    assert "error  unknown-target" in ran.err
    assert not (district.parent / "found_alone.lanes.en.svg").exists()
