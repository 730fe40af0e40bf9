"""katch build: every drawing, whole or not at all."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from katch_protocols.cli.building.placing import put_in_place
from katch_protocols.cli.refusals import CommandRefusal
from katch_protocols.drawings.drawing import Drawing
from katch_protocols.drawings.paper import LEAST_OF_LANES
from katch_protocols.drawings.small_print import SmallPrint
from tests.telling.page import book_in


def _files(folder):
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file()
    )


SHEETS = {
    "agency.children_office": "svg",
    "agency.police_post": "svg",
    "cards": "svg",
    "child-path": "svg",
    "deadlines": "svg",
    "gaps": "svg",
    "handoff-flow": "svg",
    "handoffs": "svg",
    "information": "svg",
    "lanes": "svg",
    "measures": "svg",
    "overview": "svg",
    "progress": "svg",
    "proof": "md",
    "raci": "svg",
    "regions": "svg",
    "states": "svg",
}
"""What is made of the protocol ``found_alone``, and the ending of each file."""

EXPORTS = ("bpmn", "mmd", "pnml", "puml", "scxml", "xstate.json")
"""The endings of what is written of each protocol for other programs."""


def _two_languages(district):
    path = district / "handbook.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[en]", "[en, kk]"), encoding="utf-8")


def test_every_view_is_drawn_in_every_language(district, katch):
    _two_languages(district)
    ran = katch("build")
    assert (ran.code, ran.out) == (0, "Files in 'diagrams': 41.\n")
    assert _files(district.parent / "diagrams") == [
        *(f"exports/found_alone.{ending}" for ending in EXPORTS),
        *(
            f"found_alone/{sheet}.{language}.{ending}"
            for sheet, ending in SHEETS.items()
            for language in ("en", "kk")
        ),
        "index.html",
    ]


@pytest.mark.parametrize(
    ("phases", "sheets"), [("", []), ("close", ["lanes.close", "lanes.no-phase"])]
)
def test_each_sheet_of_a_phase_has_a_name_and_says_more_than_the_whole(
    district, katch, monkeypatch, phases, sheets
):
    # As if it were too large for A3.
    monkeypatch.setattr(Drawing, "is_legible", lambda *_: False)
    path = district / "found_alone.yaml"
    text = path.read_text(encoding="utf-8")
    if phases:
        text = text.replace(
            "initial:", f"phases:\n  {phases}: {{title: Close}}\ninitial:", 1
        ).replace("Child safe\n", f"Child safe\n    phase: {phases}\n", 1)
    path.write_text(text, encoding="utf-8")
    assert katch("build", "--jobs", "1").code == 0
    made = {each.name for each in (district.parent / "diagrams/found_alone").iterdir()}
    lanes = sorted(each for each in made if each.startswith("lanes."))
    assert lanes == sorted([*(f"{each}.en.svg" for each in sheets), "lanes.en.svg"])


def test_workers_draw_the_same_bytes_as_one_alone(district, katch, monkeypatch):
    # Little work starts no worker; here it must.
    monkeypatch.setattr("katch_protocols.cli.building.workers._WORTH", 0)
    second = (district / "found_alone.yaml").read_text(encoding="utf-8")
    (district / "found_twice.yaml").write_text(
        second.replace("protocol: found_alone", "protocol: found_twice"),
        encoding="utf-8",
    )
    assert katch("build", "protocols", "-o", "one", "--jobs", "1").code == 0
    assert katch("build", "protocols", "-o", "two", "--jobs", "2").code == 0
    one, two = district.parent / "one", district.parent / "two"
    assert _files(one) == _files(two)
    assert len(_files(one)) == 2 * len(SHEETS) + 2 * len(EXPORTS) + 1
    for name in _files(one):
        assert (one / name).read_bytes() == (two / name).read_bytes()


def test_a_build_draws_what_draw_draws(district, katch):
    # An agency has one colour in the handbook, whichever protocol is drawn.
    second = (district / "found_alone.yaml").read_text(encoding="utf-8")
    other = second.replace("protocol: found_alone", "protocol: a_first_one")
    other = other.replace("held_by: duty_officer", "held_by: case_worker")
    (district / "a_first_one.yaml").write_text(other, encoding="utf-8")
    assert katch("build").code == 0
    for view in ("lanes", "raci"):
        assert katch("draw", "found_alone", "--view", view, "-o", "one.svg").code == 0
        drawn = district.parent / "diagrams" / "found_alone" / f"{view}.en.svg"
        assert drawn.read_bytes() == (district.parent / "one.svg").read_bytes()


def test_a_build_writes_what_export_writes_and_the_page_offers_it(district, katch):
    assert katch("build").code == 0
    folder = district.parent / "diagrams"
    page = (folder / "index.html").read_text(encoding="utf-8")
    offered = book_in(page)["exports"]
    found = [f"{one['folder']}found_alone{one['suffix']}" for one in offered]
    assert sorted(found) == [f"exports/found_alone.{ending}" for ending in EXPORTS]
    assert all((folder / name).is_file() for name in found)
    assert offered[0]["title"][0].startswith("BPMN 2.0: ")
    ran = katch("export", "found_alone", "--to", "bpmn", "-o", "one.bpmn")
    assert ran.code == 0
    built = (folder / "exports" / "found_alone.bpmn").read_bytes()
    assert built == (district.parent / "one.bpmn").read_bytes()


def test_a_build_in_another_theme_draws_everything_anew(district, katch):
    drawn = district.parent / "diagrams"
    assert katch("build").code == 0
    coloured = {name: (drawn / name).read_bytes() for name in _files(drawn)}
    ran = katch("build", "--theme", "grey")
    assert (ran.code, ran.out) == (0, "Files in 'diagrams': 24.\n")
    lanes = (drawn / "found_alone" / "lanes.en.svg").read_text(encoding="utf-8")
    colours = set(re.findall(r"#[0-9A-F]{6}", lanes))
    assert colours
    assert all(each[1:3] == each[3:5] == each[5:] for each in colours)
    assert katch("build").code == 0
    assert {name: (drawn / name).read_bytes() for name in _files(drawn)} == coloured


def test_a_build_that_fails_leaves_the_old_drawings(district, katch):
    assert katch("build").code == 0
    drawn = district.parent / "diagrams" / "found_alone" / "lanes.en.svg"
    before = drawn.read_bytes()
    path = district / "found_alone.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("by: duty_officer", "by: nobody"), encoding="utf-8")
    ran = katch("build")
    assert (ran.code, ran.out) == (1, "")
    assert "'nobody' is not the name of any role." in ran.err
    assert drawn.read_bytes() == before


def test_drawings_of_protocols_that_are_gone_go_too(district, katch):
    second = (district / "found_alone.yaml").read_text(encoding="utf-8")
    other = district / "found_twice.yaml"
    other.write_text(
        second.replace("protocol: found_alone", "protocol: found_twice"),
        encoding="utf-8",
    )
    assert katch("build", "--jobs", "1").code == 0
    other.unlink()
    assert katch("build").code == 0
    assert _files(district.parent / "diagrams") == [
        *(f"exports/found_alone.{ending}" for ending in EXPORTS),
        *(f"found_alone/{sheet}.en.{ending}" for sheet, ending in SHEETS.items()),
        "index.html",
    ]


def test_a_folder_with_anything_else_in_it_is_never_replaced(district, katch):
    ran = katch("build", "--output", ".")
    assert ran.code == 2
    assert ran.err.startswith("'.' holds 'protocols/")
    assert ran.err.endswith("which katch did not draw. Nothing was changed.\n")
    assert (district / "found_alone.yaml").exists()


def test_a_file_in_the_place_of_the_folder_is_never_replaced(district, katch):
    (district.parent / "diagrams").write_text("a file", encoding="utf-8")
    assert katch("build").code == 2
    assert (district.parent / "diagrams").read_text(encoding="utf-8") == "a file"


def test_nothing_is_left_beside_when_drawing_breaks_off(tmp_path):
    folder = tmp_path / "diagrams"
    put_in_place(folder, [("one/lanes.en.svg", b"old")])

    def broken():
        yield "one/lanes.en.svg", b"new"
        raise CommandRefusal("own-fault")

    with pytest.raises(CommandRefusal):
        put_in_place(folder, broken())
    assert _files(tmp_path) == ["diagrams/one/lanes.en.svg"]
    text = (folder / "one" / "lanes.en.svg").read_text(encoding="utf-8")
    assert text == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["diagrams"]


@pytest.mark.usefixtures("district")
def test_a_drawing_whose_letters_nobody_can_read_is_named_after_each_build(
    katch, monkeypatch
):
    """With how small they are and how to mend it; also where all was kept."""
    small = SmallPrint(4.2, 9.0, "A3", "A2", is_enough=False)

    def measured(_scene, _paper, least, **_):
        # Lanes and overviews; what can be read on larger paper says so on itself.
        return small if least == LEAST_OF_LANES else replace(small, is_enough=True)

    monkeypatch.setattr("katch_protocols.drawings.drawing.small_print", measured)
    first = katch("build", "--jobs", "1")
    assert first.code == 0
    assert first.err.splitlines() == [
        f"diagrams/found_alone/{view}.en.svg: On A3 the smallest letters are 4.2 pt,"
        " under 9: read it on a screen."
        for view in ("lanes", "overview")
    ]
    again = katch("build", "--jobs", "1")
    assert "Up to date already" in again.out
    assert again.err == first.err


@pytest.mark.parametrize("named", [".", "../diagrams", "one/.."])
def test_the_folder_in_which_somebody_stands_is_filled_and_stays(
    tmp_path, monkeypatch, named
):
    folder = tmp_path / "diagrams"
    (folder / "one").mkdir(parents=True)
    (folder / "one" / "states.en.svg").write_text("old", encoding="utf-8")
    monkeypatch.chdir(folder)
    before = folder.stat().st_ino
    assert put_in_place(Path(named), [("one/lanes.en.svg", b"new")]) == 1
    assert _files(tmp_path) == ["diagrams/one/lanes.en.svg"]
    assert folder.stat().st_ino == before
    assert [path.name for path in tmp_path.iterdir()] == ["diagrams"]


@pytest.mark.usefixtures("district")
def test_what_a_build_made_where_somebody_stands_is_kept_beside(katch, monkeypatch):
    folder = Path.cwd() / "drawn"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for _ in range(2):
        assert katch("build", "../protocols", "--output", ".", "--jobs", "1").code == 0
    assert ".built.json" not in {path.name for path in folder.iterdir()}
    assert (folder / "index.html").is_file()
    assert (folder.parent / ".drawn.built.json").is_file()
