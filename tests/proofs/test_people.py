"""Separation and binding of duty, against every choice of people for every case."""

from collections.abc import Iterator
from itertools import count, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.parties import Role
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.sentences.text import parse_safeguard
from tests.proofs.judging import bound
from tests.proofs.telling import Case, Teller, all_cases
from tests.semantics.small import FINAL, TITLE, handbook, protocol

ROLES = ("r0", "r1", "r2")
HOMES = {"r0": ("x",), "r1": ("x", "y"), "r2": ()}
SENTENCES = (
    "a and b by different people",
    "a and b by different agencies",
    "a and b by the same person",
    "a and b by different people where done c",
    "a and b by the same person unless c",
)
Plain = dict[str, Any]


def book_of(states: Plain, regions: Plain) -> Handbook:
    return handbook(
        protocol(initial="s0", states=states),
        agencies={
            name: {"id": name, "title": TITLE, "kind": "service", "level": "region"}
            for name in ("x", "y")
        },
        roles={
            name: {"id": name, "title": TITLE, "agencies": homes}
            for name, homes in HOMES.items()
        },
        regions={
            name: {
                "id": name,
                "title": TITLE,
                "roles": region.get("roles", {}),
                "posts": {
                    post: {"id": post, "title": TITLE, **each}
                    for post, each in region.get("posts", {}).items()
                },
            }
            for name, region in regions.items()
        },
    )


@st.composite
def regions(draw: st.DrawFn) -> Plain:
    bindings = st.sampled_from([{"agency": "x"}, {"agency": "y"}, {"unbound": TITLE}])
    posts = st.fixed_dictionaries(
        {
            "roles": st.lists(st.sampled_from(ROLES), min_size=1, unique=True),
            "people": st.integers(1, 2),
            "qualified": st.sampled_from([{}, {"q": 1}]),
        }
    )
    return {
        f"region{n}": {
            "roles": draw(
                st.dictionaries(st.sampled_from(ROLES), bindings, max_size=2)
            ),
            "posts": {f"post{m}": draw(posts) for m in range(draw(st.integers(0, 2)))},
        }
        for n in range(draw(st.integers(0, 2)))
    }


@st.composite
def states(draw: st.DrawFn) -> Plain:
    """Draw states that only lead on, so that all cases can be told."""
    by = st.lists(st.sampled_from(ROLES), min_size=1, max_size=2, unique=True)
    made: Plain = {}
    for n in range(4):
        acts = draw(st.lists(st.sampled_from("abc"), max_size=2, unique=True))
        made[f"s{n}"] = {
            "activities": {
                act: {
                    "to": draw(st.sampled_from([f"s{m}" for m in range(n + 1, 5)])),
                    "raci": {"by": draw(by)},
                    "qualified": draw(st.sampled_from([(), (), ("q",)])),
                }
                for act in acts
            }
        }
    return {**made, "s4": FINAL}


class People:
    """Everybody of one region; a person is (what they belong to, a number).

    ``crowd`` is how many stand for people whose number nobody knows: enough for all
    that is done in one case to be done by somebody else.
    """

    def __init__(self, book: Handbook, region: str | None, crowd: int = 4) -> None:
        self.book, self.crowd = book, crowd
        self.region = None if region is None else book.regions[region]
        self.fresh = count()

    def bodies(self, role: str) -> tuple[str, ...]:
        """Return the agencies of a role, or ``nobody's`` for one without office."""
        if self.region is not None and role in self.region.roles:
            agency = self.region.roles[role].agency
            return () if agency is None else (agency,)
        return HOMES[role] or ("nobody's",)

    def may_do(self, act: Any) -> set[tuple[str, int]]:
        found: set[tuple[str, int]] = set()
        for role in act.raci.by:
            bodies = self.bodies(role)
            posts = self.posts(role)
            for post in posts if bodies else ():
                trained = post.qualified.get("q", 0)
                able = trained if act.qualified else post.people
                found |= {(post.id, n) for n in range(able)}
            if not posts:
                found |= {(body, n) for body in bodies for n in range(self.crowd)}
                found |= self.colleagues(bodies, act)
        return found

    def posts(self, role: str) -> list[Any]:
        posts = self.region.posts.values() if self.region else ()
        return [post for post in posts if role in post.roles]

    def colleagues(self, bodies: tuple[str, ...], act: Any) -> set[tuple[str, int]]:
        """People of posts who work for one of the bodies: they could be it too."""
        return {
            (post.id, n)
            for post in (self.region.posts.values() if self.region else ())
            for n in range(post.qualified.get("q", 0) if act.qualified else post.people)
            if {body for role in post.roles for body in self.bodies(role)} & {*bodies}
        }

    def may_answer(self, act: Any) -> set[tuple[str, int]]:
        """Return the agencies of whoever may do it; who has none has no equal."""
        return {
            (body, n)
            for role in act.raci.by
            for body in self.bodies(role)
            for n in (next(self.fresh) if body == "nobody's" else 0,)
        }


def standings(rule: Any, case: Case, people: People) -> Iterator[bool]:
    """Yield for each choice of people whether it breaks the sentence in the case."""
    it = bound(rule, case)
    firsts = [it.events[n] for n in it.first]
    others = [it.events[n] for n in it.at(rule.other)]
    if not (firsts and others):
        return
    agencies = rule.kind == "different" and rule.agencies
    may = people.may_answer if agencies else people.may_do
    events = (*firsts, *others)
    # Where nobody holds a role, that is a gap of the region, and breaks nothing.
    if not all(any(map(people.bodies, event.act.raci.by)) for event in events):
        return
    choices = [sorted(may(event.act)) for event in events]
    yield from (
        any((one == other) == (rule.kind == "different") for one in f for other in o)
        for chosen in product(*choices)
        for f, o in [(chosen[: len(firsts)], chosen[len(firsts) :])]
    )
    if not all(choices):
        yield True


