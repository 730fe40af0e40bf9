"""A title that no property of a file can hold does not stop the paper."""

import pytest

from katch_protocols.papers.annex.document import Letter
from katch_protocols.papers.content.references import property_of
from katch_protocols.papers.slides.deck import Show

LONG = "w" * 300


def test_a_property_ends_where_an_office_file_ends_it() -> None:
    assert property_of("w" * 255) == "w" * 255
    assert property_of(LONG) == "w" * 254 + "…"


@pytest.mark.parametrize("language", ["en", "kk"])
def test_slides_and_annex_are_made_under_any_title(language: str) -> None:
    assert Show(LONG, language, "foot")._deck.core_properties.title[-1] == "…"
    letter = Letter(LONG, language, "Chapter")
    assert letter._word.core_properties.title[-1] == "…"
