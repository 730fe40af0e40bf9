"""Quotation marks of a word processor never slip into a label unseen."""

import pytest

from tests.files.readers import ours
from tests.files.small import facts, found, reading_of


@pytest.mark.parametrize(
    "written", ["“Referral”", "„Referral“", "‘Referral’", "«referral»", "″Referral″"]
)
def test_a_text_in_curled_quotes_is_a_finding(written: str) -> None:
    reading = reading_of(f"protocol: p\ntitle: {written}\n")
    assert found(reading) == ["p.yaml:2:8 smart-quotes"]
    assert facts(reading, "smart-quotes") == {"sign": written[0]}


def test_inside_braces_they_do_not_hold_a_text_together() -> None:
    reading = reading_of("protocol: p\ntitle: {en: “Police, first”}\n")
    assert found(reading)[0] == "p.yaml:2:13 smart-quotes"


@pytest.mark.parametrize(
    "written",
    [
        '"“Kedergisiz” project"',
        "The “Kedergisiz” project",
        "«Сана Сезім» жобасы",
        "«Тёплый дом»",
        "{en: «Тёплый дом»}",
        "«HOPE»",
    ],
)
def test_marks_that_belong_to_a_text_are_read(written: str) -> None:
    assert found(reading_of(f"protocol: p\ntitle: {written}\n")) == []
    assert ours(f"a: {written}\n") is not None
