"""A telephone number is found however it is written; other numbers are not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from katch_protocols.rules.context import Context
from katch_protocols.rules.privacy import personal_data
from katch_protocols.rules.privacy.personal_data import (
    _IN_EACH,
    _PATTERNS,
    _texts,
)
from tests import shipped
from tests.rules.saltmarsh import FILES, seen


def told(title: str) -> list[tuple[str, dict[str, str]]]:
    text = FILES["referral.yaml"].replace(
        "title: Concern reported", f'title: "{title}"'
    )
    return seen("personal-data-text", {"referral.yaml": text})


@pytest.mark.parametrize(
    "number",
    [
        "+7 700 000 00 00",
        "+996 312 00 00 00",
        "8 700 000 00 00",
        "8 (700) 000-00-00",
        "87000000000",
        "0700 000 000",
        "700 000 00 00",
        "(700) 000-00-00",
        "7000000000",
        "(7172) 00-00-00",
        "000-00-00",
    ],
)
def test_a_title_with_a_telephone_number_is_a_finding(number: str) -> None:
    path = "protocols.referral.states.reported.title.en"
    assert told(f"Call the officer, {number}") == [
        (path, {"language": "en", "kind": "telephone"})
    ]


@pytest.mark.parametrize(
    "number",
    [
        "2024-09-05",
        "05-09-24",
        "No. 110-VIII, 5 July 2024",
        "24 to 48 hours",
        "1 000 000 tenge",
        "Order 123-45 of 2020",
        "line 111, day and night",
        "articles 16, 17 and 18",
        "Joint Order 05-09-24",
        "the Harbour Act, 2020",
        "Ministry of Justice, 12345 cases",
        "call within 24 hours or 3 days",
        "the telephone line 111",
        "Law No. 123456",
    ],
)
def test_days_orders_and_counts_are_no_telephone_numbers(number: str) -> None:
    assert told(f"As in {number}") == []


def test_a_place_in_a_source_is_looked_at_as_well() -> None:
    cited = "source: {harbour_act: ask 87000000000}\n"
    text = FILES["referral.yaml"] + cited
    (found,) = seen("personal-data-text", {"referral.yaml": text})
    assert found[1] == {"language": "en", "kind": "telephone"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ask Jane Harper, 555-0134", "name and telephone"),
        ("Звонить Ивановой А. П., 55-01-34", "telephone"),
        ("Ивановой А. П. 550-13-42", "telephone"),
        ("Айгүл Нұрланова: 550134", "name and telephone"),
        ("Harbour desk, phone 550134", "telephone"),
        ("қоңырау: 55 01 34", "telephone"),
        ("ask j.harper@example.org", "e-mail"),
        ("IIN 000000000000", "IIN"),
        ("passport N 0000000", "identity number"),
        ("паспорт АВ 000000", "identity number"),
    ],
)
def test_a_number_of_somebody_is_told_once_and_needs_no_code_of_a_country(text, kind):
    path = "protocols.referral.states.reported.title.en"
    assert told(text) == [(path, {"language": "en", "kind": kind})]


def test_no_text_of_the_shipped_handbook_is_taken_for_personal_data():
    texts = [*_texts(Context(shipped.reading().sound()))]
    assert len(texts) > 5_000
    found = {
        text
        for _, _, text in texts
        for pattern in _PATTERNS.values()
        if pattern.search(text)
    }
    assert found == set()


def test_no_text_of_the_library_is_taken_for_personal_data():
    """All that is said, in every language; comments for translators are no texts."""
    folder = Path(personal_data.__file__).parents[2] / "locale"
    lines = [
        line
        for path in folder.rglob("*.po")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith(("msgid", "msgstr", '"'))
    ]
    assert len(lines) > 20_000
    patterns = _PATTERNS.values()
    assert [
        line for line in lines if any(pattern.search(line) for pattern in patterns)
    ] == []


@given(st.one_of([st.from_regex(each) for each in _PATTERNS.values()]))
def test_what_is_looked_for_has_what_a_text_is_first_looked_at_for(text):
    assert _IN_EACH.search(text)
