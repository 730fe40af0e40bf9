"""A telephone number is found however it is written; other numbers are not."""

import pytest

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
    ],
)
def test_days_orders_and_counts_are_no_telephone_numbers(number: str) -> None:
    assert told(f"As in {number}") == []


def test_a_place_in_a_source_is_looked_at_as_well() -> None:
    cited = "source: {harbour_act: ask 87000000000}\n"
    text = FILES["referral.yaml"] + cited
    (found,) = seen("personal-data-text", {"referral.yaml": text})
    assert found[1] == {"language": "en", "kind": "telephone"}
