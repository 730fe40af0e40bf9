"""A child is heard formally at most three times on the plain way through all protocols.

The plain way: every decision is for the child, nothing goes wrong, and the child wishes
for no other hearing. What it said is recorded once and shared, so help hears it not at
all.
"""

import re
from collections import deque
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from katch_protocols.charts.build import chart
from katch_protocols.files.read import read
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.explore import explore

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "handbook" / "hearings.md"
HEARD = ("formal_hearing", "interview")
ENDS = {
    "identification_child_tip": "confirmed_victim",
    "referral_and_assistance": "closed_reintegrated",
    "justice_child_sensitive": "remedy_done",
}
"""The protocols of the plain way, and how each ends there."""

TESTIFIES = frozenset({"justice_child_sensitive"})
"""Where the plain way has the testimony of the child."""

MOST = 3


@cache
def handbook():
    return read(ROOT / "protocols").sound()


@cache
def fewest(protocol):
    """Return in how few steps that hear the child a case comes to its plain end."""
    book = handbook()
    table = compile_chart(chart(book.protocols[protocol], book))
    counted = table.chart.counted
    hearing, speaking = (
        {name for each in kinds if each in counted for name in counted[each].activities}
        for kinds in (HEARD, ("interview",))
    )
    seen = explore(table, limit=500_000)
    assert seen.exhausted
    steps = seen.steps()
    order = np.argsort(steps.sources, kind="stable")
    sources, rows, targets = (each[order] for each in steps)
    firsts = np.searchsorted(sources, np.arange(len(seen) + 1)).tolist()
    hears = [row.activity in hearing for row in table.rows]
    speaks = [row.activity in speaking for row in table.rows]
    goal = next(node.index for node in table.chart.nodes if node.name == ENDS[protocol])
    ends = {i for i in seen.ends().tolist() if goal in table.active(seen.word(i))}
    start = (0, protocol not in TESTIFIES)
    best, queue = {start: 0}, deque([start])
    while queue:
        here, spoken = queue.popleft()
        if here in ends and spoken:
            return best[here, spoken]
        for place in range(firsts[here], firsts[here + 1]):
            row = rows[place]
            there = int(targets[place]), spoken or speaks[row]
            cost = best[here, spoken] + hears[row]
            if cost < best.get(there, cost + 1):
                best[there] = cost
                if hears[row]:
                    queue.append(there)
                else:
                    queue.appendleft(there)
    raise AssertionError(protocol)


ROWS = dict(
    re.findall(r"^\| `(\w+)` \|[^|]*\| (\d+) \|", PAGE.read_text("utf-8"), re.MULTILINE)
)


@pytest.mark.parametrize("protocol", ENDS)
def test_the_page_counts_the_hearings_of_the_plain_way(protocol):
    assert int(ROWS[protocol]) == fewest(protocol)


def test_the_child_is_heard_at_most_three_times_in_all():
    assert sum(map(fewest, ENDS)) <= MOST
