"""One fault is put into a case that is as it should be: it is found, nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from katch_protocols.cases.instants import HandbookCalendar
from katch_protocols.sentences.text import parse_duration
from tests.cases.harbour import FILES, NOW, book, handbook
from tests.evidence.logs import Row, at, audited, case_rows, found

Fault = Callable[[list[Row]], list[Row]]

ASSESS, SEND, ACKNOWLEDGE, HEAR, RULE, PLACE = range(6)
SECOND = 1 / 3600


def change(place: int, **cells: str) -> Fault:
    return lambda rows: [
        {**row, **cells} if n == place else row for n, row in enumerate(rows)
    ]


def drop(*places: int) -> Fault:
    return lambda rows: [row for n, row in enumerate(rows) if n not in places]


def after(place: int, hours: float) -> Fault:
    """Let a step and all that follow be later by as much as it is."""

    def later(rows: list[Row]) -> list[Row]:
        shift = hours - (datetime.fromisoformat(rows[place]["at"]) - NOW) / (
            timedelta(hours=1)
        )
        return [
            {**row, "at": _moved(row["at"], shift)} if n >= place else row
            for n, row in enumerate(rows)
        ]

    return later


def _moved(text: str, hours: float) -> str:
    return (datetime.fromisoformat(text) + timedelta(hours=hours)).isoformat()


def add(place: int, **cells: str) -> Fault:
    return lambda rows: [*rows, {**rows[place], **cells}]


def both(*faults: Fault) -> Fault:
    def all_of(rows: list[Row]) -> list[Row]:
        for fault in faults:
            rows = fault(rows)
        return rows

    return all_of


def due(start: float, limit: str) -> float:
    """Return how many hours after the opening a limit is over, by the calendar."""
    begun = NOW + timedelta(hours=start)
    over = HandbookCalendar.of(book()).later(begun, parse_duration(limit))
    return (over - NOW) / timedelta(hours=1)


IN_ASSESSED = due(0.5, "3 working days")
AWAITED = "awaiting_send"

FAULTS: dict[str, tuple[Fault, list[tuple[str, str]]]] = {
    "none": (lambda rows: rows, []),
    "a step is dropped": (drop(SEND), [("missing", "send")]),
    "the first step is dropped": (drop(ASSESS), [("missing", "assess")]),
    "an acknowledgement is dropped": (
        drop(ACKNOWLEDGE),
        [("missing", "acknowledge_send")],
    ),
    "a step comes twice": (
        add(SEND, at=at(3.5), person="w9"),
        [("surplus", "send")],
    ),
    "two steps are swapped": (
        both(change(HEAR, at=at(4)), change(RULE, at=at(3))),
        [("missing", "hearing.hear"), ("surplus", "hearing.hear")],
    ),
    "a step is moved behind another": (
        change(SEND, at=at(2.5)),
        [("missing", "send"), ("surplus", "send")],
    ),
    "another role": (change(ASSESS, role="carer"), [("role", "assess")]),
    "another agency": (change(HEAR, agency="shelter"), [("agency", "hearing.hear")]),
    "another person than must": (change(PLACE, person="w5"), [("binding", "place")]),
    "the same person who must not": (
        change(RULE, person="w1"),
        [("separation", "hearing.rule_on")],
    ),
    "nobody with whom it must be": (
        change(HEAR, **{"with": ""}),
        [("partner", "hearing.hear")],
    ),
    "nobody whom a sentence asks for": (
        change(PLACE, **{"with": ""}),
        [("partner", "place")],
    ),
    "no training": (change(ASSESS, trained=""), [("qualification", "assess")]),
    "a second late": (after(ASSESS, 2 + SECOND), [("late", "reported")]),
    "in the last instant": (after(ASSESS, 2), []),
    "a second after working days over a holiday": (
        after(SEND, IN_ASSESSED + SECOND),
        [("late", "assessed")],
    ),
    "the last instant of working days": (after(SEND, IN_ASSESSED), []),
    "late by a handover": (
        after(ACKNOWLEDGE, due(1, "1 working day") + SECOND),
        [("late", AWAITED)],
    ),
    "after the end": (
        add(SEND, at=at(6), person="w9"),
        [("disorder", "send")],
    ),
    "an unknown value": (
        change(ASSESS, danger="absnt"),
        [("unknown-value", "")],
    ),
    "an unknown role": (
        change(ASSESS, role="inspektr"),
        [("unknown-role", "")],
    ),
    "the same agency which must not": (
        add(
            PLACE,
            event="review",
            at=at(4.5),
            role="judge",
            agency="office",
            person="j1",
            **{"with": ""},
        ),
        [("agency-separation", "review")],
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_and_nothing_else(name):
    fault, expected = FAULTS[name]
    assert found(audited(fault(case_rows()))) == expected


def test_a_role_that_nobody_holds_in_the_region_is_found():
    case = audited(case_rows(), region="west")
    assert found(case) == [("holder", "acknowledge_send")]


def test_who_holds_a_role_counts_as_of_the_day_of_the_event():
    # From April the shelter holds the role in the east.
    until = datetime(2026, 5, 1, tzinfo=UTC)
    days = 24 * 20
    rows = both(after(SEND, days), after(ACKNOWLEDGE, days + 1))(case_rows())
    case = audited(rows, until=until)
    assert ("agency", "acknowledge_send") in found(case)
    moved = change(ACKNOWLEDGE, agency="shelter")(rows)
    assert ("agency", "acknowledge_send") not in found(audited(moved, until=until))


def test_an_agency_that_a_sentence_does_not_name_is_found():
    text = FILES["roles.yaml"].replace("agency: office}", "agency: [office, police]}")
    rows = change(SEND, agency="police")(case_rows())
    assert found(audited(rows, home=handbook(roles=text))) == [("only", "send")]


def test_what_has_not_ended_and_was_due_is_overdue_by_as_much():
    case = audited(case_rows()[:1], until=NOW + timedelta(hours=IN_ASSESSED + 2))
    assert found(case) == [("overdue", "assessed")]
    assert case.findings[0].delay == 2 * 3600 * 1_000_000
    soon = NOW + timedelta(hours=IN_ASSESSED, microseconds=1)
    assert found(audited(case_rows()[:1], until=soon)) == [("overdue", "assessed")]
    kept = audited(case_rows()[:1], until=NOW + timedelta(hours=IN_ASSESSED))
    assert found(kept) == []


def test_the_clock_ends_a_case_of_which_nobody_took_care():
    rows = case_rows()[:1]
    case = audited(rows, until=datetime(2026, 5, 1, tzinfo=UTC))
    assert found(case) == [("late", "assessed")]
    assert case.outcome == "forgotten"
