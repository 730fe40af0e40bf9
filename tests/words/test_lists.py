"""Lists and numbers are said as Unicode's tables write them in each language."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from katch_protocols.words import say as saying
from katch_protocols.words.dates import day, instant
from katch_protocols.words.languages import SPOKEN
from katch_protocols.words.lists import QUOTED, as_typed, options, retold
from katch_protocols.words.say import borrow, counted, either, joined, listed, say


@pytest.fixture(autouse=True)
def _nothing_borrowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saying, "_BORROWED", {})


@pytest.mark.parametrize(
    ("language", "two", "three"),
    [
        ("en", "A and B", "A, B and C"),
        ("ru", "A и B", "A, B и C"),
        ("kk", "A және B", "A, B, C"),
    ],
)
def test_a_list_has_the_comma_and_the_word_of_its_language(
    language: str, two: str, three: str
) -> None:
    assert listed([], language) == ""
    assert listed(["A"], language) == "A"
    assert listed(iter("AB"), language) == two
    assert listed("ABC", language) == three


@pytest.mark.parametrize(
    ("language", "thousands"),
    [("en", "1,234,567"), ("ru", "1\xa0234\xa0567"), ("kk", "1\xa0234\xa0567")],
)
def test_a_large_number_is_grouped_as_its_language_does(
    language: str, thousands: str
) -> None:
    assert counted(1_234_567, language) == thousands
    assert counted(999, language) == "999"
    assert counted(0, language) == "0"
    assert counted(-1_000, "en") == "-1,000"


@given(st.sampled_from(SPOKEN), st.integers(-(10**12), 10**12))
def test_only_the_grouping_of_a_number_differs_between_languages(
    language: str, number: int
) -> None:
    bare = counted(number, language).translate({ord(each): "" for each in ",\xa0"})
    assert bare == str(number)


@given(st.sampled_from(SPOKEN), st.lists(st.text("АБВ", min_size=1), max_size=6))
def test_a_list_names_each_thing_once_and_in_its_order(
    language: str, texts: list[str]
) -> None:
    text, at = listed(texts, language), 0
    for each in texts:
        at = text.index(each, at) + len(each)


def test_what_is_left_out_of_a_rule_is_said_in_thousands() -> None:
    assert say("commands.folded-more", "en", number=12_345) == "12,345 more"
    assert say("commands.folded-more", "ru", number=12_345) == "ещё 12\xa0345"
    assert "12\xa0345" in say("commands.folded-more", "kk", number=12_345)


def test_the_form_after_a_number_is_that_of_the_number_however_it_is_written() -> None:
    assert say("sentences.times", "ru", number=1_001) == "1\xa0001 раза"
    assert say("sentences.times", "ru", number=1_002) == "1\xa0002 раз"
    assert say("sentences.times", "en", number=1_000) == "1,000 times"


def test_a_year_is_no_number_of_things() -> None:
    assert day(date(2026, 3, 2), "en") == "2 March 2026"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "2 March 2026, 09:00 UTC+5"),
        ("ru", "2 марта 2026 года, 09:00 UTC+5"),
        ("kk", "2026 жылғы 2 наурыз, 09:00 UTC+5"),
    ],
)
def test_an_instant_is_said_on_the_clocks_of_its_own_zone(
    language: str, said: str
) -> None:
    at = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=5)))
    assert instant(at, language) == said


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 3, 2, 0, 5, tzinfo=UTC), "00:05 UTC"),
        (datetime(2026, 3, 2, 9, 0, 1, tzinfo=UTC), "09:00:01 UTC"),
        (
            datetime(2026, 3, 2, 9, tzinfo=timezone(-timedelta(hours=3, minutes=30))),
            "09:00 UTC−3:30",
        ),
    ],
)
def test_seconds_and_halves_of_an_hour_are_said_where_there_are_any(
    at: datetime, said: str
) -> None:
    assert instant(at, "en") == f"2 March 2026, {said}"


@pytest.mark.parametrize(
    ("language", "any_of_three", "any_of_two"),
    [
        ("en", "A or B or C", "A or B"),
        ("ru", "A или B или C", "A или B"),
        ("kk", "A немесе B немесе C", "A немесе B"),
    ],
)
def test_alternatives_have_the_word_of_the_catalogue(
    language: str, any_of_three: str, any_of_two: str
) -> None:
    assert either([], language) == ""
    assert either(["A"], language) == "A"
    assert either("AB", language) == any_of_two
    assert either("ABC", language) == any_of_three


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("", ""),
        ("a", "A"),
        (as_typed("abc"), "A, B и C"),
        (options("ab"), "A или B"),
        (as_typed(["a / b", "c"]), "A / B и C"),
        (QUOTED.join("abc"), "A», «B» и «C"),
        (options("aA"), "A"),
        (as_typed(["a / A", "A", "c"]), "A и C"),
        (QUOTED.join("aAb"), "A» и «B"),
    ],
)
def test_the_list_of_a_fact_is_said_as_a_sentence_says_it(fact: str, said: str) -> None:
    assert retold(fact, "ru", str.upper) == said


def test_a_borrowed_language_has_the_lists_of_what_is_spoken_instead() -> None:
    borrow(["uz"], "ru")
    assert listed("ABC", "uz") == "A, B и C"
    assert say("sentences.times", "uz", number=1_005) == "1\xa0005 раз"


def test_a_code_that_nobody_knows_has_the_lists_of_english() -> None:
    assert joined("ABC", "xx") == "A, B and C"
    assert counted(1_234, "xx") == "1,234"
