"""``A informs X``: every way of doing A, in every region, against the page."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.model.documents import Document
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.prove import prove
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.semantics.events import UndefinedError
from katch_protocols.sentences.text import parse_safeguard
from tests.making import make_handbook, make_protocol
from tests.proofs.judging import bound, is_broken
from tests.proofs.places import answer_in, book_with, chart_in
from tests.proofs.telling import Case, Happening, Teller, all_cases
from tests.proofs.test_parties import holders_of
from tests.proofs.test_people import HOMES, book_of, regions, states
from tests.quorum import book as panels
from tests.semantics.small import TITLE

Plain = dict[str, Any]

PLAIN = {"id": "examine", "by": ["nurse"], "with": ["child"]}
SENT = {"id": "report_to", "by": ["nurse"], "sends": {"report": ["officer"]}}


def told(*, by: str = "nurse", **raci: Any) -> Plain:
    return {"id": "tell", "by": [by], "told": raci}


def verdict(text: str, *acts: Plain) -> Verdict:
    made = [dict(act) for act in acts]
    asked = [act.pop("told", {}) for act in made]
    book = book_with(*made)
    (protocol,) = book.protocols.values()
    named = {}
    for state, more in zip(list(protocol.states.values()), [*asked, {}], strict=True):
        acts_here = {
            name: act.model_copy(update={"raci": act.raci.model_copy(update=more)})
            for name, act in state.activities.items()
        }
        named[state.id] = state.model_copy(update={"activities": acts_here})
    protocol = protocol.model_copy(update={"states": named})
    return answer_in(
        book.model_copy(update={"protocols": {"p": protocol}}), text
    ).verdict


@pytest.mark.parametrize(
    ("text", "act", "expected"),
    [
        ("examine informs nurse", PLAIN, Verdict.HOLDS),
        ("examine informs child", PLAIN, Verdict.HOLDS),
        ("examine informs officer", PLAIN, Verdict.BROKEN),
        # A clinic or a school has nurses, so either may not know of it.
        ("examine informs clinic", PLAIN, Verdict.BROKEN),
        ("report_to informs officer", SENT, Verdict.HOLDS),
        # In the south the officer is of the clinic.
        ("report_to informs police", SENT, Verdict.BROKEN),
        ("tell informs officer", told(consult=("officer",)), Verdict.HOLDS),
        ("tell informs officer", told(inform=("officer",)), Verdict.HOLDS),
        # The agency is told, not the role.
        ("tell informs officer", told(inform=("police",)), Verdict.BROKEN),
        ("tell informs police", told(inform=("police",)), Verdict.HOLDS),
        ("tell informs police", told(by="officer"), Verdict.BROKEN),
        ("s1 informs officer", SENT, Verdict.HOLDS),
        # In the south nobody is a teacher, which is a gap of that region.
        ("tell informs teacher", told(inform=("teacher",)), Verdict.HOLDS),
        ("tell informs school", told(inform=("teacher",)), Verdict.HOLDS),
        ("examine informs teacher", PLAIN, Verdict.BROKEN),
    ],
)
def test_whoever_is_reached_in_every_region_is_informed(
    text: str, act: Plain, expected: Verdict
) -> None:
    assert verdict(text, act) is expected


@pytest.mark.parametrize(
    ("text", "act", "expected"),
    [
        ("report_to informs officer", SENT, Verdict.HOLDS),
        ("examine informs officer", PLAIN, Verdict.BROKEN),
    ],
)
def test_whom_nobody_is_yet_is_looked_at_as_it_is_written(
    text: str, act: Plain, expected: Verdict
) -> None:
    book = book_with(act, regions={"south": {"officer": {"unbound": TITLE}}})
    assert answer_in(book, text).verdict is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("report_to informs officer", Verdict.HOLDS),
        ("report_to informs child", Verdict.BROKEN),
    ],
)
def test_what_nobody_can_do_yet_is_looked_at_as_it_is_written(
    text: str, expected: Verdict
) -> None:
    nobody = {"nurse": {"unbound": TITLE}}
    book = book_with(SENT, regions={"south": nobody, "north": nobody})
    assert answer_in(book, text).verdict is expected


def test_the_story_names_the_way_that_does_not_reach_it() -> None:
    answer = answer_in(book_with(SENT), "report_to informs police")
    assert answer.counterexample is not None
    reason = answer.counterexample.reason
    assert (reason.code, dict(reason.facts)) == (
        "not-informed",
        {"by": "nurse", "agency": "clinic", "region": "south"},
    )


def test_a_name_that_is_nobody_is_told_with_the_nearest() -> None:
    with pytest.raises(UndefinedError) as error:
        answer_in(book_with(PLAIN), "examine informs polise")
    assert (error.value.name, error.value.candidates) == ("polise", ("police",))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        # It is told, sent something, or acts: so is everybody with a seat.
        ("appeal informs councillor", Verdict.HOLDS),
        ("review_plan informs councillor", Verdict.HOLDS),
        ("decide_plan informs line_manager", Verdict.HOLDS),
        ("close_case informs nurse", Verdict.BROKEN),
        # Whoever must acknowledge is reached.
        ("refer informs case_panel", Verdict.HOLDS),
        ("refer informs caseworker", Verdict.HOLDS),
    ],
)
def test_a_seat_in_a_panel_is_reached_with_it(rule: str, expected: Verdict) -> None:
    text = f"safeguards: {{learns: {{rule: {rule}, binds: [referral]}}}}"
    made = panels(safeguards=text)
    made_chart = chart(made.protocols["referral"], made)
    found = prove(made_chart, made, only="learns")["learns"]
    assert found.verdict is expected


@st.composite
def telling(draw: st.DrawFn) -> Plain:
    """Draw states whose acts reach some roles and agencies besides who does them."""
    made = draw(states())
    parties = st.sampled_from([*HOMES, "x", "y"])
    for state in made.values():
        for act in state.get("activities", {}).values():
            for part in ("together_with", "consult", "inform"):
                known = [*HOMES] if part == "together_with" else [*HOMES, "x", "y"]
                names = st.lists(st.sampled_from(known), max_size=1)
                act["raci"][part] = draw(st.just([]) | st.just([]) | names)
            if draw(st.integers(0, 3)) == 0:
                act["sends"] = {"note": [draw(parties)]}
    return made


def with_note(book: Handbook) -> Handbook:
    note = Document.model_validate({"id": "note", "title": TITLE})
    protocol = book.protocols["p"].model_copy(update={"documents": {"note": note}})
    return book.model_copy(update={"protocols": {"p": protocol}})


def ways(
    rule: Any, event: Happening, places: list[Any]
) -> Iterator[tuple[str, str | None, Any]]:
    """Yield every way of doing something where somebody is who must know of it."""
    if event.act is None:
        return
    for region in places:
        if rule.party in HOMES and not holders_of(rule.party, region):
            continue
        for role in event.act.raci.by:
            for body in holders_of(role, region):
                yield role, body, region
    untold = rule.party in HOMES and not any(
        holders_of(rule.party, region) for region in places
    )
    by = event.act.raci.by
    if untold or not any(holders_of(role, at) for role in by for at in places):
        yield from ((role, None, None) for role in by)


def misses(rule: Any, act: Any, role: str, body: str | None, region: Any) -> bool:
    others = {*act.raci.together_with, *act.raci.consult, *act.raci.inform}
    others |= {to for receivers in act.sends.values() for to in receivers}
    if rule.party in {role, *others}:
        return False
    if rule.party in HOMES:
        return True
    alone = (
        set(holders_of(name, region)) == {rule.party}
        # Somebody should hold it: that nobody does is a gap of the region.
        or (not holders_of(name, region) and rule.party in HOMES[name])
        for name in others & {*HOMES}
    )
    return body != rule.party and not any(alone)


@pytest.mark.parametrize(
    "text",
    [
        "a informs r1",
        "a informs x",
        "b informs y where done a",
        "s3 informs r2 unless c",
    ],
)
@settings(max_examples=20, deadline=None)
@given(drawn=telling(), areas=regions())
def test_the_verdict_is_that_of_every_case(
    text: str, drawn: Plain, areas: Plain
) -> None:
    book = with_note(book_of(drawn, areas))
    rule: Any = parse_safeguard(text)
    study = ProofSession(chart_in(book), Holders(book))
    if not {rule.event, "a", "c"} <= {*study.chart.activities, *study.chart.by_name}:
        return
    answer = prove_sentence(rule, study)
    places = list(book.regions.values()) or [None]

    def offends(event: Happening) -> bool:
        return any(misses(rule, event.act, *way) for way in ways(rule, event, places))

    def counts(case: Case) -> bool:
        it = bound(rule, case)
        return any(
            any(True for _ in ways(rule, it.events[n], places)) for n in it.first
        )

    cases, _ = all_cases(Teller(book.protocols["p"], book), most=500, deepest=9)
    broken = [len(c.moves) for c in cases if is_broken(rule, c, offends)]
    if broken:
        assert answer.verdict is Verdict.BROKEN
        assert answer.counterexample is not None
        assert len(answer.counterexample.rows) == min(broken)
    else:
        tested = any(map(counts, cases))
        assert answer.verdict is (Verdict.HOLDS if tested else Verdict.VACUOUS)


@pytest.mark.parametrize(
    ("text", "opens", "expected"),
    [
        ("report informs nurse", ("second",), Verdict.HOLDS),
        ("report informs nurse", (), Verdict.BROKEN),
        ("report informs teacher", ("second",), Verdict.BROKEN),
    ],
)
def test_whoever_receives_a_case_that_is_opened_is_informed(
    text: str, opens: tuple[str, ...], expected: Verdict
) -> None:
    report = {"report": {"opens": "second"} if opens else {}}
    first = {"reported": {"activities": report}, "over": {"final": True}}
    care = {"held_by": "nurse", "activities": {"heal": {"to": "healed"}}}
    second = {"sick": care, "healed": {"final": True}}
    made = make_handbook(
        make_protocol({"states": first}, name="first"),
        make_protocol({"states": second}, name="second"),
    )
    study = ProofSession(chart(made.protocols["first"], made), Holders(made))
    assert prove_sentence(parse_safeguard(text), study).verdict is expected


@pytest.mark.parametrize(
    ("holders", "party", "expected"),
    [
        (("nurse", "nurse"), "nurse", Verdict.HOLDS),
        (("nurse", "teacher"), "nurse", Verdict.NOT_EXHAUSTED),
        (("nurse", "nurse"), "teacher", Verdict.BROKEN),
    ],
)
def test_who_receives_a_case_by_some_of_its_values_alone_is_not_decided(
    holders: tuple[str, str], party: str, expected: Verdict
) -> None:
    first = {"reported": {"activities": {"report": {"opens": "second"}}}}
    choice = [("urgent is yes", "ill"), (None, "well")]
    second = {
        "seen": {"decide": choice},
        "ill": {"held_by": holders[0], "activities": {"heal": {"to": "over"}}},
        "well": {"held_by": holders[1], "activities": {"greet": {"to": "over"}}},
        "over": {"final": True},
    }
    made = make_handbook(
        make_protocol({"states": {**first, "over": {"final": True}}}, name="first"),
        make_protocol(
            {"states": second, "facts": {"urgent": ("yes", "no")}}, name="second"
        ),
    )
    study = ProofSession(chart(made.protocols["first"], made), Holders(made))
    answer = prove_sentence(parse_safeguard(f"report informs {party}"), study)
    assert answer.verdict is expected
    told = None if answer.reason is None else answer.reason.code
    undecided = expected is Verdict.NOT_EXHAUSTED
    assert told == ("told-by-values" if undecided else None)


@pytest.mark.parametrize("last", ["nurse", "teacher"])
def test_many_choices_in_a_row_are_looked_at_once_each(last: str) -> None:
    """With two lines each, sixty choices have more ways than anybody can walk."""
    ways = {
        f"c{n}": {"decide": [("urgent is yes", f"c{n + 1}"), (None, f"c{n + 1}")]}
        for n in range(60)
    }
    door = {"decide": [("urgent is yes", "ill"), (None, "well")]}
    second = {
        **ways,
        "c60": door,
        "ill": {"held_by": "nurse", "activities": {"heal": {"to": "over"}}},
        "well": {"held_by": last, "activities": {"greet": {"to": "over"}}},
        "over": {"final": True},
    }
    first = {"reported": {"activities": {"report": {"opens": "second"}}}}
    made = make_handbook(
        make_protocol({"states": {**first, "over": {"final": True}}}, name="first"),
        make_protocol(
            {"states": second, "facts": {"urgent": ("yes", "no")}}, name="second"
        ),
    )
    (entry,) = (
        each
        for each in chart(made.protocols["first"], made).entries
        if each.activity == "report"
    )
    assert entry.informed == tuple(dict.fromkeys(("nurse", last)))
    assert entry.told_by_values == (
        {"teacher", "nurse"} if last == "teacher" else set()
    )
