"""Choices and bars: no case rests in them, so nobody has it there."""

import pytest

import katch_protocols as kp
from katch_protocols.charts.build import chart
from katch_protocols.drawings.story.folding import told_in_phase
from katch_protocols.drawings.story.nouns import MoveKind
from katch_protocols.drawings.story.tell import tell
from katch_protocols.files.read import read_texts
from katch_protocols.graphs.handoffs import HandoffWays
from tests.drawings.test_strands_beside import FILES

HELPED_BY_OTHERS = """\
protocol: help
title: Help
initial: seen
phases: {first: {title: First}, second: {title: Second}}
states:
  seen:
    title: Seen
    phase: first
    held_by: officer
    activities:
      start: {title: Start the help, by: officer, to: helped}
  helped:
    title: Help under way
    phase: second
    held_by: caseworker
    parallel:
      health:
        initial: ill
        states:
          ill:
            title: Not yet treated
            held_by: nurse
            activities: {treat: {title: Treat, by: nurse, to: treated}}
          treated: {title: Treated, final: true}
      search:
        initial: asked
        states:
          asked:
            title: Asked
            held_by: officer
            activities: {note: {title: Note, by: officer, to: noted}}
          noted: {title: Noted, final: true}
    done: planned
  planned:
    title: Plan due
    held_by: teacher
    activities: {close: {title: Close, by: teacher, to: closed}}
  closed: {title: Closed, final: true, outcome: protected}
"""
WEIGHED_BY_NOBODY = """\
protocol: help
title: Help
initial: seen
facts: {danger: {title: Danger, values: [present, absent]}}
states:
  seen:
    title: Seen
    held_by: officer
    activities:
      look: {title: Look, by: officer, records: [danger], to: care.weighed}
  care:
    title: Care
    held_by: caseworker
    initial: weighed
    states:
      weighed:
        title: Weighed
        decide:
          - {when: danger is present, to: guarded}
          - {to: treated}
      guarded:
        title: Guarded
        held_by: officer
        activities: {free: {title: End the danger, by: officer, to: treated}}
      treated:
        title: Treated
        held_by: nurse
        activities: {treat: {title: Treat, by: nurse, to: closed}}
  closed: {title: Closed, final: true, outcome: protected}
"""


def told(text):
    book = read_texts({**FILES, "help.yaml": text}).sound()
    made = chart(book.protocols["help"], book)
    return book, made, tell(made, book)


def handed(story):
    """Return who hands over to whom, as the arrows have it."""
    return {
        (sender, story.step[move.target].lane)
        for move in story.moves
        if move.kind is MoveKind.HANDOFF
        for sender in move.senders
    }


@pytest.mark.parametrize("text", [HELPED_BY_OTHERS, WEIGHED_BY_NOBODY])
def test_arrows_hand_over_what_the_answer_hands_over(text):
    """Whoever is written at a bar or around a choice has no case there."""
    book, made, story = told(text)
    homes = {name: role.agencies for name, role in book.roles.items()}
    ways = HandoffWays(made).among(homes.__getitem__)
    assert handed(story) == {(each.sender, each.receiver) for each in ways}
    assert "welfare" not in {lane.id for lane in story.lanes}


def test_an_arrow_to_a_bar_whose_strands_are_on_another_sheet_says_the_handoff():
    _, _, story = told(HELPED_BY_OTHERS)
    (move,) = told_in_phase(story, "first").moves
    assert (move.target, move.kind) == ("helped", MoveKind.HANDOFF)


def test_a_sequence_says_what_is_handed_over_before_and_behind_a_bar():
    book, _, _ = told(HELPED_BY_OTHERS)
    text = kp.export(book.protocols["help"], to="mermaid-sequence").text
    lines = [line.strip() for line in text.splitlines() if ">>" in line]
    assert lines == [
        "police_->>clinic_: Start the help",
        "police_->>school_: Note",
        "clinic_->>school_: Treat",
    ]
    assert "activities that no arrow shows (close)" in text