def judged(rule: Any, book: Handbook) -> tuple[Verdict, int | None]:
    """Return the verdict, and the length of a shortest case that decides it."""
    cases, _ = all_cases(Teller(book.protocols["p"], book), most=500, deepest=9)
    places = [People(book, region) for region in (*book.regions,) or (None,)]
    worst: tuple[Verdict, int | None] = (Verdict.VACUOUS, None)
    for case in cases:
        for people in places:
            broken = [*standings(rule, case, people)]
            if broken and all(broken):
                return Verdict.BROKEN, len(case.moves)
            if any(broken) and worst[0] is not Verdict.ENFORCED:
                worst = Verdict.ENFORCED, len(case.moves)
            if broken and worst[0] is Verdict.VACUOUS:
                worst = Verdict.HOLDS, None
    return worst


@pytest.mark.parametrize("text", SENTENCES)
@settings(max_examples=25, deadline=None)
@given(states=states(), regions=regions())
def test_the_verdict_is_that_of_every_choice_of_people(
    text: str, states: Plain, regions: Plain
) -> None:
    book = book_of(states, regions)
    study = ProofSession(chart(book.protocols["p"], book), Holders(book))
    if not {"a", "b", "c"} <= {*study.chart.activities}:
        return
    rule = parse_safeguard(text)
    answer = prove_sentence(rule, study)
    story = answer.counterexample
    length = None if story is None else len(story.rows)
    assert (answer.verdict, length) == judged(rule, book)


TRAINED = {
    "nobody-of-the-desk": ({"p": 1}, "p", "q", Verdict.BROKEN),
    "one-of-two-for-each": ({"p": 1, "q": 1}, "p", "q", Verdict.ENFORCED),
    "both-of-two": ({"p": 2, "q": 2}, "p", "q", Verdict.ENFORCED),
}


@pytest.mark.parametrize("case", TRAINED)
def test_two_trainings_of_one_desk(case: str) -> None:
    qualified, first, other, expected = TRAINED[case]
    assert _of_one_desk(2, qualified, first, other) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a and b by different people", Verdict.BROKEN),
        ("a and b by the same person", Verdict.HOLDS),
    ],
)
def test_who_is_alone_at_a_desk_has_each_of_its_trainings(
    text: str, expected: Verdict
) -> None:
    assert _of_one_desk(1, {"p": 1, "q": 1}, "p", "q", text) is expected


def test_who_has_a_post_brings_its_training_to_a_role_that_has_none() -> None:
    # Nobody of the desk is trained, so whoever does the other act is somebody else.
    desk = {"roles": ["r0"], "people": 1}
    acts = {
        "s0": {"a": {"to": "s1", "raci": {"by": ["r0"]}}},
        "s1": {"b": {"to": "s4", "raci": {"by": ["r1"]}, "qualified": ("q",)}},
    }
    made = {name: {"activities": each} for name, each in acts.items()}
    region = {"roles": {"r1": {"agency": "x"}}, "posts": {"desk": desk}}
    book = book_of({**made, "s4": FINAL}, {"region": region})
    study = ProofSession(chart(book.protocols["p"], book), Holders(book))
    verdicts = [
        prove_sentence(parse_safeguard(f"a and b by {who}"), study).verdict
        for who in ("the same person", "different people")
    ]
    assert verdicts == [Verdict.BROKEN, Verdict.HOLDS]


def _of_one_desk(
    people: int,
    qualified: dict[str, int],
    first: str,
    other: str,
    text: str = "a and b by different people",
) -> Verdict:
    """Return the verdict where one desk does both, each with a training of its own."""
    desk = {"roles": ["r0"], "people": people, "qualified": qualified}
    acts = {
        "s0": {"a": {"to": "s1", "raci": {"by": ["r0"]}, "qualified": (first,)}},
        "s1": {"b": {"to": "s4", "raci": {"by": ["r0"]}, "qualified": (other,)}},
    }
    made = {name: {"activities": each} for name, each in acts.items()}
    book = book_of({**made, "s4": FINAL}, {"region": {"posts": {"desk": desk}}})
    study = ProofSession(chart(book.protocols["p"], book), Holders(book))
    return prove_sentence(parse_safeguard(text), study).verdict


def test_a_panel_of_which_nobody_has_one_of_two_trainings_cannot_decide() -> None:
    seats = ["r0", "r1"]
    desk = {"roles": seats, "people": 3, "qualified": {"p": 1}}
    acts = {
        "s0": {"a": {"to": "s1", "raci": {"by": ["r0"]}, "qualified": ("p",)}},
        "s1": {"b": {"to": "s4", "raci": {"by": ["panel"]}, "qualified": ("q",)}},
    }
    made = {name: {"activities": each} for name, each in acts.items()}
    region = {"roles": {"r1": {"agency": "x"}}, "posts": {"desk": desk}}
    plain = book_of({**made, "s4": FINAL}, {"region": region})
    panel = Role(id="panel", title=TITLE, members=("r0", "r1"), quorum=2, chair="r0")
    book = plain.model_copy(update={"roles": {**plain.roles, "panel": panel}})
    study = ProofSession(chart(book.protocols["p"], book), Holders(book))
    rule = parse_safeguard("a and b by different people")
    assert prove_sentence(rule, study).verdict is Verdict.BROKEN
