"""What is lost without a duty, besides promises: tables made by hand."""

import pytest

from katch_protocols.changes.what_if import WhatIfs
from katch_protocols.changes.what_if_nouns import WhatIf
from katch_protocols.changes.what_if_report import WhatIfReport
from katch_protocols.charts.build import chart
from katch_protocols.files.read import read_texts
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.telling.proof_report import ProofReport
from tests.duties.small import FILES

HEAD = FILES["lost.yaml"].partition("initial:")[0]
STATES = """initial: seen
states:
  seen:
    title: Seen
    held_by: officer
    within: 2 hours
    activities:
      pass: {title: Pass on, by: officer, to: kept}
      refer: {title: Refer, by: officer, to: treated}
      count: {title: Count, by: officer, within: 1 day}
  kept:
    title: Kept
    held_by: worker
    within: 3 days
    activities:
      refer: {title: Refer, by: worker, to: treated}
      count: {title: Count, by: worker, within: 4 days}
      call:
        title: Call
        by: worker
        to: called
        handover: {to: officer, within: 1 day}
  called:
    title: Called
    held_by: officer
    activities:
      finish: {title: Finish, by: officer, to: closed}
  treated:
    title: Treated
    held_by: nurse
    activities:
      close: {title: Close, by: nurse, to: closed}
  closed: {title: Closed, final: true, outcome: protected}
"""
AWAITING = "1 day: «Awaiting acknowledgement: Call»"
MORE = """activities:
  note: {title: Note, by: officer, every: 2 weeks}
  weigh: {title: Weigh, by: nurse, from: [kept, treated], within: 5 days}
"""


def _without(duty: str) -> WhatIf:
    book = read_texts({**FILES, "lost.yaml": HEAD + STATES + MORE}).sound()
    return WhatIfs(chart(book.protocols["lost"], book), book).of(duty)


@pytest.mark.parametrize(
    ("duty", "stays", "ends", "states", "activities"),
    [
        ("pass", "", "", "kept called awaiting_call", "call finish acknowledge_call"),
        ("refer", "", "", "treated", "close"),
        ("call", "", "", "called awaiting_call", "finish acknowledge_call"),
        ("acknowledge_call", "awaiting_call", "", "called", "finish"),
        ("finish", "called", "", "", ""),
        ("close", "treated", "", "", ""),
        ("count", "", "", "", ""),
    ],
)
def test_where_cases_no_longer_come(
    duty: str, stays: str, ends: str, states: str, activities: str
) -> None:
    found = _without(duty)
    told = found.stays, found.ends, found.states, found.activities
    assert [" ".join(each) for each in told] == [stays, ends, states, activities]


@pytest.mark.parametrize(
    ("duty", "deadlines"),
    [
        # The same act goes on where the child was first seen.
        ("pass", ["kept 3 days", "awaiting_call 1 day", "kept count 4 days"]),
        ("refer", []),
        ("call", ["awaiting_call 1 day"]),
        ("count", ["seen count 1 day", "kept count 4 days"]),
        ("note", [" note 2 weeks"]),
        ("weigh", ["kept weigh 5 days"]),
        ("close", []),
    ],
)
def test_which_deadlines_no_longer_run(duty: str, deadlines: list[str]) -> None:
    found = _without(duty).deadlines
    told = [
        f"{each.state} {each.activity} {each.limit}".replace("None ", "")
        for each in found
    ]
    assert told == deadlines


@pytest.mark.parametrize(
    ("duty", "handoffs"),
    [
        # From the welfare office nobody refers any more, from the police still.
        (
            "pass",
            [
                "pass police welfare",
                "refer welfare clinic",
                "call welfare police",
            ],
        ),
        ("refer", ["refer police clinic", "refer welfare clinic"]),
        ("call", ["call welfare police"]),
        ("acknowledge_call", ["call welfare police"]),
        ("count", []),
    ],
)
def test_between_whom_no_child_is_handed_over(duty: str, handoffs: list[str]) -> None:
    found = _without(duty).handoffs
    told = [f"{each.activity} {each.sender} {each.receiver}" for each in found]
    assert told == handoffs


@pytest.mark.parametrize(
    ("duty", "lines"),
    [
        ("pass", ("3 days: «Kept»", AWAITING, "4 days: «Count (Kept)»")),
        ("count", ("1 day: «Count»", "4 days: «Count»")),
    ],
)
def test_a_clock_that_runs_on_elsewhere_is_told_with_its_state(
    duty: str, lines: tuple[str, ...]
) -> None:
    book = read_texts({**FILES, "lost.yaml": HEAD + STATES + MORE}).sound()
    made = chart(book.protocols["lost"], book)
    report = WhatIfReport(ProofReport(made, book, "en", compile_chart(made)))
    (told,) = (p for p in report.parts(_without(duty)) if p.kind == "deadlines")
    assert told.lines == lines


ANSWERED = """facts:
  danger: {title: Danger, values: [present, absent]}
documents:
  letter: {title: Letter}
initial: seen
states:
  seen:
    title: Seen
    held_by: officer
    activities:
      look: {title: Look, by: officer, records: [danger], produces: [letter]}
      pass: {title: Pass on, by: officer, to: kept}
      refer: {title: Refer, by: officer, to: treated}
      count: {title: Count, by: officer, within: 1 day}
  kept:
    title: Kept
    held_by: worker
    activities:
      refer: {title: Refer, by: worker, to: treated, when: danger is present}
      count: {title: Count, by: worker, within: 4 days, when: danger is present}
      write: {title: Write, by: worker, within: 5 days, needs: [letter]}
      finish: {title: Finish, by: worker, to: closed}
  treated:
    title: Treated
    held_by: nurse
    activities:
      close: {title: Close, by: nurse, to: closed}
  closed: {title: Closed, final: true, outcome: protected}
"""


def test_what_waits_for_an_answer_is_lost_in_its_state_alone() -> None:
    """Unless somebody looks there is no danger to refer for, and no letter to write.

    The same acts are still done where the child was first seen. Writing is owed all
    the same: what it needs changes nothing, so its clock runs on.
    """
    head = HEAD.partition("documents:")[0]
    book = read_texts({**FILES, "lost.yaml": head + ANSWERED}).sound()
    found = WhatIfs(chart(book.protocols["lost"], book), book).of("look")
    lost = [f"{each.activity} {each.sender} {each.receiver}" for each in found.handoffs]
    assert lost == ["refer welfare clinic"]
    late = [f"{each.state} {each.activity} {each.limit}" for each in found.deadlines]
    assert late == ["kept count 4 days"]
    assert found.activities == ("write",)
    assert not found.states
