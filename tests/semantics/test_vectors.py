"""Vectors: a reader of the table reproduces them, and one that errs does not."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import katch_protocols as kp
from katch_protocols.errors import BoundError
from katch_protocols.files.read import read_texts
from katch_protocols.semantics.explore import explore
from katch_protocols.semantics.vectors import draw_vectors
from tests.cases.harbour import FILES, book
from tests.strategies import make_world, worlds

SCHEMA = Path(__file__).parents[2] / "docs" / "reference" / "answers"


class Reader:
    """A reader of the published table, written from its page alone."""

    def __init__(self, table):
        self.rows = [
            (row, *(int(row[key], 16) for key in ("mask", "match", "clear", "set")))
            for row in table["rows"]
        ]
        self.final = [(int(c["mask"], 16), int(c["match"], 16)) for c in table["final"]]
        self.initial = int(table["initial"], 16)

    def possible(self, word):
        found = [
            row["activity"]
            for row, mask, match, *_ in self.rows
            if word & mask == match
        ]
        return list(dict.fromkeys(found))

    def step(self, word, doing):
        for row, mask, match, clear, put in self.rows:
            same = row["activity"] == doing["activity"]
            if same and row["records"] == doing["records"] and word & mask == match:
                return word & ~clear | put
        return None

    def complete(self, word):
        return any(word & mask == match for mask, match in self.final)


def agrees(table, vectors):
    """Tell whether a reader of a table answers as vectors say, at every step."""
    reader = Reader(table)
    for walk in vectors["walks"]:
        word = reader.initial
        for step in walk["steps"]:
            if hex(word) != step["word"] or reader.possible(word) != step["possible"]:
                return False
            if any(reader.step(word, each) is not None for each in step["refused"]):
                return False
            word = reader.step(word, step)
            if word is None or hex(word) != step["next"]:
                return False
        end = hex(word), reader.possible(word), reader.complete(word)
        if end != (walk["end"], walk["possible"], walk["complete"]):
            return False
    return True


PROTOCOLS = ("partner_selection", "identification_child_tip", "cross_border_return")


@pytest.fixture(scope="module", params=PROTOCOLS)
def made(request):
    table = kp.compile(kp.handbook().protocols[request.param])
    return table, draw_vectors(table)


def test_a_reader_reproduces_every_answer(made):
    table, vectors = made
    plain = json.loads(json.dumps(vectors.to_json()))
    assert agrees(table.to_json(), plain)
    if table.chart.protocol.id == PROTOCOLS[0]:  # of the others it says the same
        schema = json.loads((SCHEMA / "vectors.schema.json").read_text("utf-8"))
        Draft202012Validator(schema).validate(plain)


def test_every_row_is_taken_or_is_told_never_to_be(made):
    table, vectors = made
    rows = list(table.meetable())
    taken = {step.row for walk in vectors.walks for step in walk.steps}
    fired = explore(table).fired
    assert vectors.coverage.all_seen
    assert taken == {
        place for place, row in enumerate(rows) if fired[table.rows.index(row)]
    }
    assert set(vectors.coverage.never) == set(range(len(rows))) - taken
    assert vectors.coverage.uncovered == ()
    assert vectors.coverage.covered == len(taken)
    for walk in vectors.walks:
        for step in walk.steps:
            assert rows[step.row].activity == step.activity


def test_a_line_of_states_is_one_walk_however_long_it_is():
    states = 300
    steps = "".join(
        f"  s{at}: {{held_by: officer, activities: "
        f"{{go{at}: {{by: officer, to: s{at + 1}}}}}}}\n"
        for at in range(states - 1)
    )
    end = f"  s{states - 1}: {{final: true, outcome: protected}}\n"
    head = "protocol: line\nvalid_from: 2026-01-01\ninitial: s0\nstates:\n"
    line = read_texts({**FILES, "line.yaml": head + steps + end}).handbook
    vectors = draw_vectors(kp.compile(line.protocols["line"]))
    assert [len(walk.steps) for walk in vectors.walks] == [states - 1]
    assert vectors.walks[0].complete


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds(), st.integers(0, 9))
def test_vectors_of_any_protocol_are_reproduced_and_take_what_can_be_taken(world, seed):
    handbook = make_world(world)
    try:
        table = kp.compile(handbook.protocols["first"], handbook=handbook)
    except BoundError:
        reject()
    vectors = draw_vectors(table, seed, limit=500)
    assert agrees(table.to_json(), vectors.to_json())
    rows, found = list(table.meetable()), explore(table, limit=500)
    taken = {step.row for walk in vectors.walks for step in walk.steps}
    seen = {at for at, row in enumerate(rows) if found.fired[table.rows.index(row)]}
    if vectors.coverage.all_seen:
        assert taken == seen
        assert set(vectors.coverage.never) == set(range(len(rows))) - seen
    else:
        assert vectors.coverage.never == ()
        assert set(vectors.coverage.uncovered) == set(range(len(rows))) - taken


def test_vectors_find_a_row_that_is_read_wrongly():
    table = kp.compile(book().protocols["referral"])
    vectors = json.loads(json.dumps(draw_vectors(table).to_json()))
    taken = {step["row"] for walk in vectors["walks"] for step in walk["steps"]}
    assert agrees(table.to_json(), vectors)
    for place in taken:
        for key in ("match", "set"):
            wrong = table.to_json()
            row = wrong["rows"][place]
            low = int(row["mask"], 16) & -int(row["mask"], 16)
            row[key] = hex(int(row[key], 16) ^ low)
            assert not agrees(wrong, vectors), (place, key)
    ended = table.to_json()
    ended["final"] = []
    assert not agrees(ended, vectors)


def test_the_same_seed_draws_the_same_walks_and_another_others():
    table = kp.compile(book().protocols["referral"])
    assert draw_vectors(table, 7) == draw_vectors(table, 7)
    assert draw_vectors(table, 7) != draw_vectors(table, 8)
    # A change of these numbers changes what hosts keep in their tests: tell them.
    walks = draw_vectors(table).walks
    assert walks[0].steps[0].possible == ("assess",)
    assert all(walk.complete for walk in walks)


def test_what_was_not_looked_at_is_not_decided():
    table = kp.compile(kp.handbook().protocols["identification_child_tip"])
    few = draw_vectors(table, limit=1).coverage
    assert not few.all_seen
    assert few.never == ()
    assert few.covered + len(few.uncovered) == few.rows
