"""Did you mean."""

from katch_protocols.sentences.nearness import nearest_names, suggestion


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
