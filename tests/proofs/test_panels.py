"""Sentences about people where a panel decides, against every way to seat it."""

from collections.abc import Iterator
from itertools import combinations, product
from types import SimpleNamespace
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import katch_protocols as kp
from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.parties import Role
from katch_protocols.proofs.information_flow import information_flow
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.sentences.text import parse_safeguard
from tests.proofs.test_people import ROLES, People, book_of, regions
from tests.quorum import book
from tests.semantics.small import TITLE

Sitting = frozenset[tuple[str, tuple[str, int]]]
"""Who sits: the role of each seat, and the person (or the agency) in it."""


TWO_QUORUMS = 6
"""So many people of one agency fill two panels of three, each seat by another."""


@st.composite
def panels(draw: st.DrawFn) -> Role:
    chair, *others = draw(st.permutations(ROLES))
    members = (chair, *others[: draw(st.integers(1, 2))])
    quorum = draw(st.integers(2, len(members)))
    return Role(id="q", title=TITLE, members=members, quorum=quorum, chair=chair)


def with_panel(
    panel: Role, by: tuple[str, str], where: dict[str, Any], trained: tuple[str, ...]
) -> Handbook:
    """Return a handbook in which a is done first, by one, then b by another."""
    acts = [
        {"raci": {"by": (doer,)}, "to": to, "qualified": asked}
        for doer, to, asked in zip(by, ("s1", "s2"), (trained, ()), strict=True)
    ]
    states = {
        "s0": {"activities": {"a": acts[0]}},
        "s1": {"activities": {"b": acts[1]}},
        "s2": {"final": True},
    }
    made = book_of(states, where)
    return made.model_copy(update={"roles": {**made.roles, "q": panel}})


def sittings(
    panel: Role, doer: str, people: People, trained: tuple[str, ...], *, bodies: bool
) -> Iterator[Sitting]:
    """Yield everybody who may do a duty together: a role alone, or a quorum."""

    def may(role: str, asked: tuple[str, ...]) -> list[tuple[str, int]]:
        act = SimpleNamespace(raci=SimpleNamespace(by=(role,)), qualified=asked)
        return sorted((people.may_answer if bodies else people.may_do)(act))

    if doer != "q":
        asked = () if bodies else trained
        yield from (frozenset({(doer, one)}) for one in may(doer, asked))
        return
    rest = [role for role in panel.members if role != panel.chair]
    for count in range(panel.sitting - 1, len(rest) + 1):
        for roles in combinations(rest, count):
            seats = (panel.chair, *roles)
            able = [set(may(role, trained)) for role in seats]
            for who in product(*(may(role, ()) for role in seats)):
                if not bodies and len(set(who)) < len(who):
                    continue
                if not trained or bodies or any(map(set.__contains__, able, who)):
                    yield frozenset(zip(seats, who, strict=True))


def held(panel: Role, doer: str, people: People) -> bool:
    """Tell whether anybody holds a duty in a region, whoever is at the desks."""
    if doer != "q":
        return bool(people.bodies(doer))
    seats = [role for role in panel.members if people.bodies(role)]
    return panel.chair in seats and len(seats) >= panel.sitting


def expected(
    rule: Any,
    panel: Role,
    by: tuple[str, str],
    made: Handbook,
    trained: tuple[str, ...],
) -> Verdict:
    verdicts = [Verdict.VACUOUS]
    for region in (*made.regions,) or (None,):
        people = People(made, region, crowd=TWO_QUORUMS)
        if not all(held(panel, doer, people) for doer in by):
            continue
        agencies = rule.kind == "different" and rule.agencies
        first, other = (
            [
                {one for _, one in sat}
                for sat in sittings(panel, doer, people, asked, bodies=agencies)
            ]
            for doer, asked in zip(by, (trained, ()), strict=True)
        )
        broken = [
            bool(f & o) == (rule.kind == "different") for f in first for o in other
        ]
        if all(broken):
            return Verdict.BROKEN
        verdicts.append(Verdict.ENFORCED if any(broken) else Verdict.HOLDS)
    order = (Verdict.VACUOUS, Verdict.HOLDS, Verdict.ENFORCED)
    return max(verdicts, key=order.index)


SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much]
doers = st.sampled_from([("q", "r0"), ("r1", "q"), ("q", "q"), ("q", "r2")])


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@example(
    "different people",
    Role(id="q", title=TITLE, members=ROLES, quorum=3, chair="r0"),
    ("q", "q"),
    {"region0": {"roles": {"r1": {"agency": "x"}, "r2": {"agency": "x"}}}},
    (),
)
@given(
    st.sampled_from(("different people", "different agencies", "the same person")),
    panels(),
    doers,
    regions(),
    st.sampled_from([(), ("q",)]),
)
def test_separation_and_binding_are_those_of_every_quorum(
    how: str,
    panel: Role,
    by: tuple[str, str],
    where: dict[str, Any],
    trained: tuple[str, ...],
) -> None:
    made = with_panel(panel, by, where, trained)
    rule: Any = parse_safeguard(f"a and b by {how}")
    study = ProofSession(chart(made.protocols["p"], made), Holders(made))
    answer = prove_sentence(rule, study)
    assert answer.verdict is expected(rule, panel, by, made, trained)


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(st.sampled_from(ROLES), panels(), regions())
def test_who_takes_part_and_who_alone_does_it_are_those_of_every_quorum(
    role: str, panel: Role, where: dict[str, Any]
) -> None:
    made = with_panel(panel, ("q", "r0"), where, ())
    study = ProofSession(chart(made.protocols["p"], made), Holders(made))
    sat = [
        sitting
        for region in (*made.regions,) or (None,)
        for people in [People(made, region)]
        if held(panel, "q", people)
        # Whoever has a desk or none: seats, not people, decide here.
        for sitting in sittings(panel, "q", people, (), bodies=True)
    ]
    takes_part = prove_sentence(parse_safeguard(f"a with {role}"), study).verdict
    if not sat or all(role in {seat for seat, _ in each} for each in sat):
        assert takes_part is (
            Verdict.HOLDS if role in panel.members or sat else takes_part
        )
    else:
        has_seat = role in panel.members
        assert takes_part is (Verdict.ENFORCED if has_seat else Verdict.BROKEN)
    only = prove_sentence(parse_safeguard(f"only {role} / x does a"), study).verdict
    named = all(seat == role or body == "x" for each in sat for seat, (body, _) in each)
    assert only is (Verdict.HOLDS if named else Verdict.BROKEN)
    assert prove_sentence(parse_safeguard("only q does a"), study).verdict is (
        Verdict.HOLDS
    )


def test_what_a_panel_is_sent_every_member_learns() -> None:
    made = book()
    flow = information_flow(chart(made.protocols["referral"], made), made)
    homes = ("harbour_police", "welfare_office", "clinic", "school", "council")
    # The case panel writes the plan, the appeal panel is sent it.
    assert {agency for agency in homes if flow.ways(agency, "identity")} == {*homes}


def test_a_sentence_says_what_a_live_case_keeps() -> None:
    proofs = kp.prove(book().protocols["referral"])
    assert {name: str(proof.verdict) for name, proof in proofs.items()} == {
        "soundness": "holds",
        "nurse_sits": "enforced",
        "chair_sits": "holds",
        "panel_decides": "holds",
        "others_review": "enforced",
    }
