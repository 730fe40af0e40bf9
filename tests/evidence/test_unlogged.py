"""Logs that never tell some activities: every engine says what the definition says."""

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from katch_protocols.evidence.audits import unlogged
from katch_protocols.evidence.audits.audit import Audit
from katch_protocols.evidence.automaton import observer
from katch_protocols.evidence.logs.events import micros
from katch_protocols.evidence.logs.ordering import LogWindow
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.logs import LogColumns, LogFact, LogMapping, NamedInLog
from tests.cases.harbour import book
from tests.cases.living import NOW, begun, lived
from tests.evidence.coding import audits, seen
from tests.evidence.logs import COLUMNS, UNTIL, at, case_rows
from tests.evidence.test_engines import (
    CLOCKED,
    FEW,
    MINUTE,
    PLAIN,
    Row,
    rows_of,
    spoilt,
)

_CASES = 4


def harbour(
    *silent: str, hours: Sequence[float] = (0.5, 1, 2, 3, 4, 5)
) -> tuple[Audit, ...]:
    """Return the audits of Harbour's cases that leave activities out."""
    rows = [
        row | {"at": at(hour)}
        for number in range(_CASES)
        for row, hour in zip(case_rows(f"a-{number}"), hours, strict=True)
        if row["event"] not in silent
    ]
    mapping = LogMapping(
        id="log",
        protocol=NamedInLog(name="referral"),
        region=NamedInLog(name="east"),
        columns=COLUMNS,
        records={"danger": LogFact(column="danger")},
        not_logged=silent,
    )
    window = LogWindow(None, micros(UNTIL), micros(UNTIL))
    return tuple(audits(rows, mapping, book(), window))


def people_time(audit: Audit) -> set[tuple[str, str]]:
    """Return what is answered of people and of time, of any case."""
    return {(row["people"], row["time"]) for row in audit.verdicts()}


@FEW
@given(st.one_of(PLAIN, CLOCKED), st.randoms(use_true_random=False))
def test_three_engines_say_the_same_of_a_log_that_leaves_activities_out(
    handbook: Handbook, random: Random
) -> None:
    rows: list[Row] = []
    latest = NOW
    facts: dict[str, LogFact] = {}
    for number in range(8):
        life = begun(handbook)
        lived(life, random, set(), most=12, pauses=range(1, 4))
        latest = max(latest, life.case.last)
        lines = [*rows_of(life.case, number)]
        rows += spoilt(lines, random) if random.random() < 0.3 else lines
        compiled = life.case.view().compiled
        facts = {n: LogFact(column=f"fact {n}") for n in compiled.chart.facts}
    done = {row["event"] for row in rows} & set(compiled.chart.activities)
    silent = random.sample(sorted(done), min(random.choice((1, 2)), len(done)))
    mapping = LogMapping(
        id="log",
        protocol=NamedInLog(name="first"),
        region=NamedInLog(name=next(iter(handbook.regions), None)),
        columns=LogColumns(
            case="case",
            activity="event",
            at="at",
            opened="opened",
            role="role",
            agency="agency",
            person="person",
            together_with="with",
            origin="origin" if random.random() < 0.5 else None,
        ),
        records=facts if random.random() < 0.6 else {},
        not_logged=tuple(silent),
    )
    until = micros(latest + random.choice((1, 1, 100, 6000)) * MINUTE)
    rows = [row for row in rows if row["event"] not in silent]
    window = LogWindow(None, until, until)
    definition, *others = audits(rows, mapping, handbook, window)
    for each in others:
        assert seen(each) == seen(definition)


@pytest.mark.parametrize(
    "silent",
    [
        ("assess",),
        ("acknowledge_send",),
        ("assess", "send"),
        ("hearing.hear", "hearing.rule_on"),
    ],
)
def test_what_is_kept_whenever_it_was_is_not_looked_at_again(silent) -> None:
    definition, *others = harbour(*silent)
    assert people_time(definition) == {("cannot_tell", "kept")}
    for each in others:
        assert seen(each) == seen(definition)
        assert not each.judged


def test_a_case_may_end_before_the_step_that_nobody_logs() -> None:
    definition, *others = harbour("place")
    assert people_time(definition) == {("open", "open")}
    for each in others:
        assert seen(each) == seen(definition)
        assert not each.judged


@pytest.mark.parametrize(
    ("silent", "hours"),
    [
        # Within two hours: it may have been in the first, or in the third.
        ("assess", (0.5, 3, 4, 5, 6, 7)),
        # A working day counts from it: from half an hour on, it would be over.
        ("send", (0.5, 1, 25, 26, 27, 28)),
    ],
)
def test_where_its_instant_matters_the_definition_looks(silent, hours) -> None:
    definition, *others = harbour(silent, hours=hours)
    assert people_time(definition) == {("cannot_tell", "cannot_tell")}
    for each in others:
        assert seen(each) == seen(definition)
        assert len(each.judged) == _CASES


def test_events_at_one_instant_are_left_to_the_definition() -> None:
    definition, *others = harbour("assess", hours=(0.5, 1, 2, 2, 4, 5))
    assert people_time(definition) == {("cannot_tell", "kept")}
    for each in others:
        assert seen(each) == seen(definition)
        assert len(each.judged) == _CASES


def test_above_a_bound_the_definition_looks(monkeypatch) -> None:
    usual = seen(harbour("assess")[0])
    for module, bound in (
        (observer, "MOST_CELLS"),
        (observer, "_MOST_CLASSES"),
        (unlogged, "MOST_FOUND"),
    ):
        with monkeypatch.context() as patch:
            unlogged._observer.cache_clear()
            patch.setattr(module, bound, 1)
            for each in harbour("assess")[1:]:
                assert seen(each) == usual
                assert len(each.judged) == _CASES
    unlogged._observer.cache_clear()
    assert not harbour("assess")[1].judged
