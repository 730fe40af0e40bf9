"""A title that no property of a file can hold does not stop the paper."""

import re

import pytest

from katch_protocols.drawings.printing import pictured
from katch_protocols.files.read import read_texts
from katch_protocols.papers.annex.document import Letter
from katch_protocols.papers.content.contents import Gathered
from katch_protocols.papers.content.references import property_of
from katch_protocols.papers.print import cards_pdf
from katch_protocols.papers.slides.deck import Show
from tests.papers.programs import pdf_text
from tests.rules.saltmarsh import FILES

LONG = "w" * 300


def test_a_property_ends_where_an_office_file_ends_it() -> None:
    assert property_of("w" * 255) == "w" * 255
    assert property_of(LONG) == "w" * 254 + "…"


@pytest.mark.parametrize("language", ["en", "kk"])
def test_slides_and_annex_are_made_under_any_title(language: str) -> None:
    assert Show(LONG, language, "foot")._deck.core_properties.title[-1] == "…"
    letter = Letter(LONG, language, "Chapter")
    assert letter._word.core_properties.title[-1] == "…"


WORD = "құқықбұзушыланбайтындарыңыздардыкіндегідейсіңдерменшеліктеа"
"""Of 59 letters; nobody says it."""


def test_a_word_that_is_longer_than_its_column_breaks_with_a_hyphen() -> None:
    told = pictured({"title": f"Бір {WORD}", "number": 7, "svg": f"<svg>{WORD}</svg>"})
    assert told == {
        "title": "Бір құқықбұзушыл\u00adанбайтындары\u00adңыздардыкінд\u00ad"
        "егідейсіңдер\u00adменшеліктеа",
        "number": 7,
        "svg": f"<svg>{WORD}</svg>",
    }
    assert pictured("Идентификация") == "Идентификация"


def test_no_text_of_a_card_runs_off_its_sheet(tmp_path) -> None:
    titles = FILES["agencies.yaml"].replace("Harbour police", WORD)
    made = read_texts({**FILES, "agencies.yaml": titles}).sound()
    cards = cards_pdf(Gathered(made.protocols["referral"], made), "en")
    boxes = pdf_text(cards, tmp_path, "-bbox")
    ends = [float(each) for each in re.findall(r'xMax="([\d.]+)"', boxes)]
    assert max(ends) < 595  # the width of A4, in points
