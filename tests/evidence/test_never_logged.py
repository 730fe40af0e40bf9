"""What a log never tells, or only as a day, may have been: neither kept nor broken."""

import pytest

from tests.cases.harbour import FILES, handbook
from tests.evidence.logs import COLUMNS, at, audited, case_rows, found, read

HEAR = 3


@pytest.mark.parametrize(
    ("rule", "silent", "answer"),
    [
        # It may have been reviewed, once or more, before it was placed.
        ("never review", "review", "cannot_tell"),
        ("review at most 1 time", "review", "cannot_tell"),
        ("review requires place", "review", "cannot_tell"),
        ("after review then send", "review", "cannot_tell"),
        ("place excludes review", "review", "cannot_tell"),
        ("between assess and place never review", "review", "cannot_tell"),
        # An hour passed between the ruling and the placing.
        ("after review then place within 59 minutes", "review", "cannot_tell"),
        ("after review then place within 1 hour", "review", "kept"),
        # Whoever placed may have had it reviewed before.
        ("never place unless review", "review", "cannot_tell"),
        # No case is reviewed before it was assessed, or after it was placed.
        ("review requires assess", "review", "kept"),
        ("between place and review never send", "review", "kept"),
        ("never review", "hearing.hear", "kept"),
        # The danger may have been ended in between, and more than once.
        ("between assess and send never end_danger", "end_danger", "cannot_tell"),
        ("end_danger at most 1 time", "end_danger", "cannot_tell"),
        ("send requires that danger is absent", "end_danger", "kept"),
        # Told once the danger is over, it would have been before it was assessed.
        ("end_danger requires assess", "end_danger", "kept"),
        ("never place where danger is present", "end_danger", "kept"),
    ],
)
def test_what_is_never_logged_keeps_no_sentence_by_its_absence(
    rule: str, silent: str, answer: str
) -> None:
    """It may have broken it, unless no step of the protocol does."""
    own = "assess and place by the same person"
    home = handbook(referral=FILES["referral.yaml"].replace(own, rule))
    rows = [row for row in case_rows() if row["event"] != silent]
    case = audited(rows, home=home, not_logged=(silent,))
    assert found(case) == []
    assert case.answers["safeguards"] == answer


_AGREED = "title: {en: Agreed, ru: Согласовано, kk: Келісілді}\n    held_by: worker\n"
REVIEWED = (
    FILES["referral.yaml"]
    .replace(_AGREED, f"{_AGREED}    within: 30 minutes\n")
    .replace("complaint]\n", "complaint]\n        to: agreed\n")
)
"""A child is placed 30 minutes after the ruling, or after the last review."""


@pytest.mark.parametrize(
    ("silent", "codes", "time"),
    [
        ((), [("late", "agreed")], "broken"),
        (("review",), [], "cannot_tell"),
        (("hearing.hear",), [("late", "agreed")], "broken"),
    ],
)
def test_what_may_have_begun_anew_and_is_never_logged_is_not_late(
    silent: tuple[str, ...], codes: list[tuple[str, str]], time: str
) -> None:
    home = handbook(referral=REVIEWED)
    rows = [row for row in case_rows() if row["event"] not in silent]
    case = audited(rows, home=home, not_logged=silent)
    assert (found(case), case.answers["time"]) == (codes, time)


@pytest.mark.parametrize(
    ("rule", "silent", "time"),
    [
        # It may have been reviewed between the ruling, an hour before, and the placing.
        ("place at least 30 minutes after review", "review", "cannot_tell"),
        ("place at least 30 minutes after review", "hearing.hear", "kept"),
        # It was heard between the acknowledgement and the ruling: an hour at least.
        ("place at least 1 hour after hearing.hear", "hearing.hear", "kept"),
        ("place at least 2 hours after hearing.hear", "hearing.hear", "cannot_tell"),
        ("send at least 30 minutes after review", "review", "kept"),
    ],
)
def test_what_may_have_been_just_before_may_have_been_too_early(
    rule: str, silent: str, time: str
) -> None:
    own = "assess and place by the same person"
    home = handbook(referral=FILES["referral.yaml"].replace(own, rule))
    rows = [row for row in case_rows() if row["event"] != silent]
    case = audited(rows, home=home, not_logged=(silent,))
    assert (found(case), case.answers["time"]) == ([], time)


@pytest.mark.parametrize(
    ("ended", "answer"),
    [(at(5), "kept"), (at(8), "broken"), (at(5)[:10], "cannot_tell")],
)
def test_what_is_owed_until_an_end_is_told_as_far_as_the_end_is(
    ended: str, answer: str
) -> None:
    rule = "between send and review always hearing.hear at least every 4 hours"
    own = "assess and place by the same person"
    home = handbook(referral=FILES["referral.yaml"].replace(own, rule))
    *rows, last = case_rows()
    rows.append(last | {"at": ended})
    assert audited(rows, home=home).answers["safeguards"] == answer


@pytest.mark.parametrize(
    ("numbers", "count"), [(("4", "4"), 6), (("4", "5"), 7), (("", ""), 6)]
)
def test_two_events_of_one_day_are_two_where_they_have_numbers(
    numbers: tuple[str, str], count: int
) -> None:
    """Without, or with the same one, nobody can tell them apart."""
    rows = [row | {"seq": str(n)} for n, row in enumerate(case_rows(), start=1)]
    day = rows[HEAR]["at"][:10]
    heard = [rows[HEAR] | {"at": day, "seq": each} for each in numbers]
    later = [row | {"seq": str(n)} for n, row in enumerate(rows[HEAR + 1 :], start=6)]
    columns = COLUMNS.model_copy(update={"number": "seq"})
    reading = read([*rows[:HEAR], *heard, *later], columns=columns)
    assert reading.events == count


def test_a_sentence_of_an_inlined_protocol_is_asked_as_well():
    own = "hear and rule_on by different people"
    rule = "rule_on at least 2 hours after hear"
    home = handbook(hearing=FILES["hearing.yaml"].replace(own, rule))
    silent = "hearing.hear"
    rows = [row for row in case_rows() if row["event"] != silent]
    case = audited(rows, home=home, not_logged=(silent,))
    assert (found(case), case.answers["time"]) == ([], "cannot_tell")
