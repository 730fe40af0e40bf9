"""What no source tells of is not reported: nobody may read it as none."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from katch_protocols.verbs.measure import measure
from tests.cases.harbour import begin
from tests.evidence.indicators.harbours import INDICATORS, measured_book
from tests.evidence.indicators.test_joining import LOG
from tests.evidence.indicators.test_typed_counts import HEAD

NOW = datetime(2026, 10, 15, tzinfo=UTC)
BOOK = measured_book(
    f"{INDICATORS}"
    "  called: {title: {en: Called, ru: Созваны, kk: Шақырылды}, serves: volume,\n"
    "    measure: number of cases with hearing.called}\n"
)
WHOLE = LOG.format(more="complete: {from: 2026-06-01, until: 2026-09-30}")
SOURCES = {
    "july.csv": f"{HEAD}2026-07,east,assessed,20,\n2026-07,west,assessed,0,\n",
    "august.csv": f"{HEAD}2026-08,east,assessed,21,\n",
    "september.csv": f"{HEAD}2026-09,east,assessed,22,\n",
    "east.yaml": WHOLE,
    "west.yaml": WHOLE.replace("region: east", "region: west"),
    "late.yaml": WHOLE.replace("06-01", "07-04"),
    "any.yaml": WHOLE.replace("region: east", "region: {column: region}"),
    "hearings.yaml": WHOLE.replace("protocol: referral", "protocol: hearing"),
}
_ROWS = ((3, "east"), (4, "east"), (5, "west"))


def told(
    folder: Path, names: Sequence[str], name: str, period: str
) -> list[tuple[int | None, tuple[int, int] | None]]:
    """Return how many each region is told, and how much of it was reported."""
    rows = "".join(f"a-{d},assess,2026-07-0{d} 09:00,{r}\n" for d, r in _ROWS)
    (folder / "log.csv").write_text(f"case,event,at,region\n{rows}")
    for each in names:
        (folder / each).write_text(SOURCES[each])
    sources = [folder / each for each in names]
    counted = measure(sources, BOOK, until=NOW)
    found = []
    for region in BOOK.regions:
        release = counted.release(period, audience="commission", region=region)
        table = release.table(name)
        assert table is not None
        found.append((table.cells[-1].cases, table.cells[-1].reported))
    return found


@pytest.mark.parametrize(
    ("names", "name", "period", "expected"),
    [
        # By region, the east first. A sheet tells of its months, and of no other one.
        (["july.csv"], "assessed", "2026-07", [(20, None), (0, None)]),
        (["july.csv"], "assessed", "2026-08", [(0, (0, 1)), (0, (0, 1))]),
        (["july.csv"], "assessed", "2026-Q3", [(20, (0, 1)), (0, (0, 1))]),
        (
            ["july.csv", "august.csv", "september.csv"],
            "assessed",
            "2026-Q3",
            [(63, None), (0, (0, 1))],
        ),
        # A log tells of its region, and of cases of its protocol.
        (["east.yaml"], "assessed", "2026-Q3", [(3, None), (0, (0, 1))]),
        (["west.yaml"], "assessed", "2026-Q3", [(0, (0, 1)), (3, None)]),
        (["any.yaml"], "assessed", "2026-Q3", [(2, None), (1, None)]),
        (["any.yaml"], "called", "2026-Q3", [(0, None), (0, None)]),
        (["hearings.yaml"], "assessed", "2026-Q3", [(0, (0, 1)), (0, (0, 1))]),
        (
            ["hearings.yaml", "east.yaml"],
            "assessed",
            "2026-Q3",
            [(3, None), (0, (0, 1))],
        ),
        # A sheet tells what no log of the region does.
        (["east.yaml", "july.csv"], "assessed", "2026-07", [(3, None), (0, None)]),
        (["east.yaml", "july.csv"], "assessed", "2026-Q3", [(3, None), (0, (0, 1))]),
    ],
)
def test_only_what_a_source_tells_is_reported(
    tmp_path: Path,
    names: list[str],
    name: str,
    period: str,
    expected: list[object],
) -> None:
    assert told(tmp_path, names, name, period) == expected


def test_the_first_month_of_a_log_that_begins_within_it_is_that_of_the_sheet(
    tmp_path: Path,
) -> None:
    """Of July the log has two cases from the fourth on; the sheet has them all."""
    names = ["late.yaml", "july.csv"]
    assert told(tmp_path, names, "assessed", "2026-07")[0] == (20, None)
    # Without a sheet it is at least what the log has of it.
    assert told(tmp_path, names[:1], "assessed", "2026-07")[0] == (2, (0, 1))
    # Of what the sheet does not tell, too.
    assert told(tmp_path, names, "all", "2026-07")[0] == (2, (0, 1))


def test_live_cases_are_all_there_are() -> None:
    counted = measure([begin()], BOOK, until=NOW)
    (cell, *_) = counted.release("2026-03", audience="commission", region="west").tables
    assert (cell.cells[-1].cases, cell.cells[-1].reported) == (0, None)
