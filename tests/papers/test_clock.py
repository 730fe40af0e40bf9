"""The clock of the page's walk counts from the last of whatever starts a deadline."""

from pathlib import Path

import pytest

import katch_protocols.papers
from katch_protocols.answers import encode
from katch_protocols.charts.build import chart
from katch_protocols.model.documents import Titled
from katch_protocols.papers.page.texts import PageLanguages
from katch_protocols.papers.page.walks import WalkPlaces
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
