"""katch draw: one drawing as a file."""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from katch_protocols.drawings.known_views import view_names

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}svg"
TOY = """
from katch_protocols.drawings.scene import Scene
from katch_protocols.drawings.view import View

class Toy:
    def scene(self, language):
        return Scene(90, 90, "Toy", "A toy.", language, ())

    def twin(self, language):
        return (("Toy",), ("a toy",))

VIEW = View("toy-view", place=999, lay_out=lambda given: Toy())
"""


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


@pytest.mark.parametrize(
    "view",
    ["lanes", "states", "raci", "handoffs", "handoff-flow", "regions", "measures"],
)
def test_the_same_protocol_gives_the_same_bytes(district, katch, view):
    for name in ("one.svg", "two.svg"):
        assert katch("draw", "found_alone", "--view", view, "-o", name).code == 0
    first, second = (district.parent / name for name in ("one.svg", "two.svg"))
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("name", ["pictures", "pictures.svg"])
def test_a_folder_is_no_file_to_draw_to(district, katch, name):
    (district.parent / name).mkdir()
    ran = katch("draw", "found_alone", "-o", name)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"'{name}' is a folder: name a file in it.\nChoose one of: .svg, .pdf, .png.\n"
    )


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
        (
            ["--phase", "first"],
            "'first' is not a phase of this protocol.\nThere is none here yet.\n",
        ),
        (
            ["--view", "mural"],
            (
                "'katch draw' cannot use '--view' like this.\n"
                f"Choose one of: {', '.join(view_names())}.\n"
                "'katch draw --help' lists what it takes.\n"
            ),
        ),
        (
            ["--view", "agency"],
            (
                "'katch draw' needs --agency AGENCY.\n"
                "'katch draw --help' lists what it takes.\n"
            ),
        ),
        (
            ["--view", "lane"],
            (
                "'katch draw' cannot use '--view' like this.\n"
                "The nearest is 'lanes'.\n"
                "'katch draw --help' lists what it takes.\n"
            ),
        ),
        (
            ["--agency", "police_post"],
            (
                "'katch draw' cannot use '--agency' like this.\n"
                "'katch draw --help' lists what it takes.\n"
            ),
        ),
        (
            ["--view", "agency", "--agency", "police"],
            "'police' is not the id of any agency.\nThe nearest is 'police_post'.\n",
        ),
        (
            ["--view", "raci", "--phase", "first"],
            (
                "'katch draw' cannot use '--phase' like this.\n"
                "'katch draw --help' lists what it takes.\n"
            ),
        ),
    ],
    ids=[
        "language",
        "ending",
        "phase",
        "view",
        "near",
        "card",
        "other",
        "none",
        "part",
    ],
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


def test_a_card_is_named_for_its_agency(district, katch):
    ran = katch("draw", "found_alone", "--view", "agency", "--agency", "police_post")
    name = "found_alone.agency.police_post.en.svg"
    assert (ran.code, ran.out) == (0, f"Written: {name}\n")
    assert "Look for danger" in (district.parent / name).read_text(encoding="utf-8")


def test_a_day_shows_who_holds_what_on_it(district, katch):
    path = district / "agencies.yaml"
    text = path.read_text(encoding="utf-8")
    ended = "title: Police post\n    valid_to: 2026-06-30"
    path.write_text(text.replace("title: Police post", ended), encoding="utf-8")
    drawn = {}
    for day in ("2026-06-30", "2026-07-01"):
        words = ("draw", "found_alone", "--view", "regions", "-o", "map.svg")
        assert katch(*words, "--on", day).code == 0
        drawn[day] = (district.parent / "map.svg").read_text(encoding="utf-8")
    assert 'data-status="held"' in drawn["2026-06-30"]
    assert 'data-status="gap"' in drawn["2026-07-01"]


def test_a_theme_is_chosen_by_name(district, katch):
    assert katch("draw", "found_alone", "--theme", "grey", "-o", "grey.svg").code == 0
    svg = (district.parent / "grey.svg").read_text(encoding="utf-8")
    colours = set(re.findall("#([0-9A-F]{2})([0-9A-F]{2})([0-9A-F]{2})", svg))
    assert all(red == green == blue for red, green, blue in colours)
    ran = katch("draw", "found_alone", "--theme", "pink")
    assert ran.code == 2
    assert "--theme" in ran.err


def test_a_new_module_is_a_view_of_every_command(tmp_path, district):
    """It is drawn, offered, shown by name in the help and built; nothing lists it."""
    (tmp_path / "toy_view.py").write_text(TOY, encoding="utf-8")
    script = (
        "import sys\n"
        "from katch_protocols.drawings import views\n"
        "views.__path__.append(sys.argv[1])\n"
        "from katch_protocols.cli.main import main\n"
        "for words in (['draw', '--help'], ['draw', 'found_alone', '--view',\n"
        "              'toy-view'], ['build', '--jobs', '1']):\n"
        "    print(main(words))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=district.parent,
        capture_output=True,
        check=True,
        text=True,
    )
    assert "states, toy-view." in ran.stdout
    assert "Written: found_alone.toy-view.en.svg" in ran.stdout
    built = district.parent / "diagrams" / "found_alone" / "toy-view.en.svg"
    drawn = district.parent / "found_alone.toy-view.en.svg"
    assert built.read_bytes() == drawn.read_bytes()
    assert ">Toy</title>" in drawn.read_text(encoding="utf-8")


@pytest.mark.usefixtures("district")
def test_a_view_of_several_sheets_says_how_many(katch):
    ran = katch("draw", "found_alone", "--view", "states", "-o", "states.svg")
    assert (ran.out, ran.err) == (
        "Written: states.svg\n",
        "2 sheets of A3; a PDF has a page for each.\n",
    )


@pytest.mark.usefixtures("district")
def test_many_steps_are_warned_of_where_one_sheet_holds_them_all(katch, monkeypatch):
    monkeypatch.setattr("katch_protocols.drawings.drawing.MANY_STEPS", 1)
    for view, many in (("lanes", True), ("states", False), ("gaps", False)):
        ran = katch("draw", "found_alone", "--view", view, "-o", "one.svg")
        assert ("too many for one page" in ran.err) is many
