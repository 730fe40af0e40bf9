"""Tables of papers over several pages, and what stays on one line there."""

import pytest

from katch_protocols.drawings.printing import pictured, typeset
from katch_protocols.papers.content.speaker import PaperTexts
from katch_protocols.papers.make import PaperKind, make_papers
from katch_protocols.papers.print import TEMPLATES
from katch_protocols.words.unparted import NO_BREAK
from tests.papers.programs import pdf_text
from tests.shipped import reading

pytest.importorskip("typst", reason="the extra 'papers' is optional")

WORDS = ("raci", "number", "duty", "by-when")
PARTS = ("responsible", "accountable", "with", "consulted", "informed")


SHEET = {
    "svg": "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'></svg>",
    "title": "sheet",
    "alt": "nothing",
}


def poster_of(groups):
    """Return a poster of a table alone; each group has so many rows."""
    marks = (f"{kind}-{part}" for kind in ("letter", "means") for part in PARTS)
    keys = (*WORDS, *marks)
    hues = dict.fromkeys(("ink", "muted", "hairline", "band"), "#334455")
    row = {"number": 1, "title": "act", "due": None, "beside": [], "cells": [[]]}
    data = {
        "language": "en",
        "title": "poster",
        "foot": "foot",
        "words": {key: key for key in keys},
        "theme": {**hues, "looks": {}},
        "sheets": [{**SHEET, "width": 420, "height": 297}],
        "raci": {
            "columns": [{"short": "body", "colour": "#112233"}],
            "groups": [
                {"title": title, "rows": [row] * count}
                for title, count in groups.items()
            ],
        },
    }
    return typeset(TEMPLATES / "poster.typ", data)


def tables(groups, folder):
    """Return the text of each page of the table."""
    return pdf_text(poster_of(groups), folder).split("\f")[1:-1]


def test_the_title_of_a_group_never_ends_a_page(tmp_path):
    first = tables({"alpha": 200}, tmp_path)[0].split().count("act")
    # The second title would stand on the last line of the first page.
    one, other = tables({"alpha": first - 1, "omega": 5}, tmp_path)
    assert ("omega" in one, "omega" in other) == (False, True)


def test_a_group_that_goes_on_has_its_title_on_the_next_page_too(tmp_path):
    told = tables({"alpha": 100, "omega": 1}, tmp_path)
    assert [page.count("alpha") for page in told] == [1] * len(told)
    assert len(told) > 1


def test_the_second_column_of_a_card_says_under_which_heading_it_goes_on(tmp_path):
    """The duties of guardianship part behind the first of a missing child."""
    kinds, name = (PaperKind.CARDS,), "change_of_place"
    book = reading().sound()
    [(_, data)] = make_papers(book, only=name, kinds=kinds, languages=("ru",))
    cards = pdf_text(data, tmp_path, "-layout").split("\f")
    (card,) = (each for each in cards if "17 своих обязанностей" in each)
    assert card.count("Если ребёнок пропал") == 2
    assert card.count("На любом шаге") == 1


def test_bodies_of_one_short_name_are_told_once():
    """Of three NGOs, each of another region, one line said all three alike."""
    wording = PaperTexts(reading().sound(), "ru")
    said = wording.shorts(("sana_sezim", "rodnik", "taldykorgan_centre", "ngo"))
    assert said == "НПО региона, НПО"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Order № 844 of 2024", f"Order №{NO_BREAK}844{NO_BREAK}of 2024"),
        ("in 5 раб. дн.", f"in 5{NO_BREAK}раб.{NO_BREAK}дн."),
        ("SG-01 We keep you safe", "SG-01 We keep you safe"),
        ("done — by whom", f"done{NO_BREAK}— by whom"),
    ],
)
def test_a_figure_keeps_its_unit_on_paper(said, kept):
    assert pictured({"rows": [said]}) == {"rows": [kept]}
