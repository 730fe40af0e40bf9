"""What a log lacks: missing has happened for nobody, never logged cannot be told."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from math import inf
from typing import Any

import pytest

from katch_protocols.evidence.indicators.explained import explained
from katch_protocols.evidence.indicators.history import CaseHistory
from katch_protocols.evidence.indicators.tallies import Atom, CaseTally
from katch_protocols.evidence.indicators.telling import AskedTables, histories, tallied
from katch_protocols.model.periods import Period
from tests.cases.harbour import FILES, NOW, actor, begin, handbook
from tests.evidence.indicators.harbours import measured_book
from tests.evidence.logs import at, case_rows, read

YEAR = Period(year=2026, first=1, months=12)
UNTIL = datetime(2026, 3, 31, tzinfo=UTC)

MEASURES = {
    "heard_first": "share of cases with assess that keep place requires hear",
    "nowhere_heard": "share of cases with assess that keep never hear",
    "then_heard": "share of cases with assess that keep after send then hear",
    "each_heard": "share of cases with assess that keep every case has hear "
    "before an end",
    "not_both": "share of cases with assess that keep send excludes hear",
    "by_office": "share of cases with assess that keep only office does hear",
    "by_one": "share of cases with assess that keep assess and hear by the same person",
    "danger_gone": "share of cases with assess that keep place requires that danger "
    "is absent",
    "papers_there": "share of cases with assess that keep never send where not has "
    "form",
    "not_in_heard": "share of cases with assess that keep never place where in heard",
    "while_called": "share of cases with assess that keep while called never place",
    "heard_soon": "share of cases with assess that have heard within 1 day",
    "until_heard": "median time from assess to hear",
    "since_heard": "median time from hear to place",
    "in_all": "median time from assess to place",
    "after_heard": "number of times place where done hear",
    "assessed": "number of cases with assess",
    "forgotten": "number of cases with forgotten",
    "since_opened": "median time from opened to place",
    "well": "share of cases that end in placed",
    "placed": "share of cases with opened that have place within 24 hours",
}
BOOK = measured_book(
    "indicators:\n"
    + "".join(
        f"  {name}: {{title: {{en: T {name}, ru: А {name}, kk: Ә {name}}}, "
        f"serves: quality, measure: {measure}}}\n"
        for name, measure in MEASURES.items()
    )
)


def counted(
    rows: list[dict[str, str]], until: datetime = UNTIL, **more: Any
) -> Mapping[str, CaseTally]:
    """Return what is counted of some rows over the year."""
    reading = read(rows, home=BOOK, until=until, **more)
    return totals(explained(reading, AskedTables(BOOK).of), until)


def totals(cases: Iterable[CaseHistory], until: datetime) -> Mapping[str, CaseTally]:
    found = tallied(BOOK, cases, until)
    return {name: tallies.total(YEAR) for name, tallies in found.items()}


def unheard() -> list[dict[str, str]]:
    return [row for row in case_rows() if row["event"] != "hearing.hear"]


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("heard_first", 0),
        ("nowhere_heard", 1),
        ("then_heard", 0),
        ("each_heard", 0),
        ("not_both", 1),
        ("by_office", 1),
    ],
)
def test_a_sentence_is_held_against_what_the_log_has(name: str, part: int) -> None:
    assert counted(unheard())[name] == CaseTally(1, part)


def test_what_is_missing_was_not_done_for_a_condition_either() -> None:
    assert counted(case_rows())["after_heard"].cases == 1
    assert counted(unheard())["after_heard"].cases == 0


@pytest.mark.parametrize(
    "name",
    [
        "heard_first",
        "nowhere_heard",
        "then_heard",
        "each_heard",
        "not_both",
        "by_office",
        "by_one",
        "heard_soon",
        "until_heard",
    ],
)
def test_what_is_never_logged_cannot_be_told(name: str) -> None:
    said = counted(unheard(), not_logged=("hearing.hear",))
    assert said[name] == CaseTally(untold=1)
    assert said["in_all"].cases == 1


@pytest.mark.parametrize(
    ("name", "silent"),
    [
        ("danger_gone", "end_danger"),
        ("papers_there", "assess"),
        ("not_in_heard", "hearing.hear"),
        ("while_called", "hearing.hear"),
    ],
)
def test_what_a_step_that_is_never_logged_may_have_changed_cannot_be_told(
    name: str, silent: str
) -> None:
    for untold, said in (
        ((), CaseTally(1, 1)),
        (("review",), CaseTally(1, 1)),
        (("review", silent), CaseTally(untold=1)),
    ):
        assert counted(case_rows(), not_logged=untold)[name] == said


@pytest.mark.parametrize("name", ["heard_first", "heard_soon", "until_heard", "well"])
def test_an_event_whose_time_cannot_be_read_leaves_a_case_untold(name: str) -> None:
    rows = [
        row | {"at": "soon"} if row["event"] == "hearing.hear" else row
        for row in case_rows()
    ]
    assert counted(rows)[name] == CaseTally(untold=1)


def test_a_time_of_a_case_that_began_before_the_log_cannot_be_told() -> None:
    rows = [{**row, "opened": ""} for row in case_rows()[2:]]
    since = datetime.fromisoformat(at(1.5))
    assert counted(rows, since=since)["since_heard"] == CaseTally(untold=1)


@pytest.mark.parametrize("step", [0, 1, 3, 5])
def test_what_is_missing_has_happened_for_nobody_wherever_it_is(step: int) -> None:
    """The first step of a case, one within and its last one."""
    rows = case_rows()
    gone = rows.pop(step)["event"]
    said = counted(rows)
    assert said["assessed"].cases == (gone != "assess")
    # Two weeks later it is known that what is not in the log did not come.
    assert said["placed"] == CaseTally(1, int(gone != "place"))


@pytest.mark.parametrize(
    ("hours", "opened", "expected"),
    [
        (24.5, at(0.5), CaseTally(1, 1)),
        (24.6, at(0.5), CaseTally(1, 0)),
        # Assessed at half past six; opened then or before that, nobody knows when.
        (24.5, "", CaseTally(untold=1)),
        (24.6, "", CaseTally(1, 0)),
        # It cannot have been opened only after it was assessed.
        (24.5, at(2), CaseTally(untold=1)),
    ],
)
def test_since_an_opening_that_no_log_tells_nothing_is_in_time(
    hours: float, opened: str, expected: CaseTally
) -> None:
    """The first event stood for the opening, and hardly any case was late."""
    rows = [{**row, "opened": opened} for row in case_rows()]
    rows[-1]["at"] = at(hours)
    said = counted(rows)
    assert said["placed"] == expected
    assert said["since_opened"].untold == (opened != at(0.5))
    assert said["in_all"].cases == said["heard_soon"].part == 1


_FORGOTTEN = NOW + timedelta(days=30, hours=0.5)
"""Thirty days after it was assessed the clock forgets a case."""


def _logged(until: datetime) -> Mapping[str, CaseTally]:
    return counted(case_rows()[:1], until)


def _lived(until: datetime) -> Mapping[str, CaseTally]:
    case = begin()
    records = {"danger": "absent"}
    officer = actor("o-1", "officer")
    # A loan is no step.
    lent = {"deputy": "o-2", "role": "officer", "until": _FORGOTTEN}
    case.stand_in(by=officer, at=NOW + timedelta(hours=0.4), **lent)
    case.do("assess", by=officer, records=records, at=NOW + timedelta(hours=0.5))
    said = totals(histories(BOOK, [case], until), until)
    assert case.version == 2  # it stays as it is
    return said


@pytest.mark.parametrize("told", [_logged, _lived])
def test_what_the_clock_does_after_the_last_event_has_been(
    told: Callable[[datetime], Mapping[str, CaseTally]],
) -> None:
    """A case that nobody touched any more stayed open for ever."""
    before, after = (told(_FORGOTTEN + timedelta(minutes=n)) for n in (-1, 1))
    waited = timedelta(days=30, minutes=-1).total_seconds()
    assert before["well"] == CaseTally(open=1)
    assert before["in_all"] == CaseTally(1, 0, 1, 0, Counter({(waited, False): 1}))
    assert before["forgotten"] == CaseTally()
    assert after["well"] == CaseTally(1, 0)
    assert after["in_all"] == CaseTally(1, 0, 0, 0, Counter({(inf, False): 1}))
    assert after["forgotten"] == CaseTally(1, 1)


@pytest.mark.parametrize(
    ("silent", "expected"),
    [
        # It may have been sent in time, and be anywhere now.
        (("send",), CaseTally(open=1)),
        # What this system never writes was not possible there.
        (("place",), CaseTally(1, 0)),
    ],
)
def test_the_clock_is_not_first_where_a_step_may_have_been_that_no_log_tells(
    silent: tuple[str, ...], expected: CaseTally
) -> None:
    until = _FORGOTTEN + timedelta(days=1)
    assert counted(case_rows()[:1], until, not_logged=silent)["well"] == expected


def test_for_what_the_clock_does_answers_who_held_the_state() -> None:
    until = datetime(2026, 8, 1, tzinfo=UTC)
    reading = read(case_rows()[:1], home=BOOK, until=until)
    found = tallied(BOOK, explained(reading, AskedTables(BOOK).of), until)
    april = Period(year=2026, first=4, months=1)
    # It is held by the worker, of the office.
    assert [*found["forgotten"].atoms] == [Atom("east", "office", april)]


@pytest.mark.parametrize(("known", "is_told"), [(9, True), (8, False)])
def test_with_too_many_events_without_a_name_no_share_and_no_time_is_told(
    known: int, *, is_told: bool
) -> None:
    """One in ten is not too many; it may be the hearing that the log lacks."""
    rows = [row for row in case_rows() if row["event"] != "hearing.hear"]
    review = {**rows[-1], "event": "review", "role": "judge", "agency": "office"}
    more = known - len(rows)
    rows[-1:-1] = [{**review, "at": at(4 + n / 9)} for n in range(1, more + 1)]
    said = counted([*rows, {**rows[-1], "event": "printed", "at": at(5.5)}])
    assert said["assessed"].cases == 1
    expected = CaseTally(1, 0) if is_told else CaseTally(untold=1)
    assert said["heard_first"] == expected
    assert said["in_all"].untold == (not is_told)


@pytest.mark.parametrize(
    ("event", "changes", "agency"),
    [
        # Who holds the state answers for what is done there, whoever does it.
        ("send", {"agency": "police"}, "office"),
        # Where whoever acts answers, it is the agency of who acted.
        ("place", {"role": "officer", "agency": "police"}, "police"),
        ("place", {"role": "worker", "agency": "office"}, "office"),
        # Of the others nobody knows which: the first that may.
        ("place", {"role": "", "agency": ""}, "office"),
        # Nobody answers for what was not possible there but who did it.
        ("hear", {"event": "review", "agency": "police"}, "police"),
    ],
)
def test_whose_a_count_is(event: str, changes: Mapping[str, str], agency: str) -> None:
    place = "by: [worker, officer]\n        to: placed"
    referral = FILES["referral.yaml"].replace(
        place, place.replace("\n", "\n        accountable: actor\n")
    )
    asked = changes.get("event", event)
    measure = f"serves: volume, measure: number of times {asked}"
    title = "title: {en: T, ru: Т, kk: Ж}"
    book = handbook(
        referral=referral, indicators=f"indicators:\n  it: {{{title}, {measure}}}\n"
    )
    rows = [
        {**row, **(changes if row["event"].endswith(event) else {})}
        for row in case_rows()
    ]
    found = tallied(book, explained(read(rows, home=book), AskedTables(book).of), UNTIL)
    assert [atom.agency for atom in found["it"].atoms] == [agency]
