"""The walk of the page is the real protocol: the browser steps as our engine does."""

import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, assume, given, reject, settings

import katch_protocols.papers
from katch_protocols.answers import encode
from katch_protocols.charts.build import chart
from katch_protocols.errors import BoundError
from katch_protocols.papers.page.texts import PageLanguages
from katch_protocols.papers.page.walks import WalkPlaces
from katch_protocols.semantics.case_step import possible_activities, step
from katch_protocols.semantics.compile import compile_chart
from tests.strategies import handbooks

ENGINE = Path(katch_protocols.papers.__file__).parent / "data" / "table.js"

# What is asked and answered travels as text: playwright looks at every value otherwise.
FOLLOW = """(asked) => {
  const [table, places, walks] = JSON.parse(asked);
  const engine = Table.open(table);
  const told = (word) => [`0x${word.toString(16)}`,
    [...new Set(engine.possible(word).filter((row) => !row.timed)
      .map((row) => row.activity))],
    engine.active(word, places).map((at) => places[at].name), engine.complete(word)];
  return JSON.stringify(walks.map((walk) => {
    let word = engine.initial;
    return [told(word), ...walk.map(([activity, records]) => {
      word = engine.step(word, activity, records);
      return told(word);
    })];
  }));
}"""


@pytest.fixture(scope="module")
def engine(browser):
    page = browser.new_page()
    page.evaluate(ENGINE.read_text(encoding="utf-8") + "\nglobalThis.Table = Table;")
    yield page
    page.close()


def told(table, word):
    return [
        hex(word),
        list(possible_activities(table, word)),
        list(table.configuration(word).states),
        table.is_final(word),
    ]


def walked(table, random, length):
    """Walk at random: what was done, and what our own engine says after each step."""
    word, done, said = table.initial, [], [told(table, table.initial)]
    for _ in range(length):
        rows = list(table.possible(word))
        if not rows:
            break
        row = random.choice(rows)
        records = dict(row.records)
        word = step(table, word, row.activity, records)
        done.append([row.activity, records])
        said.append(told(table, word))
    return done, said


def compare(engine, table, random, *, walks, length):
    made = table.chart
    places = encode(WalkPlaces(made, PageLanguages(("en",))).all())
    walks = [walked(table, random, length) for _ in range(walks)]
    asked = [table.to_json(), places, [done for done, _ in walks]]
    said = json.loads(engine.evaluate(FOLLOW, json.dumps(asked)))
    assert said == [ours for _, ours in walks]
    return sum(len(done) for done, _ in walks)


@pytest.mark.parametrize(
    "name", ["identification_child_tip", "referral_and_assistance"]
)
def test_chromium_walks_the_shipped_protocols_as_our_engine_does(engine, shipped, name):
    table = compile_chart(chart(shipped.protocols[name], shipped))
    steps = compare(engine, table, Random(name), walks=150, length=40)  # noqa: S311 - a walk
    assert steps > 1000


@settings(
    max_examples=30,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(handbook=handbooks())
def test_chromium_walks_random_protocols_as_our_engine_does(engine, handbook):
    try:
        table = compile_chart(chart(handbook.protocols["first"], handbook))
    except BoundError:
        reject()
    assume(not table.endless)  # a rule refuses such protocols; nobody can walk them
    compare(engine, table, Random(1), walks=6, length=15)  # noqa: S311 - a walk


def test_the_browser_refuses_what_is_not_possible(engine, shipped):
    made = chart(shipped.protocols["referral_and_assistance"], shipped)
    refused = engine.evaluate(
        """table => {
          const engine = Table.open(JSON.parse(table));
          const wrong = [["close", {}], ["no_such_act", {}], ["constructor", {}]];
          return wrong.map(([name, records]) => {
            try { engine.step(engine.initial, name, records); return "done"; }
            catch (error) { return error.message; }
          });
        }""",
        json.dumps(compile_chart(made).to_json()),
    )
    assert refused == [
        "'close' is not possible now.",
        "'no_such_act' is not possible now.",
        "'constructor' is not possible now.",
    ]
