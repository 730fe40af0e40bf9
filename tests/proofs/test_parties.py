"""Who takes part, who alone acts, who alone is told: in every region."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

from katch_protocols.charts.holders import Holders
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.semantics.events import UndefinedError
from katch_protocols.sentences.text import parse_safeguard
from tests.proofs.judging import is_broken, is_triggered
from tests.proofs.places import answer_in, book_with, chart_in
from tests.proofs.telling import Happening, Teller, all_cases
from tests.proofs.test_people import HOMES as HOMES_OF_PEOPLE
from tests.proofs.test_people import book_of, regions, states
from tests.semantics.small import TITLE

EXAMINE = {"id": "examine", "by": ["nurse"], "with": ["child"]}
TEACH = {"id": "teach", "by": ["teacher", "officer"]}
REPORT = {"id": "report_to", "by": ["nurse"], "sends": {"report": ["officer"]}}


def verdict(text: str, *acts: dict[str, object]) -> Verdict:
    return answer_in(book_with(*acts), text).verdict


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("examine with nurse", Verdict.HOLDS),
        ("examine with child", Verdict.HOLDS),
        ("examine with teacher", Verdict.BROKEN),
        ("teach with teacher", Verdict.BROKEN),
        ("s1 with child", Verdict.HOLDS),
        ("s2 with child", Verdict.BROKEN),
        ("only nurse does examine", Verdict.HOLDS),
        ("only clinic does examine", Verdict.BROKEN),
        ("only clinic / school does examine", Verdict.HOLDS),
        ("only teacher does teach", Verdict.BROKEN),
        ("only teacher / officer does teach", Verdict.HOLDS),
        ("only school / police does teach", Verdict.BROKEN),
        ("only school / police / clinic does teach", Verdict.HOLDS),
    ],
)
def test_whoever_may_act_in_some_region_counts(text: str, expected: Verdict) -> None:
    assert verdict(text, EXAMINE, TEACH) is expected


def test_a_role_that_nobody_plays_anywhere_does_nothing() -> None:
    book = book_with(TEACH, regions={"south": {"officer": {"unbound": TITLE}}})
    assert answer_in(book, "teach with teacher").verdict is Verdict.HOLDS
    assert answer_in(book, "only school does teach").verdict is Verdict.HOLDS


def test_what_nobody_can_do_yet_is_looked_at_as_it_is_written() -> None:
    nobody = {"teacher": {"unbound": TITLE}, "officer": {"unbound": TITLE}}
    book = book_with(TEACH, regions={"south": nobody})
    assert answer_in(book, "teach with teacher").verdict is Verdict.BROKEN


def test_the_counterexample_names_the_role_the_agency_and_the_region() -> None:
    story = answer_in(book_with(EXAMINE, TEACH), "only school / police does teach")
    assert story.counterexample is not None
    reason = story.counterexample.reason
    assert reason.code == "another-does"
    assert dict(reason.facts) == {
        "by": "officer",
        "agency": "clinic",
        "region": "south",
    }
    assert [row.activity for row in story.counterexample.rows] == ["examine", "teach"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("report only to officer", Verdict.HOLDS),
        ("health only to officer", Verdict.HOLDS),
        ("health only to police", Verdict.BROKEN),
        ("health only to police / clinic", Verdict.HOLDS),
        ("health only to nurse", Verdict.BROKEN),
        ("identity only to clinic", Verdict.BROKEN),
        ("note only to officer", Verdict.VACUOUS),
    ],
)
def test_what_is_sent_reaches_whoever_holds_the_role(
    text: str, expected: Verdict
) -> None:
    assert verdict(text, REPORT) is expected


def test_nothing_is_sent_where_nobody_can_send_it() -> None:
    # In the south the officer's papers would go to the clinic, but nobody sends any.
    places = {
        "north": {"officer": {"agency": "police"}},
        "south": {"officer": {"agency": "clinic"}, "nurse": {"unbound": TITLE}},
    }
    told = answer_in(book_with(REPORT, regions=places), "report only to police")
    assert told.verdict is Verdict.HOLDS
    places["north"]["nurse"] = {"unbound": TITLE}
    nobody = answer_in(book_with(REPORT, regions=places), "report only to police")
    assert nobody.verdict is Verdict.BROKEN


def test_a_person_without_office_is_a_body_of_its_own() -> None:
    send = {"id": "tell", "by": ["nurse"], "sends": {"note": ["child", "police"]}}
    assert verdict("note only to police", send) is Verdict.BROKEN
    assert verdict("note only to police / child", send) is Verdict.HOLDS


def test_what_can_never_happen_offends_nobody() -> None:
    impossible = {**REPORT, "needs": ["note"]}
    assert verdict("health only to police", impossible) is Verdict.VACUOUS


def test_an_exception_and_a_condition_limit_what_counts() -> None:
    acts = (EXAMINE, REPORT)
    assert verdict("health only to police unless examine", *acts) is Verdict.VACUOUS
    where = "health only to police where done examine"
    assert verdict(where, *acts) is Verdict.BROKEN
    assert verdict("health only to police where not done examine", *acts) is (
        Verdict.VACUOUS
    )


@pytest.mark.parametrize(
    ("text", "name", "near"),
    [
        ("examine with nurze", "nurze", ("nurse",)),
        ("only clinik does examine", "clinik", ("clinic",)),
        ("helth only to nurse", "helth", ("health",)),
        ("health only to nurce", "nurce", ("nurse",)),
        ("never examin", "examin", ("examine",)),
        ("examine requires that consnt is given", "consnt", ("consent",)),
        ("examine requires that has nte", "nte", ("note",)),
        ("while s9 never examine", "s9", ("s0",)),
    ],
)
def test_a_name_that_means_nothing_is_told_with_the_nearest(
    text: str, name: str, near: tuple[str, ...]
) -> None:
    with pytest.raises(UndefinedError) as error:
        answer_in(book_with(EXAMINE), text)
    assert (error.value.name, error.value.candidates) == (name, near)


def holders_of(role: str, region: Any) -> tuple[str | None, ...]:
    """Return the agencies of a role in a region; ``None``: somebody without one."""
    if region is not None and role in region.roles:
        agency = region.roles[role].agency
        return () if agency is None else (agency,)
    return HOMES_OF_PEOPLE[role] or (None,)


def offends(rule: Any, regions: list[Any]) -> Callable[[Happening], bool]:
    """Return whether an event offends: some role in some region should not act."""

    def without(event: Happening, region: Any) -> bool:
        by = event.act.raci.by
        # What nobody can do in any region yet is looked at as it is written.
        idle = not any(holders_of(role, at) for role in by for at in regions)
        return rule.role not in event.act.raci.together_with and any(
            role != rule.role and (idle or holders_of(role, region)) for role in by
        )

    def another(event: Happening, region: Any) -> bool:
        return any(
            role not in rule.actors and body not in rule.actors
            for role in event.act.raci.by
            for body in holders_of(role, region)
        )

    one = without if rule.kind == "takes_part" else another
    return lambda event: (
        event.act is not None and any(one(event, region) for region in regions)
    )


@pytest.mark.parametrize(
    "text",
    [
        "a with r1",
        "only r1 / x does a",
        "only y / r2 does b where done a",
        "s3 with r0 unless c",
    ],
)
@settings(max_examples=25, deadline=None)
@given(states=states(), regions=regions())
def test_the_verdict_is_that_of_every_case(
    text: str, states: dict[str, Any], regions: dict[str, Any]
) -> None:
    book = book_of(states, regions)
    rule: Any = parse_safeguard(text)
    study = ProofSession(chart_in(book), Holders(book))
    if not {rule.event, "a", "c"} <= {*study.chart.activities, *study.chart.by_name}:
        return
    answer = prove_sentence(rule, study)
    offending = offends(rule, list(book.regions.values()) or [None])
    cases, _ = all_cases(Teller(book.protocols["p"], book), most=500, deepest=9)
    broken = [len(c.moves) for c in cases if is_broken(rule, c, offending)]
    if broken:
        assert answer.verdict is Verdict.BROKEN
        assert answer.counterexample is not None
        assert len(answer.counterexample.rows) == min(broken)
    else:
        triggered = any(is_triggered(rule, case) for case in cases)
        assert answer.verdict is (Verdict.HOLDS if triggered else Verdict.VACUOUS)
