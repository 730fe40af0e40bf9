"""The clock of the page's walk counts from the last of whatever starts a deadline."""

from pathlib import Path

import pytest

import katch_protocols.papers
from katch_protocols.answers import encode
from katch_protocols.charts.build import chart
from katch_protocols.model.documents import Titled
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.papers.page.texts import PageLanguages
from katch_protocols.papers.page.walks import WalkPlaces, Walks
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.sentences.text import parse_safeguard
from tests.proofs.timing.handbooks import make_timed

CLOCK = Path(katch_protocols.papers.__file__).parent / "data" / "clock.js"
STATES = {
    "noticed": {"activities": {"ask": {"to": "asked", "counts_as": ["talk"]}}},
    "asked": {"activities": {"ask_again": {"counts_as": ["talk"]}, "go": {"to": "b"}}},
    "b": {"counts_as": ["talk"], "activities": {"end": {"to": "over"}}},
    "over": {"final": True},
}
DUE = """([place, happened, entered]) => {
  const at = (hours) => ({ hours, working: 0 });
  const all = (times) =>
    Object.fromEntries(Object.entries(times).map(([name, hours]) => [name, at(hours)]));
  const clock = { now: at(0), happened: all(happened), entered: all(entered) };
  return Clock.due(place, clock).hours;
}"""


@pytest.fixture(scope="module")
def clock(browser):
    page = browser.new_page()
    page.evaluate(CLOCK.read_text(encoding="utf-8") + "\nglobalThis.Clock = Clock;")
    yield page
    page.close()


def place(start):
    handbook = make_timed(STATES, {"b": f"5 hours from {start}"})
    measured = {"talk": Titled(id="talk", title=handbook.title)}
    handbook = handbook.model_copy(update={"measured": measured})
    made = chart(handbook.protocols["case"], handbook)
    places = WalkPlaces(made, PageLanguages(("en",))).all()
    (found,) = (each for each in places if each.name == "b")
    return encode(found)


def test_what_is_measured_starts_it_by_whatever_counts():
    assert place("talk")["starts"] == ["ask", "ask_again", "b"]
    assert place("ask")["starts"] == ["ask"]


def test_it_counts_from_the_last_that_came(clock):
    happened = {"ask": 1, "ask_again": 4, "other": 9}
    assert clock.evaluate(DUE, [place("talk"), happened, {"b": 2}]) == 9


def test_before_the_first_it_counts_from_entry(clock):
    assert clock.evaluate(DUE, [place("ask"), {}, {"b": 2}]) == 7


WAIT = """([event, asks, happened]) => {
  const at = (hours) => ({ hours, working: 0 });
  const all = Object.fromEntries(
    Object.entries(happened).map(([name, hours]) => [name, at(hours)]));
  const clock = { now: at(0), happened: all, entered: {} };
  const least = { amount: 3, unit: "days" };
  const wait = { event, other: ["ask", "asked"], unless: ["order"], asks, least };
  const row = { activity: "go", to: ["b"] };
  const said = (found) => found && found.hours;
  return [Clock.earliest(row, [wait], clock), Clock.earliest(row, [wait], clock, true)]
    .map(said);
}"""


@pytest.mark.parametrize(
    ("event", "asks", "happened", "hours"),
    [
        (["go"], False, {"ask": 1, "asked": 5}, [77, 77]),
        (["b"], False, {"ask": 1}, [73, 73]),
        (["c"], False, {"ask": 1}, [None, None]),
        (["go"], False, {}, [None, None]),
        (["go"], False, {"ask": 1, "order": 2}, [None, None]),
        # Whether its condition is true, the page does not know.
        (["go"], True, {"ask": 1}, [None, 73]),
    ],
)
def test_what_must_wait_is_possible_so_long_after_the_last(
    clock, event, asks, happened, hours
):
    assert clock.evaluate(WAIT, [event, asks, happened]) == hours


AFTER = """waits => {
  const places = (name) => [{ name, due: null, starts: [] }];
  const begun = Clock.begin(places("noticed"));
  const steps = [["ask", "asked"], ["go", "b"]];
  let clock = begun, before = "noticed";
  for (const [activity, to] of steps) {
    const row = { activity, from: before, to: [to] };
    clock = Clock.after(clock, row, null, places(before), places(to), waits);
    before = to;
  }
  return clock.now.hours;
}"""


def test_a_walk_lets_the_time_pass_that_an_act_must_wait(clock):
    least = {"amount": 3, "unit": "days"}
    wait = {"event": ["go"], "other": ["noticed"], "unless": [], "asks": False}
    assert clock.evaluate(AFTER, [{**wait, "least": least}]) == 72
    assert clock.evaluate(AFTER, []) == 0


def chart_under(rule):
    """A chart under one sentence, and its handbook."""
    handbook = make_timed(STATES, {})
    measured = {"talk": Titled(id="talk", title=handbook.title)}
    safeguard = Safeguard(id="wait", rule=parse_safeguard(rule))
    handbook = handbook.model_copy(
        update={"measured": measured, "safeguards": {"wait": safeguard}}
    )
    return chart(handbook.protocols["case"], handbook), handbook


def walk_under(rule):
    """The walk of the page under one sentence."""
    made, handbook = chart_under(rule)
    languages = PageLanguages(("en",))
    found = Walks(made, handbook, WalkPlaces(made, languages), languages).walk()
    assert found is not None
    return found


