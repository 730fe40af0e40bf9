"""The eight rules of an audit, each shown on a log of Harbour."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from katch_protocols.errors import UnknownCaseError
from katch_protocols.evidence.audits import explaining, searching
from katch_protocols.evidence.audits.answers import AuditAnswer
from katch_protocols.evidence.audits.audit import audit_log
from katch_protocols.evidence.audits.explanation import ExplainedKind
from tests.cases.harbour import FILES, NOW, handbook
from tests.evidence.logs import COLUMNS, at, audited, case_rows, found, read

ASSESS, SEND, ACKNOWLEDGE, HEAR, RULE, PLACE = range(6)


def only(rows, *places):
    return [row for n, row in enumerate(rows) if n in places]


def edit(rows, place, **cells):
    return [{**row, **cells} if n == place else row for n, row in enumerate(rows)]


# 1. Order --------------------------------------------------------------------------


def test_the_explanation_has_the_fewest_edits_and_is_the_same_every_time():
    rows = only(case_rows(), ASSESS, ACKNOWLEDGE, HEAR, PLACE)
    case = audited(rows)
    assert case.explanation.edits == 2
    assert found(case) == [("missing", "send"), ("missing", "hearing.rule_on")]
    assert audited(rows).explanation == case.explanation


def test_of_equal_explanations_the_one_with_fewer_surplus_events_counts():
    # A first step alone: either it is surplus, or what comes before it is missing.
    case = audited(only(case_rows(), SEND))
    assert found(case)[0] == ("missing", "assess")


def test_more_than_forty_edits_are_not_looked_for():
    rows = case_rows()[:1]
    rows += [{**rows[0], "at": at(1 + n / 60), "person": f"w{n}"} for n in range(41)]
    case = audited(rows)
    assert found(case) == [("too-many-edits", "")]
    assert case.explanation.edits is None
    assert case.answers["order"] is AuditAnswer.BROKEN
    assert case.answers["time"] is AuditAnswer.CANNOT_TELL


# 2. Steps of the clock -------------------------------------------------------------

CLOCK = "clock(assessed, 30 days)"


def ended_by_the_clock(**cells):
    rows = case_rows()[:1]
    return [*rows, {**rows[0], "event": CLOCK, "person": "", "danger": "", **cells}]


LATER = {"until": datetime(2026, 5, 1, tzinfo=UTC)}


def test_a_case_that_can_only_go_one_way_is_followed_however_long_it_is(monkeypatch):
    monkeypatch.setattr(searching, "MOST_FOUND", 1)
    case = audited(case_rows())
    assert (found(case), case.explanation.is_decided) == ([], True)
    assert not audited(case_rows()[1:]).explanation.is_decided


def test_a_case_of_too_many_events_is_no_case_of_a_protocol(monkeypatch):
    monkeypatch.setattr(explaining, "MOST_EVENTS", 5)
    assert found(audited(case_rows())) == [("too-many-edits", "")]


@pytest.mark.parametrize("hours", [720.5, 721])
def test_a_step_of_the_clock_may_be_logged_when_it_is_due_or_later(hours):
    case = audited(ended_by_the_clock(at=at(hours)), **LATER)
    assert (case.outcome, case.explanation.edits) == ("forgotten", 0)
    assert found(case) == [("late", "assessed")]


def test_a_step_of_the_clock_need_not_be_logged():
    case = audited(case_rows()[:1], **LATER)
    kinds = [move.kind for move in case.explanation.moves]
    assert (case.outcome, kinds[-1]) == ("forgotten", ExplainedKind.CLOCK)


def test_a_step_of_the_clock_before_it_was_due_is_early():
    case = audited(ended_by_the_clock(at=at(720)), **LATER)
    assert ("early", CLOCK) in found(case)


def test_an_acknowledgement_that_is_never_logged_is_not_missing():
    rows = only(case_rows(), ASSESS, SEND, HEAR, RULE, PLACE)
    case = audited(rows, not_logged=("acknowledge_send",))
    assert found(case) == []
    assert case.answers["order"] is AuditAnswer.KEPT
    assert case.answers["people"] is AuditAnswer.CANNOT_TELL


# 3. Incomplete ---------------------------------------------------------------------


def test_a_case_that_goes_on_lacks_nothing_and_is_open():
    case = audited(case_rows()[:2], until=NOW + timedelta(hours=2))
    assert found(case) == []
    assert set(case.answers.values()) == {AuditAnswer.OPEN}
    assert case.outcome is None


def test_a_case_that_has_ended_and_broke_nothing_is_kept():
    assert set(audited(case_rows()).answers.values()) == {AuditAnswer.KEPT}


def test_a_case_that_began_before_the_log_starts_anywhere():
    since = datetime(2026, 3, 19, tzinfo=UTC)
    rows = [{**row, "at": at(30 + n)} for n, row in enumerate(case_rows())][3:]
    case = audited(rows, since=since)
    assert found(case) == []
    assert not case.explanation.from_start
    assert case.answers["safeguards"] is AuditAnswer.CANNOT_TELL


SENTENCES = """\
  assessed_first: {rule: place requires assess, source: [act]}
  told_first: {rule: place requires assess where danger is absent, source: [act]}
  placed_soon: {rule: after assess then place within 1 hour, source: [act]}
  reviewed_once: {rule: review at most 1 time, source: [act]}
