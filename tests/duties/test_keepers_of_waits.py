"""Whom the deadline of a wait for several receivers asks, and who keeps it alone."""

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.duties.limits import Limits
from katch_protocols.duties.nouns import Limit
from katch_protocols.files.read import read_texts
from tests.duties.small import FILES

HEAD = FILES["lost.yaml"].partition("initial:")[0]
STATES = """initial: seen
states:
  seen:
    title: Seen
    held_by: officer
    within: 2 hours
    activities:
      share:
        title: Share
        by: officer
        to: kept
        handover: {to: [worker, nurse, host], within: 1 day}
      offer:
        title: Offer
        by: officer
        to: kept
        handover: {to: [worker, host], within: 3 days, decline: seen}
  kept:
    title: Kept
    held_by: worker
    activities:
      settle: {title: Settle, by: worker, to: settled}
  settled: {title: Settled, final: true, outcome: protected}
"""


@pytest.fixture(scope="module")
def limits() -> Limits:
    book = read_texts({**FILES, "lost.yaml": HEAD + STATES}).sound()
    return Limits(chart(book.protocols["lost"], book), book)


@pytest.mark.parametrize(
    ("wait", "kept"),
    [
        ("share", ["acknowledge worker", "acknowledge nurse", "acknowledge host"]),
        (
            "offer",
            [
                "acknowledge worker",
                "decline worker",
                "acknowledge host",
                "decline host",
            ],
        ),
    ],
)
def test_a_wait_asks_its_own_receivers(
    limits: Limits, wait: str, kept: list[str]
) -> None:
    keepers = limits.keepers(limits.chart.node(f"awaiting_{wait}").index)
    told = [f"{each.kind} {each.receiver}" for each in keepers]
    assert told == kept
    acts = [each.replace(" ", f"_{wait}_") for each in kept]
    assert [each.activity for each in keepers] == acts


@pytest.mark.parametrize(
    ("activity", "span", "alone"),
    [
        ("acknowledge_share_nurse", "1 day", True),  # Each keeps its own part.
        ("acknowledge_offer_host", "3 days", False),  # Or it declines.
    ],
)
def test_each_receiver_keeps_its_own_part(
    limits: Limits, activity: str, span: str, *, alone: bool
) -> None:
    made = limits.chart
    for at in made.activities[activity]:
        entry = made.entries[at]
        (found,) = (each for each in limits.terms(entry) if isinstance(each, Limit))
        assert (str(found.limit), found.ends, found.alone) == (span, True, alone)
