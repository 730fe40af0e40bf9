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
from tests.rules.saltmarsh import FILES, examine, seen


def told(title: str) -> list[tuple[str, dict[str, str]]]:
    text = FILES["referral.yaml"].replace(
        "title: Concern reported", f'title: "{title}"'
    )
    return in_english(text)


def in_english(text: str) -> list[tuple[str, dict[str, str]]]:
    found = seen("personal-data-text", {"referral.yaml": text})
    return [
        (path, {key: fact for key, fact in facts.items() if "." not in key})
        for path, facts in found
    ]


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
        "+7–700–000–00–00",
        "+7.700.000.00.00",
        "8.700.000.00.00",
        "700\N{NON-BREAKING HYPHEN}000 00 00",
        "\N{FULLWIDTH PLUS SIGN}7 700 000 00 00",
        "+998900000000",
    ],
)
def test_a_title_with_a_telephone_number_is_a_finding(number: str) -> None:
    path = "protocols.referral.states.reported.title.en"
    assert told(f"Call the officer, {number}") == [
        (path, {"language": "en", "kind": "a telephone number"})
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
        "the line 8 800 000 00 00 is free for every child",
        "горячая линия 8-800-000-0000",
        "+7 800 000 00 00",
        "приказ ҚР ДСМ-175/2020 от 30.10.2020",
        "приказ А. С. Иванова от 05-09-24",
        "orders 123456 and 654321, 201356 000001",
        "the years 2020–2024 and 1998–1999",
        "30.10.2020, 08.09.2024",
    ],
)
def test_days_orders_and_counts_are_no_telephone_numbers(number: str) -> None:
    assert told(f"As in {number}") == []


def test_a_place_in_a_source_is_looked_at_as_well() -> None:
    cited = "source: {harbour_act: ask 87000000000}\n"
    text = FILES["referral.yaml"] + cited
    (found,) = in_english(text)
    assert found[1] == {"language": "en", "kind": "a telephone number"}


NAMED = "a name with a telephone number"
PAPER = "the number of an identity paper"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ask Jane Harper, 555-0134", NAMED),
        ("Звонить Ивановой А. П., 55-01-34", "a telephone number"),
        ("Ивановой А. П. 550-13-42", "a telephone number"),
        ("Ивановой А. П., 50-12-34", NAMED),
        ("Айгүл Нұрланова: 550134", NAMED),
        ("Harbour desk, phone 550134", "a telephone number"),
        ("қоңырау: 55 01 34", "a telephone number"),
        ("ask j.harper@example.org", "an e-mail address"),
        ("IIN 000000000000", "an IIN"),
        ("ИИН: 000000 000000", "an IIN"),
        ("ЖСН 00 00 00 00 00 00", "an IIN"),
        ("the child is 000101-000000", "an IIN"),
        ("passport N 0000000", PAPER),
        ("удост. № 000000000", PAPER),
        ("уд. личности 000000000", PAPER),
        ("ID 000000000", PAPER),
        ("свидетельство о рождении № 0000000", PAPER),
        ("паспорт АВ 000000", PAPER),
    ],
)
def test_a_number_of_somebody_is_told_once_and_needs_no_code_of_a_country(text, kind):
    path = "protocols.referral.states.reported.title.en"
    assert told(text) == [(path, {"language": "en", "kind": kind})]


@pytest.mark.parametrize(
    ("language", "said"),
    [("ru", "персональные данные: номер телефона."), ("kk", "телефон нөмірі.")],
)
def test_what_seems_personal_is_said_in_each_language(language, said):
    text = FILES["referral.yaml"].replace("title: Concern", "title: 700 000 00 00")
    (found,) = (
        each
        for each in examine({"referral.yaml": text})
        if each.rule == "personal-data-text"
    )
    assert found.said(language).saw.endswith(said)


def test_no_text_of_the_shipped_handbook_is_taken_for_personal_data():
    context = Context(shipped.reading().sound())
    assert not [*personal_data._personal_data_text.spots(context)]
    texts = [*_texts(context)]
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