"""


def test_what_sentences_ask_for_may_have_been_before_the_log():
    home = handbook(referral=FILES["referral.yaml"] + SENTENCES)
    since = datetime(2026, 3, 19, tzinfo=UTC)
    rows = [{**row, "at": at(30 + n)} for n, row in enumerate(case_rows())]
    for first in range(1, 6):
        case = audited(rows[first:], since=since, home=home)
        assert not case.explanation.from_start
        assert found(case) == []
        assert case.answers["safeguards"] is AuditAnswer.CANNOT_TELL
    # What is broken whatever was before is told.
    cells = {"event": "review", "role": "officer", "agency": "police", "with": ""}
    twice = [{**rows[RULE], **cells, "at": at(n), "person": "o1"} for n in (34, 34.5)]
    case = audited([*rows[3:5], *twice, rows[PLACE]], since=since, home=home)
    assert found(case) == [("safeguard", "review")]


def test_without_a_column_for_the_opening_a_first_step_may_be_before_the_log():
    columns = COLUMNS.model_copy(update={"opened": None})
    rows, since = case_rows()[1:], datetime(2026, 3, 1, tzinfo=UTC)
    case = audited(rows, columns=columns, since=since)
    assert case.answers["order"] is AuditAnswer.CANNOT_TELL
    # But it must fit from somewhere, else it is told from its start.
    wrong = edit(rows, 0, event="place")
    assert audited(wrong, columns=columns, since=since).explanation.edits


# 4. Unknown instants ---------------------------------------------------------------


def test_a_deadline_round_a_missing_event_is_broken_only_if_it_always_is():
    # The handover of one working day begins with the missing step, at some instant.
    rows = only(case_rows(), ASSESS, ACKNOWLEDGE, HEAR, RULE, PLACE)
    days = {"at": at(0.5 + 47)}
    sure = [rows[0], *({**row, "at": at(47.5 + n)} for n, row in enumerate(rows[1:]))]
    del days
    case = audited(sure)
    assert found(case) == [("missing", "send")]
    assert case.answers["time"] is AuditAnswer.CANNOT_TELL
    kept = audited(rows)
    assert kept.answers["time"] is AuditAnswer.KEPT


def test_a_day_without_a_time_is_any_instant_of_it():
    rows = edit(case_rows(), ASSESS, at="2026-03-18")
    case = audited(rows)
    assert found(case) == []
    assert case.answers["time"] is AuditAnswer.CANNOT_TELL
    late = [{**row, "at": at(30 + n)} for n, row in enumerate(case_rows())]
    late[ASSESS]["at"] = "2026-03-19"
    assert ("late", "reported") in found(audited(late))


# 5. The same instant ---------------------------------------------------------------


def test_events_at_one_instant_are_in_the_order_that_fits():
    rows = [{**row, "at": at(1)} for row in reversed(case_rows())]
    assert found(audited(rows)) == []


def test_numbers_are_an_order_even_at_one_instant():
    columns = COLUMNS.model_copy(update={"number": "n"})
    rows = [
        {**row, "at": at(1), "n": str(n)} for n, row in enumerate(reversed(case_rows()))
    ]
    assert audited(rows, columns=columns).explanation.edits
    right = [{**row, "n": str(9 - int(row["n"]))} for row in rows]
    assert found(audited(right, columns=columns)) == []


def test_numbers_and_times_that_contradict_one_another_are_told():
    columns = COLUMNS.model_copy(update={"number": "n"})
    rows = [{**row, "n": str(n)} for n, row in enumerate(case_rows())]
    rows[1], rows[2] = {**rows[1], "n": "2"}, {**rows[2], "n": "1"}
    case = audited(rows, columns=columns)
    assert ("disorder", "") in found(case)


def test_of_many_events_at_one_instant_the_order_of_the_file_counts():
    rows = case_rows()
    tied = [{**row, "at": at(1)} for row in reversed(rows)]
    tied.append({**tied[0], "event": "review", "role": "officer", "agency": "police"})
    assert audited(tied).explanation.edits


# 7. Several answers ----------------------------------------------------------------


def test_of_several_roles_or_agencies_one_that_is_allowed_is_enough():
    several = edit(case_rows(), SEND, role="carer; worker", agency="police|office")
    assert found(audited(several)) == []


def test_the_same_event_again_counts_once_and_is_told():
    reading = read([*case_rows(), case_rows()[SEND]])
    assert reading.left_out == {"again": 1}
    assert reading.events == 6
    (case,) = audit_log(reading).cases
    assert found(case) == []


# 8. What is not judged -------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "place", "cells"),
    [
        ("role", ASSESS, {"role": "carer"}),
        ("agency", HEAR, {"agency": "shelter"}),
        ("person", PLACE, {"person": "w9"}),
        ("together_with", HEAR, {"with": ""}),
        ("qualified", ASSESS, {"trained": ""}),
    ],
)
def test_a_column_that_is_not_mapped_is_not_judged(column, place, cells):
    rows = edit(case_rows(), place, **cells)
    assert found(audited(rows))
    columns = COLUMNS.model_copy(update={column: None})
    assert found(audited(rows, columns=columns)) == []


def test_values_that_are_not_recorded_leave_every_way_open():
    case = audited(case_rows(), records={})
    assert found(case) == []


def test_with_more_than_one_event_in_ten_without_a_name_nothing_is_told():
    case = audited(edit(case_rows(), SEND, event="Sennd it to sombody"))
    assert found(case) == [("unknown-activity", "Sennd it to sombody")] or [
        code for code, _ in found(case)
    ] == ["unknown-activity"]
    assert case.answers["order"] is AuditAnswer.CANNOT_TELL


@pytest.mark.parametrize(("reviews", "order"), [(2, "cannot_tell"), (3, "kept")])
def test_one_event_in_ten_without_a_name_is_not_more_than_that(reviews, order):
    """Six events, reviews beside them, and one without a name: nine, or ten."""
    rows = case_rows()
    judge = {"role": "judge", "agency": "police", "with": "", "danger": ""}
    for n in range(reviews):
        review = {**rows[PLACE], "event": "review", "at": at(4.1 + n / 10), **judge}
        rows.append({**review, "person": f"j{n}"})
    rows.append({**rows[SEND], "event": "Prnted", "at": at(4.9)})
    assert audited(rows).answers["order"] == order


def test_the_instant_at_which_a_log_ends_is_outside_of_it():
    ends = datetime.fromisoformat(case_rows()[PLACE]["at"])
    reading = read(case_rows(), until=ends)
    assert (reading.events, reading.left_out) == (5, {"outside": 1})
    reading = read(case_rows(), until=ends + timedelta(microseconds=1))
    assert (reading.events, reading.left_out) == (6, {})


# The whole -------------------------------------------------------------------------


def test_counts_are_by_activity_agency_region_and_quarter():
    rows = [
        row
        for n in range(3)
        for row in edit(case_rows(f"a-{n}"), PLACE, person="w9" if n else "w1")
    ]
    audit = audit_log(read(rows))
    (count,) = audit.counts
    assert (count.code, count.name, count.cases) == ("binding", "place", 2)
    assert (count.region, count.quarter) == ("east", "2026-Q1")
    assert audit.answers["people"][AuditAnswer.BROKEN] == 2
    assert count.place is not None
    assert count.place.file == "referral.yaml"


def test_parts_of_a_log_give_the_same_answer_wherever_they_are_answered():
    rows = [row for n in range(20) for row in case_rows(f"a-{n}")[: 1 + n % 6]]
    alone = audit_log(read(rows))
    with ThreadPoolExecutor(2) as pool:
        together = audit_log(read(rows), pool)
    assert together.to_json() == alone.to_json()
    assert together.verdicts() == alone.verdicts()


def test_one_case_is_told_to_whoever_has_its_reference():
    audit = audit_log(read([*case_rows("a-1"), *case_rows("b-2")[:1]]))
    assert len(audit.explain("b-2").case.events) == 1
    with pytest.raises(UnknownCaseError):
        audit.explain("c-3")
    assert "a-1" not in str(audit.verdicts()) + str(audit.to_json())
