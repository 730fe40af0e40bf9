"""Places in a source are said in the language of the reader; the rest as written."""

import pytest

from katch_protocols.words.citations import cited, say_place


@pytest.mark.parametrize(
    ("place", "russian", "kazakh"),
    [
        ("art. 16(2)", "ст. 16(2)", "16(2)-бап"),
        ("ch. 3", "гл. 3", "3-тарау"),
        ("ch. IV", "гл. IV", "IV-тарау"),
        ("para. 2", "п. 2", "2-тармақ"),
        ("point 3", "п. 3", "3-тармақ"),
        ("rule 12", "правило 12", "12-қағида"),
        ("measure 1.1", "мера 1.1", "1.1-шара"),
        ("principle 7", "принцип 7", "7-қағидат"),
        ("for good measure", "for good measure", "for good measure"),
        ("annex 2", "приложение 2", "2-қосымша"),
        ("annex", "приложение", "қосымша"),
        ("art. 16 para. 2", "ст. 16 п. 2", "16-бап 2-тармақ"),
        ("sub-rule of its own", "sub-rule of its own", "sub-rule of its own"),
        ("smart. 16", "smart. 16", "smart. 16"),
        ("point of contact", "point of contact", "point of contact"),
        ("ст. 5", "ст. 5", "ст. 5"),
    ],
)
def test_a_place_is_said(place: str, russian: str, kazakh: str) -> None:
    assert say_place(place, "ru") == russian
    assert say_place(place, "kk") == kazakh
    assert say_place(place, "en") == place


def test_a_source_is_told_with_its_places_in_a_line() -> None:
    assert cited("Act", ("art. 1", "annex"), "ru") == "Act, ст. 1, приложение"
    assert cited("Act", (), "ru") == "Act"
