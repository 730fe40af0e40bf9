"""A protocol that others open is looked at from every value that they may give it."""

from collections import deque

from hypothesis import HealthCheck, given, reject, settings

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.charts.starts import START, brought, with_starts
from katch_protocols.errors import BoundError
from katch_protocols.model.documents import UNKNOWN
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.prove import prove
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.explore import explore
from katch_protocols.sentences.text import parse_safeguard
from tests.interpreter import Interpreter, UnendingError
from tests.making import make_handbook, make_protocol
from tests.strategies import small_handbooks

ORIGIN = {"origin": ("home", "abroad", "sea")}
WAYS = (("origin is home", "near"), ("origin is abroad", "far"), (None, "open"))
OPENED = {
    "states": {
        "door": {"decide": WAYS},
        "near": {"held_by": "nurse", "activities": {"help": {"to": "over"}}},
        "far": {"held_by": "teacher", "activities": {"fetch": {"to": "over"}}},
        "open": {"held_by": "officer", "activities": {"wait": {"to": "over"}}},
        "over": {"final": True, "outcome": "protected"},
    }
}


def opener(**act):
    go = {"to": "end", "opens": "second", **act}
    return {"states": {"a": {"activities": {"go": go}}, "end": {"final": True}}}


def handbook(*openers):
    made = [make_protocol(each, name=f"o{n}") for n, each in enumerate(openers)]
    opened = make_protocol(OPENED, name="second")
    return make_handbook(*made, opened, facts=ORIGIN)


def values(book):
    found = brought(book).get("second", {})
    return {name: set(each["origin"]) for name, each in found.items()}


def test_what_an_opener_may_give_is_what_the_fact_may_be_there():
    assert values(handbook(opener())) == {"o0": {UNKNOWN}}
    assert values(handbook(opener(sets={"origin": "sea"}))) == {"o0": {UNKNOWN, "sea"}}
    every = {UNKNOWN, "home", "abroad", "sea"}
    assert values(handbook(opener(records=("origin",)))) == {"o0": every}
    both = handbook(opener(sets={"origin": "sea"}), opener(sets={"origin": "home"}))
    assert values(both) == {"o0": {UNKNOWN, "sea"}, "o1": {UNKNOWN, "home"}}


def test_what_was_brought_along_itself_goes_on():
    through = {"states": {**OPENED["states"]}}
    through["states"]["far"] = {
        "activities": {"fetch": {"to": "over", "opens": "third"}}
    }
    book = make_handbook(
        make_protocol(opener(sets={"origin": "abroad"}), name="first"),
        make_protocol(through, name="second"),
        make_protocol(OPENED, name="third"),
        facts=ORIGIN,
    )
    assert set(brought(book)["third"]["second"]["origin"]) == {UNKNOWN, "abroad"}


def test_a_protocol_that_nobody_opens_stays_as_it_is():
    book = handbook(opener())
    own = chart(book.protocols["o0"], book)
    assert with_starts(own, book) is own
    opened = chart(book.protocols["second"], book)
    found = with_starts(opened, book)
    assert START in found.by_name
    assert with_starts(found, book) is found
    assert found.nodes[1 : len(opened.nodes)] == opened.nodes[1:]


def test_a_story_begins_with_the_values_that_its_case_was_given():
    book = handbook(opener(sets={"origin": "abroad"}))
    opened = chart(book.protocols["second"], book)
    assert prove(opened, book)["soundness"].verdict is Verdict.BROKEN  # near: never
    rows = compile_chart(with_starts(opened, book)).rows
    starts = {row.records for row in rows if row.activity == START}
    assert starts == {(), (("origin", "abroad"),), (("origin", UNKNOWN),)}


def test_nothing_is_done_before_a_case_has_begun():
    """An activity of the protocol's own level was possible before the first state."""
    opened = {
        "states": {
            "begun": {"activities": {"help": {"to": "over"}}},
            "over": {"final": True},
        },
        "activities": {"note": {"to": "over", "when": "origin is unknown"}},
    }
    book = make_handbook(
        make_protocol(opener(sets={"origin": "abroad"}), name="first"),
        make_protocol(opened, name="second"),
        facts=ORIGIN,
    )
    drawn = chart(book.protocols["second"], book)
    study = ProofSession(drawn, Holders(book))
    answer = prove_sentence(parse_safeguard("note requires begun"), study)
    assert answer.verdict is Verdict.HOLDS


MOST = 300


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_handbooks())
def test_exactly_the_cases_that_openers_can_begin_are_looked_at(book):
    """Against the interpreter, which begins once for every combination."""
    protocol = book.protocols["second"]
    drawn = chart(protocol, book)
    whole = with_starts(drawn, book)
    starts = [dict(each.brought) for each in whole.entries if each.activity == START]
    if not starts:
        reject()
    try:
        table = compile_chart(whole)
        other = Interpreter(protocol, book)
        seen = deque(dict.fromkeys(other.start(each) for each in starts))
        known = set(seen)
        while seen:
            now = seen.popleft()
            for move in other.possible(now):
                after = other.step(now, move)
                if after not in known:
                    known.add(after)
                    seen.append(after)
            if len(known) > MOST:
                reject()
    except (BoundError, UnendingError):
        reject()
    found = explore(table)
    ours = {
        (frozenset(now.states), tuple(sorted(now.facts.items())))
        for now in map(table.configuration, found.every_word())
        if START not in now.states
    }
    asked = set(table.layout.facts)
    theirs = {
        (now.active, tuple(each for each in now.facts if each[0] in asked))
        for now in known
    }
    assert ours == theirs
