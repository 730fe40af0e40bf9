"""Of a moment of the path: from when its clock counts, and who holds the case."""

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.duties.moment_facts import MomentFacts
from katch_protocols.files.read import read_texts
from tests.duties.small import FILES

HEAD = FILES["lost.yaml"].partition("initial:")[0]
STATES = """facts:
  cold: {title: Cold, values: [hot, icy]}
initial: seen
states:
  seen:
    title: Seen
    held_by: officer
    within: 2 hours
    activities:
      look: {title: Look, by: officer, records: cold, within: 3 hours}
      warm: {title: Warm, by: officer, when: cold is icy, within: 4 hours}
      take: {title: Take in, by: officer, to: kept}
      drive: {title: Drive, by: officer, to: helped}
  kept:
    title: Kept
    held_by: worker
    within: 3 days
    after: {10 days: asked}
    activities:
      feed: {title: Feed, by: worker, within: 5 hours}
      dress: {title: Dress, by: worker, when: cold is icy, within: 6 hours}
      walk:
        title: Walk
        by: worker
        when: cold is icy
        within: {limit: 1 day, from: feed}
      ask: {title: Ask, by: worker, to: asked}
  asked:
    title: Asked
    held_by: worker
    within: 4 days
    activities:
      send: {title: Send, by: worker, to: helped}
      call: {title: Call, by: worker, to: teams}
  teams:
    title: Teams
    held_by: worker
    within: 8 days
    done: met
    parallel:
      left:
        initial: ready
        states:
          ready:
            title: Ready
            activities: {start: {title: Start, by: worker, to: gone}}
          gone: {title: Gone, final: true}
      right:
        initial: eager
        states:
          eager:
            title: Eager
            activities: {run: {title: Run, by: worker, to: ran}}
          ran: {title: Ran, final: true}
    activities:
      stop: {title: Stop, by: worker, to: met}
  met:
    title: Met
    held_by: worker
    within: 7 days
    activities: {part: {title: Part, by: worker, to: helped}}
  helped:
    title: Helped
    held_by: nurse
    within: 6 days
    activities:
      heal: {title: Heal, by: nurse, to: closed}
      back: {title: Back, by: nurse, to: resume teams}
  closed: {title: Closed, final: true, outcome: protected}
activities:
  weigh: {title: Weigh, by: nurse, from: [kept, helped], within: 5 days}
  note: {title: Note, by: officer, within: 2 weeks}
  tell: {title: Tell, by: officer, when: cold is icy, within: 3 weeks}
"""


@pytest.fixture(scope="module")
def told() -> MomentFacts:
    book = read_texts({**FILES, "lost.yaml": HEAD + STATES}).sound()
    return MomentFacts(chart(book.protocols["lost"], book), book)


@pytest.mark.parametrize(
    ("name", "span", "since"),
    [
        ("seen", "2 hours", "the start"),
        ("kept", "3 days", "Take in"),
        ("asked", "4 days", ""),  # By hand, or by the clock.
        ("helped", "6 days", ""),  # By either of three activities.
        ("teams", "8 days", "Call"),  # What is taken up again does not enter anew.
        ("met", "7 days", ""),  # By hand, or when both strands are done.
        ("look", "3 hours", "the start"),
        ("take", "2 hours", "the start"),
        ("feed", "5 hours", "Take in"),
        ("warm", "4 hours", ""),  # Owed from when it is known that the child is cold.
        ("dress", "6 hours", ""),
        ("walk", "1 day", "Feed"),
        ("weigh", "5 days", ""),  # Owed in either of two states.
        ("note", "2 weeks", "the start"),
        ("tell", "3 weeks", ""),
    ],
)
def test_from_when_a_clock_counts(
    told: MomentFacts, name: str, span: str, since: str
) -> None:
    made = told.chart
    if name in made.by_name:
        clock = told.clock_of(made.node(name))
    else:
        clock = told.clock_of_act(made.entries[made.activities[name][0]])
    assert clock is not None
    said = "the start" if clock.from_start else ""
    if clock.since is not None:
        said = clock.since.say("en")
    assert (str(clock.span), said) == (span, since)


@pytest.mark.parametrize(
    ("name", "holders"),
    [
        ("seen", "officer"),
        ("kept", "officer worker"),
        ("asked", "worker"),
        ("teams", "worker"),  # What is taken up again comes from nobody else.
        ("teams.left.ready", "worker"),
        ("helped", "nurse"),  # It comes from two, and neither is told.
        ("take", "officer worker"),
        ("drive", "officer nurse"),
        ("look", "officer"),
        ("ask", "worker"),
        ("call", "worker"),
        ("heal", "nurse"),  # Nobody holds an end.
        ("back", "nurse"),
        ("weigh", "worker"),
    ],
)
def test_who_holds_the_case_and_to_whom_it_passes(
    told: MomentFacts, name: str, holders: str
) -> None:
    made = told.chart
    if name in made.by_name:
        found = told.into(made.node(name))
    else:
        found = told.by(made.entries[made.activities[name][0]])
    assert " ".join(found) == holders
