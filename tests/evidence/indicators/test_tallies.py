"""Every measure against a plain count over the notes of whoever watched the cases."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from katch_protocols.evidence.indicators.history import history_of
from katch_protocols.evidence.indicators.tallies import CaseTally, Tallies
from katch_protocols.evidence.indicators.telling import histories, tallied
from katch_protocols.model.periods import Dimension, Period, period_named
from katch_protocols.verbs.measure import measure
from tests.evidence.indicators.harbours import (
    START,
    Lived,
    measured_book,
    some_lives,
)

book = cache(measured_book)
UNTIL = START + timedelta(days=250)
YEAR = Period(year=2026, first=1, months=12)
ALMATY = ZoneInfo("Asia/Almaty")


@cache
def lives() -> list[Lived]:
    return some_lives(book(), seed=3, count=60, until=UNTIL)


@cache
def counts() -> Mapping[str, Tallies]:
    cases = [each.case for each in lives()]
    return tallied(book(), histories(book(), cases, UNTIL), UNTIL)


def when(life: Lived, name: str) -> list[datetime]:
    return [at for what, at, _ in life.notes if what == name and at <= UNTIL]


def is_over(life: Lived) -> bool:
    seen = [states for _, at, states in life.notes if at <= UNTIL]
    return bool(seen) and seen[-1] in {("placed",), ("forgotten",)}


def opened() -> list[Lived]:
    return [each for each in lives() if each.case.opened <= UNTIL]


def total(name: str) -> CaseTally:
    return counts()[name].total(YEAR)


def test_the_lives_are_worth_counting() -> None:
    assert len(opened()) > 30
    assert sum(bool(when(each, "place")) for each in opened()) > 2


def test_cases() -> None:
    assert total("all").cases == len(opened())
    with_assess = sum(bool(when(each, "assess")) for each in opened())
    assert total("assessed").cases == with_assess


def test_times_count_where_their_condition_held_before() -> None:
    often = 0
    for life in opened():
        facts = [e.records for e in life.case.events if e.activity == "assess"]
        present = facts and facts[0] == {"danger": "present"}
        # It ends the danger: a second time nothing is left to end.
        often += bool(present) and bool(when(life, "end_danger"))
    assert total("in_danger").cases == often


def test_a_share_knows_who_is_in_time_who_is_late_and_who_may_still_come() -> None:
    seen = Counter[str]()
    for life in opened():
        due = life.case.opened + timedelta(days=1)
        found = when(life, "assess")
        if found and found[0] <= due:
            seen["part"] += 1
        elif due < UNTIL or is_over(life):
            seen["late"] += 1
        else:
            seen["open"] += 1
    said = total("in_time")
    assert (said.part, said.cases - said.part, said.open) == (
        seen["part"],
        seen["late"],
        seen["open"],
    )


def test_a_share_without_a_limit_waits_for_the_end() -> None:
    with_assess = [each for each in opened() if when(each, "assess")]
    part = sum(bool(when(each, "place")) for each in with_assess)
    over = [each for each in with_assess if is_over(each) and not when(each, "place")]
    said = total("placed")
    assert (said.part, said.cases) == (part, part + len(over))
    assert said.open == len(with_assess) - said.cases


def test_ends() -> None:
    ended = [each for each in opened() if is_over(each)]
    part = sum(bool(when(each, "place")) for each in ended)
    said = total("ends_well")
    assert (said.part, said.cases) == (part, len(ended))
    assert said.open == len(opened()) - len(ended)


def test_a_sentence_is_kept_until_it_is_broken() -> None:
    with_assess = [each for each in opened() if when(each, "assess")]
    said = total("heard_first")
    # A live case always hears the child first: the way leads through the hearing.
    assert (said.part, said.cases, said.open) == (len(with_assess),) * 2 + (0,)


def test_times_are_of_the_first_and_open_cases_have_waited_so_far() -> None:
    waits = Counter[tuple[float, bool]]()
    for life in opened():
        first = when(life, "assess")
        if not first:
            continue
        later = when(life, "place")
        end = later[0] if later else UNTIL
        never = not later and is_over(life)
        seconds = float("inf") if never else (end - first[0]).total_seconds()
        waits[seconds, bool(later)] += 1
    assert total("waiting").waits == waits


def test_a_case_counts_in_the_month_of_its_first_event_there() -> None:
    plain = Counter[tuple[str | None, str]]()
    for life in opened():
        first = when(life, "assess")
        if first:
            day = first[0].astimezone(ALMATY).date()
            plain[life.case.region, f"{day.year}-{day.month:02}"] += 1
    told = Counter[tuple[str | None, str]]()
    for atom, tally in counts()["assessed"].atoms.items():
        told[atom.region, str(atom.month)] += tally.cases
    assert told == plain


def test_the_agency_is_who_is_accountable() -> None:
    # Reported is held by the officer, of the police.
    assert counts()["in_time"].agencies() == ("police",)


def test_a_region_a_quarter_and_an_agency_add_up_to_the_whole() -> None:
    year = period_named("2026")
    assert year is not None
    for found in counts().values():
        parts = [
            found.total(quarter, [region])
            for quarter in year.cut(Dimension.QUARTER)
            for region in ("east", "west")
        ]
        assert sum(parts, CaseTally()) == found.total(year)


def test_what_is_not_reported_is_no_zero() -> None:
    july = Period(year=2026, first=7, months=1)
    found = Tallies({}, frozenset({("east", july)}))
    quarter = period_named("2026-Q3")
    assert quarter is not None
    assert found.reported(quarter, ["east", "west"]) == (1, 2)
    assert found.reported(july.before(), ["east", "west"]) == (2, 2)


def test_what_only_an_explanation_supplies_has_happened_for_nobody() -> None:
    life = next(each for each in lives() if when(each, "assess"))
    case = history_of(life.case.view())
    steps = [replace(each, supplied="assess" in each.happened) for each in case.steps]
    found = tallied(book(), [replace(case, steps=tuple(steps))], UNTIL)
    assert not found["assessed"].atoms
    assert sum(t.cases for t in found["all"].atoms.values()) == 1


def test_a_log_that_is_explained_says_the_same_as_the_live_cases(
    tmp_path: Path,
) -> None:
    """The same cases as a store exports them, read and explained as any log is."""
    lines = [json.dumps({"case": each.case.snapshot()}) for each in lives()]
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    read = measure(path, book(), until=UNTIL)
    assert not read.flaws
    live = measure([each.case for each in lives()], book(), until=UNTIL)
    assert read.tallies == live.tallies == counts()
