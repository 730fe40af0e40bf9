"""Each view is declared once; what it still lacks is named, and a new one is found."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.drawings import counterexample
from katch_protocols.drawings.changes import view
from katch_protocols.drawings.draw import page_of
from katch_protocols.drawings.known_views import every_view, view_named, view_names
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.scene import Scene
from katch_protocols.drawings.view import View
from katch_protocols.errors import UnknownNameError
from katch_protocols.rules.check import check
from katch_protocols.words.languages import SPOKEN
from katch_protocols.words.say import entries
from tests.drawings.making import in_three_languages
from tests.duties.small import harbour

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "present" / "how-to" / "draw-who-does-what.md"
ROW = re.compile(r"^\| `(?P<name>[a-z-]+)` \| (?P<said>[^|]+) \|", re.MULTILINE)
DECLARED = (*every_view(), view.VIEW, counterexample.VIEW)


def rows():
    """Return what the page says that each view answers, from the tables of views."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, after = text.partition("## What is read in five seconds")
    return ROW.findall(before + after.partition("\nTwo more are drawn")[2])


def lacks(view: View) -> Iterator[str]:
    """Yield what a declared view still lacks, by its place."""
    domain, _, key = view.title.partition(".")
    for language in SPOKEN:
        if key not in entries(domain, language):
            yield f"locale/{language}/LC_MESSAGES/{domain}.po has no {key}"
    told = dict(rows())
    if view.name not in told:
        yield f"{PAGE.name} has no row for {view.name}"
    elif told[view.name] != entries(domain, "en").get(key):
        yield f"{PAGE.name} says of {view.name} another question than its words"


def by_name(view: View) -> str:
    return view.name


@pytest.mark.parametrize("view", DECLARED, ids=by_name)
def test_a_declared_view_has_words_and_its_row_in_the_docs(view):
    assert list(lacks(view)) == []


def test_the_docs_have_a_row_for_no_other_view():
    told = [name for name, _ in rows()]
    assert sorted(told) == sorted(view.name for view in DECLARED)


def test_what_a_view_lacks_is_named_with_its_place():
    toy = View("toy", place=0, lay_out=lambda given: given)
    assert list(lacks(toy)) == [
        "locale/en/LC_MESSAGES/drawings.po has no view-toy",
        "locale/ru/LC_MESSAGES/drawings.po has no view-toy",
        "locale/kk/LC_MESSAGES/drawings.po has no view-toy",
        "draw-who-does-what.md has no row for toy",
    ]


@pytest.mark.parametrize("view", every_view(), ids=by_name)
def test_a_view_has_a_picture_and_a_table_for_readers(view):
    handbook = in_three_languages(harbour())
    found = chart(handbook.protocols["lost"], handbook)
    part = next((name for name, _ in view.parts(found, handbook)), None)
    material = Material(
        found,
        handbook,
        part if view.needs_part else None,
        findings=check(handbook),
        graphviz=False,
    )
    page = page_of(view, material)
    for language in handbook.languages:
        head, *rows = page.drawing(language).twin
        assert rows, view.name
        assert all(len(row) == len(head) for row in rows)
        assert isinstance(page.scene(language), Scene)


def test_a_view_is_found_by_the_name_of_its_module():
    assert {name: view_named(name).name for name in view_names()} == {
        name: name for name in view_names()
    }


def test_views_have_different_places_so_that_their_order_is_one():
    places = [view.place for view in DECLARED]
    assert len(set(places)) == len(places)


def test_a_view_that_does_not_exist_is_refused_with_the_nearest_name():
    with pytest.raises(UnknownNameError, match="lanes"):
        view_named("lane")


def test_a_view_that_maps_missing_protection_says_on_each_drawing_so():
    handbook = in_three_languages(harbour())
    material = Material(
        chart(handbook.protocols["lost"], handbook),
        handbook,
        graphviz=False,
        findings=check(handbook),
    )
    shown = [view for view in every_view() if not view.needs_part]
    marked = {
        view.name
        for view in shown
        for language in handbook.languages
        if entries("drawings", language)["restricted"]
        in page_of(view, material).drawing(language).description
    }
    assert marked == {view.name for view in shown if view.is_restricted}
    assert marked == {"gaps", "regions"}
