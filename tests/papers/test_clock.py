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


def test_the_page_knows_what_must_wait():
    rule = "b at least 3 days after talk where in asked unless over"
    handbook = make_timed(STATES, {})
    measured = {"talk": Titled(id="talk", title=handbook.title)}
    safeguard = Safeguard(id="wait", rule=parse_safeguard(rule))
    handbook = handbook.model_copy(
        update={"measured": measured, "safeguards": {"wait": safeguard}}
    )
    made = chart(handbook.protocols["case"], handbook)
    tongues = PageLanguages(("en",))
    found = Walks(made, handbook, WalkPlaces(made, tongues), tongues).walk()
    assert found is not None
    (wait,) = found.waits
    assert (wait.event, wait.other, wait.unless, wait.asks) == (
        ("b",),
        ("ask", "ask_again", "b"),
        ("over",),
        True,
    )
    assert (wait.least.amount, wait.least.unit) == (3, "days")
