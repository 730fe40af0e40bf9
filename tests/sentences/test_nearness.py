"""Did you mean."""

from hypothesis import given
from hypothesis import strategies as st

from katch_protocols.sentences.nearness import (
    distance,
    nearest,
    nearest_names,
    suggestion,
)


def test_the_nearest_comes_first() -> None:
    known = ("duty_office", "duty_officer", "caseworker")
    assert nearest_names("duty_oficer", known) == ("duty_officer", "duty_office")


def test_two_swapped_letters_are_one_slip() -> None:
    assert nearest_names("nusre", ("nurse", "house")) == ("nurse",)


def test_a_name_that_goes_on_is_near() -> None:
    assert nearest_names("guardian", ("guardianship_body",)) == ("guardianship_body",)


def test_nothing_is_near_a_name_of_another_kind() -> None:
    assert nearest_names("zzz", ("nurse", "caseworker")) == ()


def test_ties_are_in_the_order_of_the_alphabet() -> None:
    assert nearest_names("cat", ("hat", "bat", "rat", "oat")) == ("bat", "hat", "oat")


def test_a_name_that_is_known_twice_is_offered_once() -> None:
    assert nearest_names("nurs", ("nurse", "nurse")) == ("nurse",)


def test_among_very_many_names_only_those_of_like_length_count() -> None:
    known = [f"state_{number}" for number in range(5000)]
    assert nearest_names("state_4999", known)[0] == "state_4999"


def test_somebody_who_typed_another_ending_is_offered_the_name() -> None:
    known = ("dead-end-state", "dangling-handover", "date-in-the-past")
    assert suggestion("dead-ends", known) == "dead-end-state"
    assert suggestion("DEAD-ENDS", known) == "dead-end-state"


def test_somebody_who_slipped_is_offered_the_nearest_name() -> None:
    assert suggestion("chekc", ("check", "changes", "draw")) == "check"


def test_nothing_is_offered_where_nothing_is_alike() -> None:
    assert suggestion("zzz", ("check", "draw")) is None
    assert suggestion("check", ()) is None


words = st.text("abcd_", min_size=1, max_size=12)


@given(words, st.lists(words, max_size=6, unique=True))
def test_no_name_is_passed_over_that_is_near(word: str, known: list[str]) -> None:
    limit = min(4, max(1, len(word) // 3))
    apart = sorted((distance(word, each), each) for each in known)
    near = [each for slips, each in apart if slips <= limit]
    assert nearest_names(word, known)[: len(near)] == tuple(near[:3])
    slips = min((slips for slips, _ in apart), default=99)
    found = nearest(word, known)
    assert found is None or distance(word, found) == slips <= 2
    assert found is not None or slips > min(1 if len(word) <= 4 else 2, len(word) - 1)