def test_the_page_knows_what_must_wait():
    found = walk_under("b at least 3 days after talk where in asked unless over")
    (wait,) = found.waits
    assert (wait.event, wait.other, wait.unless, wait.asks) == (
        ("b",),
        ("ask", "ask_again", "b"),
        ("over",),
        False,
    )
    assert (wait.least.amount, wait.least.unit) == (3, "days")


BEFORE_GO = """walk => {
  const of = Case.open({ id: JSON.stringify(walk.waits), act: new Map(), walk });
  const asked = of.table.possible(of.begin().word)[0];
  const state = of.take(of.begin(), asked);
  const go = of.choices(state).find((choice) => choice.name === "go");
  const found = of.waiting(state, go);
  return found && [found.from.hours, found.asks];
}"""


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("b at least 3 days after ask", [72, False]),
        # An entry is looked at after the step, an activity before it.
        ("b at least 3 days after ask where in b", [72, False]),
        ("b at least 3 days after ask where in asked", None),
        ("go at least 3 days after ask where in asked", [72, False]),
        ("go at least 3 days after ask where in b", None),
        # No word tells whether it was done twice, or at all.
        ("go at least 3 days after ask where done ask_again", [72, True]),
    ],
)
def test_a_condition_is_looked_at_where_the_case_is(clock, rule, said):
    for name in ("table", "case"):
        code = (CLOCK.parent / f"{name}.js").read_text(encoding="utf-8")
        clock.evaluate(f"{code}\nglobalThis.{name.title()} = {name.title()};")
    clock.evaluate("globalThis.once = (some) => [...new Set(some)]")
    assert clock.evaluate(BEFORE_GO, encode(walk_under(rule))) == said


OWED = """([duty, first, steps]) => {
  const duties = [{ ...duty, at: 0 }];
  let clock = Clock.begin([], { duties, is: [first] });
  const said = () => Clock.owed(duties[0], clock)?.hours ?? null;
  const found = [said()];
  let was = [first];
  for (const [activity, to, is, hours] of steps) {
    clock = { ...clock, now: { hours, working: 0 } };
    clock = Clock.after(clock, { activity, from: "a", to }, null, [], [], [],
      { duties, was, is: [is] });
    was = [is];
    found.push(said());
  }
  return found;
}"""


def owed(**act):
    """What the page knows of a duty; ``b`` is one of two states that declare it."""
    states = {
        "a": {"activities": {"visit": act, "wait": {"to": "a"}, "end": {"to": "over"}}},
        "over": {"final": True},
    }
    handbook = make_timed(states, {})
    made = chart(handbook.protocols["case"], handbook)
    languages = PageLanguages(("en",))
    found = Walks(made, handbook, WalkPlaces(made, languages), languages).walk()
    assert found is not None
    return [encode(each) for each in found.owed]


@pytest.mark.parametrize(
    ("act", "steps", "hours"),
    [
        # Owed from the start, kept once it is done; done at the latest when it is due.
        ({"within": "3 hours"}, [("visit", [], True, 0)], [3, None]),
        ({"within": "3 hours"}, [("end", ["over"], False, 1)], [3, None]),
        # The state is entered anew: owed from then.
        ({"within": "3 hours"}, [("wait", ["a"], True, 2)], [3, 5]),
        # An event starts its clock again, and what was kept is owed again.
        (
            {"within": "3 hours from end"},
            [("visit", [], True, 0), ("end", [], True, 5)],
            [3, None, 8],
        ),
        # What recurs counts from each time that it is done.
        ({"every": "4 hours"}, [("visit", [], True, 0)], [4, 8]),
        # Its condition turns true later.
        (
            {"within": "3 hours"},
            [("x", [], False, 1), ("y", [], True, 6)],
            [3, None, 9],
        ),
    ],
)
def test_when_a_duty_is_due(clock, act, steps, hours):
    (duty,) = owed(**act)
    assert clock.evaluate(OWED, [duty, True, steps]) == hours


def test_what_recurs_after_a_first_time_begins_with_that(clock):
    first, again = owed(within="1 hours", every="4 hours")
    assert (first["every"], again["every"], again["after_first"]) == (False, True, True)
    steps = [("visit", [], True, 1)]
    assert clock.evaluate(OWED, [first, True, steps]) == [1, None]
    assert clock.evaluate(OWED, [again, True, steps]) == [None, 5]


def test_the_words_in_which_it_is_owed_are_those_of_the_table():
    (duty,) = owed(within="3 hours")
    assert duty["states"] == ["a"]
    assert duty["starts"] == []
    assert len(duty["owed"]) == 1


@pytest.mark.parametrize(
    ("rule", "asks", "count"),
    [
        ("go at least 3 days after ask", False, None),
        ("go at least 3 days after ask where in asked", False, 1),
        ("go at least 3 days after ask where in b", False, 1),
        ("b at least 3 days after ask where in asked", False, 1),
        # Nothing keeps what is done.
        ("go at least 3 days after ask where done ask_again", True, None),
    ],
)
def test_a_condition_is_looked_at_in_the_word_where_that_tells_it(rule, asks, count):
    found = walk_under(rule)
    (wait,) = found.waits
    assert wait.asks is asks
    assert (None if wait.where is None else len(wait.where)) == count
    table = compile_chart(chart_under(rule)[0])
    in_asked = table.initial
    for row in table.rows:
        if row.activity == "ask":
            in_asked = row.after(in_asked)
    if wait.where is not None:
        (cube,) = wait.where
        mask, match = int(cube["mask"], 16), int(cube["match"], 16)
        assert (in_asked & mask == match) is rule.endswith("asked")
        assert table.initial & mask != match
