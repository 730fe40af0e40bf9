"""Clocks of duties in two versions: what became of each, and whom it binds."""

import pytest

from katch_protocols.changes.compare import compare_versions
from katch_protocols.changes.nouns import DeadlineChange, Term
from katch_protocols.files.read import read_texts
from katch_protocols.model.deadlines import Basis, Duration, Unit
from katch_protocols.model.handbook import Handbook
from tests.duties.small import FILES

HEAD, REST = FILES["lost.yaml"].split("states:\n")
SEEN, REST = REST.split("  housed:\n")
HOUSED, SETTLED = REST.split("  settled:")
HOUSED, SETTLED = f"  housed:\n{HOUSED}", f"  settled:{SETTLED}"
FACT = "facts:\n  cold: {title: Cold, values: [yes, no], initially: no}\n"
COUNT = "{title: Count, by: officer, from: [seen, housed], within: 1 day}"


def _book(states: str, acts: str, **files: str) -> Handbook:
    more = f"activities:\n  count: {acts}\n" if acts else ""
    lost = f"{HEAD}{FACT}states:\n{states}{more}"
    texts = {**FILES, "lost.yaml": lost}
    return read_texts(
        texts | {f"{key}.yaml": text for key, text in files.items()}
    ).sound()


def _days(amount: int) -> Term:
    return Term(Duration(amount=amount, unit=Unit.DAYS), Basis.PROPOSED)


def _clock(
    state: str, was: int | None, now: int | None, *agencies: str
) -> DeadlineChange:
    before, after = (None if each is None else _days(each) for each in (was, now))
    return DeadlineChange("lost", state, agencies, before, after, activity="count")


@pytest.mark.parametrize("order", ["[seen, housed]", "[housed, seen]"])
def test_in_which_order_states_are_written_changes_no_clock(order: str) -> None:
    before = _book(SEEN + HOUSED + SETTLED, COUNT)
    after = _book(HOUSED + SEEN + SETTLED, COUNT.replace("[seen, housed]", order))
    found = compare_versions(before, after)
    assert found.deadlines == ()
    assert found.is_same == (order == "[seen, housed]")


def test_a_clock_that_runs_in_several_states_binds_who_answers_in_any() -> None:
    # The officer does it; the police answer in one state, the host's body in the other.
    before, after = (
        _book(SEEN + HOUSED + SETTLED, COUNT.replace("1 day", limit))
        for limit in ("1 day", "2 days")
    )
    expected = (_clock("seen", 1, 2, "friends", "police"),)
    assert compare_versions(before, after).deadlines == expected


@pytest.mark.parametrize(
    ("origins", "expected"),
    [
        ("[seen]", ()),  # It runs on in one state, and is the same clock.
        ("[housed]", ()),
        (
            "[settled]",
            (
                _clock("settled", None, 1, "police"),
                _clock("seen", 1, None, "friends", "police"),
            ),
        ),
    ],
)
def test_a_clock_that_runs_in_other_states_is_another(
    origins: str, expected: tuple[DeadlineChange, ...]
) -> None:
    settled = SETTLED.replace("final: true, outcome: protected", "held_by: officer")
    settled += "  closed: {title: Closed, final: true, outcome: protected}\n"
    settled = settled.replace(
        "officer}", "officer, activities: {go: {title: Go, by: officer, to: closed}}}"
    )
    before, after = (
        _book(SEEN + HOUSED + settled, COUNT.replace("[seen, housed]", each))
        for each in ("[seen, housed]", origins)
    )
    assert compare_versions(before, after).deadlines == expected


def test_two_clocks_of_one_duty_in_one_state_are_both_compared() -> None:
    inner = (
        "      count: {title: Count, by: officer, when: cold is yes, within: 3 days}\n"
    )
    other = "{title: Count, by: officer, when: cold is no, from: [seen], within: 1 day}"
    before, after = (
        _book(SEEN + text + HOUSED + SETTLED, other)
        for text in (inner, inner.replace("3 days", "4 days"))
    )
    assert compare_versions(before, after).deadlines == (
        _clock("seen", 3, 4, "police"),
    )


def test_where_one_clock_becomes_two_one_of_them_is_new() -> None:
    inner = "      count: {title: Count, by: officer, within: 1 day}\n"
    states = SEEN + inner + HOUSED + inner.replace("1 day", "2 days") + SETTLED
    before = _book(SEEN + HOUSED + SETTLED, COUNT)
    after = _book(states, "")
    expected = (_clock("housed", None, 2, "friends", "police"),)
    assert compare_versions(before, after).deadlines == expected
    back = (_clock("housed", 2, None, "friends", "police"),)
    assert compare_versions(after, before).deadlines == back


def test_a_clock_of_what_a_panel_does_binds_whoever_sits() -> None:
    roles = FILES["roles.yaml"] + (
        "  council: {title: Council, members: [worker, officer], chair: worker}\n"
    )
    acts = COUNT.replace("by: officer", "by: council, accountable: actor")
    before, after = (
        _book(SEEN + HOUSED + SETTLED, acts.replace("1 day", limit), roles=roles)
        for limit in ("1 day", "2 days")
    )
    expected = (_clock("seen", 1, 2, "police", "welfare"),)
    assert compare_versions(before, after).deadlines == expected


def test_seen_back_a_clock_has_the_names_of_the_earlier_version() -> None:
    one = "      count: {title: Count, by: officer}\n"
    timed = one.replace("officer}", "officer, within: 1 day}")
    texts = (
        f"{HEAD}states:\n{SEEN}{one}{HOUSED}{timed}{SETTLED}",
        f"{HEAD}states:\n{SEEN}{one}{HOUSED}{timed}{SETTLED}".replace(
            "count:", "tally:"
        ).replace("within: 1 day}\n  set", "within: 2 days}\n  set"),
    )
    before, after = (read_texts({**FILES, "lost.yaml": each}).sound() for each in texts)
    found = compare_versions(before, after)
    assert found.moves["lost"] == {"count": "tally"}
    assert [each.activity for each in found.deadlines] == ["tally"]
    assert found.mirrored.deadlines == (_clock("housed", 2, 1, "friends", "police"),)
