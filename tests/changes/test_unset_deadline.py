"""On which proposed deadline of a state most promises about time rest: by hand."""

import pytest

from katch_protocols.changes.lost_deadline import unset_deadline
from katch_protocols.charts.build import chart
from katch_protocols.files.read import read_texts
from katch_protocols.proofs.prove import prove
from tests.duties.small import FILES

HEAD = FILES["lost.yaml"].partition("initial:")[0]
STATES = """initial: seen
states:
  seen:
    title: Seen
    held_by: officer
    within: 5 days
    activities:
      help: {title: Help, by: officer, within: 3 hours}
      warm: {title: Warm, by: officer, within: 4 hours}
      take: {title: Take in, by: officer, when: done help and done warm, to: kept}
  kept:
    title: Kept
    held_by: worker
    within: 2 days
    activities:
      settle: {title: Settle, by: worker, to: settled}
  settled: {title: Settled, final: true, outcome: protected}
safeguards:
"""
OF_DUTIES = """  helped_soon: {rule: after seen then help within 3 hours}
  warmed_soon: {rule: after seen then warm within 4 hours}
"""
OF_KEPT = "  settled_soon: {rule: after kept then settled within 2 days}\n"
AT_LAST = "  settled_at_last: {rule: after kept then settled}\n"
OF_SEEN = "  taken_soon: {rule: after seen then kept within 5 days}\n"


@pytest.mark.parametrize(
    ("promises", "found"),
    [
        (OF_KEPT, ("kept", "2 days", ("settled_soon",))),
        (OF_SEEN, ("seen", "5 days", ("taken_soon",))),
        # These rest on limits of the duties themselves, whatever the state's is.
        (OF_DUTIES, None),
        (AT_LAST, None),  # It says no time, and rests on none.
        (OF_DUTIES + OF_KEPT, ("kept", "2 days", ("settled_soon",))),
    ],
)
def test_a_promise_that_a_duty_keeps_rests_on_no_deadline_of_a_state(
    promises: str, found: tuple[str, str, tuple[str, ...]] | None
) -> None:
    book = read_texts({**FILES, "lost.yaml": HEAD + STATES + promises}).sound()
    made = chart(book.protocols["lost"], book)
    unset = unset_deadline(made, book, prove(made, book))
    told = unset and (unset.state, str(unset.limit), unset.broken)
    assert told == found


def test_what_a_law_sets_is_no_proposal() -> None:
    law = "{limit: 5 days, basis: statutory, source: act}"
    lost = HEAD + STATES.replace("within: 5 days", f"within: {law}") + OF_SEEN
    book = read_texts({**FILES, "lost.yaml": lost}).sound()
    made = chart(book.protocols["lost"], book)
    assert unset_deadline(made, book, prove(made, book)) is None
