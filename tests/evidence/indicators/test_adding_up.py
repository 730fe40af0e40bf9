"""Counts of dirty logs add up: over parts of whole cases, regions, months; as sheets.

The cases are random, and many of their events stand where none was possible, have no
name that is known, no hour, or no opening; so much is open or cannot be told.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import reduce
from math import sqrt
from operator import add
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from katch_protocols.evidence.indicators.counted import CountedIndicators
from katch_protocols.evidence.indicators.intervals import wilson
from katch_protocols.evidence.indicators.tallies import Atom, CaseTally
from katch_protocols.evidence.indicators.typed_rows import COLUMNS
from katch_protocols.model.indicators import Indicator
from katch_protocols.model.measures import ShareOfCases, TimeFromTo
from katch_protocols.model.periods import Dimension, period_named
from katch_protocols.verbs.measure import measure
from tests.evidence.indicators.harbours import measured_book

BOOK = measured_book()
NOW = datetime(2027, 2, 1, tzinfo=UTC)
YEAR = period_named("2026")
USUAL = ["assess", "send", "acknowledge_send", "hear", "rule_on", "place"]
OTHERS = [*USUAL, *["review", "end_danger", "nothing", "forgotten", "assess", "place"]]
COVERS = (
    "",
    "complete: {from: 2026-03-01, until: 2026-12-31}",
    "complete: {from: 2026-01-01, until: 2026-10-31}",
    "not_logged: [hear]",
    "not_logged: [assess]",
)
LOG = """
log: {name}
protocol: referral
region: {{column: region}}
read: {name}.csv
timezone: Asia/Almaty
{cover}
columns: {{case: case, activity: event, at: at{opened}}}
records: {{danger: danger}}
"""
DAY = 86_400

Row = tuple[str, ...]
Found = Mapping[Atom, CaseTally]


def some_rows(random: Random, count: int) -> list[Row]:
    rows = []
    for number in range(count):
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(
            minutes=random.randrange(525_600)
        )
        before = random.choice((None, 0, 30, 3000))
        opened = "" if before is None else f"{at - timedelta(minutes=before):%F %H:%M}"
        region = random.choice(("east", "west"))
        names = [name for name in USUAL if random.random() < 0.9]
        if random.random() < 0.4:
            names = random.choices(OTHERS, k=random.randint(1, 6))
        for name in names[: random.randint(1, 6)]:
            when = f"{at:%F %H:%M}" if random.random() < 0.9 else f"{at:%F}"
            danger = random.choice(("present", "absent", ""))
            said = danger if name == "assess" else ""
            rows.append((f"case-{number}", name, when, region, opened, said))
            at += timedelta(minutes=random.choice((0, 20, 300, 2000, 9000)))
    return rows


class Source:
    """Logs with one mapping, and the sheet that somebody types of what they count."""

    def __init__(self, folder: Path, cover: str, *, opened: bool) -> None:
        self.folder, self.cover = folder, cover
        self.opened = ", opened: opened" if opened else ""

    def log(self, name: str, rows: Iterable[Row]) -> Path:
        lines = ["case,event,at,region,opened,danger", *map(",".join, rows)]
        (self.folder / f"{name}.csv").write_text("\n".join(lines))
        text = LOG.format(name=name, cover=self.cover, opened=self.opened)
        path = self.folder / f"{name}.yaml"
        path.write_text(text)
        return path

    def sheet(self, counted: CountedIndicators) -> Path:
        lines = [COLUMNS]
        for name, indicator in BOOK.indicators.items():
            for month in YEAR.cut(Dimension.MONTH):
                for region in BOOK.regions:
                    tally = counted.count(name, month, region=region)
                    boxes = map(str, typed(indicator, tally))
                    lines.append((str(month), region, name, *boxes))
        path = self.folder / "sheet.csv"
        path.write_text("\n".join(map(",".join, lines)))
        return path


def typed(indicator: Indicator, tally: CaseTally) -> Sequence[object]:
    """Return the boxes of a row, as somebody fills them who knows the cases."""
    if isinstance(indicator.measure, ShareOfCases):
        return tally.cases, tally.part, "", "", "", ""
    if not isinstance(indicator.measure, TimeFromTo):
        return tally.cases, "", "", "", "", ""
    bands = [0, 0, 0, 0]
    for (wait, has_come), often in tally.waits.items():
        place = 3 if not has_come else (wait > DAY) + (wait > 3 * DAY)
        bands[place] += often
    return "", "", *bands


def counts(found: CountedIndicators, name: str) -> Found:
    atoms = found.tallies[name].atoms
    return {atom: tally for atom, tally in atoms.items() if tally != CaseTally()}


def together(every: Iterable[Found]) -> Found:
    found: dict[Atom, CaseTally] = {}
    for atoms in every:
        for atom, tally in atoms.items():
            found[atom] = found.get(atom, CaseTally()) + tally
    return found


@pytest.mark.parametrize("seed", range(8))
def test_parts_of_a_log_add_up_to_the_whole_and_a_sheet_says_the_same(
    tmp_path: Path, seed: int
) -> None:
    random = Random(seed)  # noqa: S311 - no secret
    rows = some_rows(random, 10)
    source = Source(tmp_path, COVERS[seed % len(COVERS)], opened=seed % 2 == 0)
    whole = measure(source.log("whole", rows), BOOK, until=NOW)
    parts = [
        source.log(f"part{n}", [row for row in rows if int(row[0][5:]) % 3 == n])
        for n in range(3)
    ]
    alone = [measure(part, BOOK, until=NOW) for part in parts]
    all_parts = measure(parts, BOOK, until=NOW)
    seen = Counter[str]()
    for name in BOOK.indicators:
        found = counts(whole, name)
        assert found == counts(all_parts, name)
        # A log that does not say until when it is whole ends with its last event.
        if source.cover.startswith("complete"):
            assert found == together(counts(each, name) for each in alone)
        for time in (Dimension.MONTH, Dimension.QUARTER, Dimension.HALF_YEAR):
            cells = (
                whole.count(name, period, region=region)
                for period in YEAR.cut(time)
                for region in BOOK.regions
            )
            assert reduce(add, cells) == whole.count(name, YEAR)
        for tally in found.values():
            seen.update(cases=tally.cases, open=tally.open, untold=tally.untold)
    assert seen["cases"]
    assert seen["open"] or seen["untold"]
    _says_the_same(whole, source)


def _says_the_same(whole: CountedIndicators, source: Source) -> None:
    sheet = source.sheet(whole)
    typed_in = measure(sheet, BOOK, until=NOW)
    assert {flaw.key for flaw in typed_in.flaws} <= {"leap"}
    both = measure([source.folder / "whole.yaml", sheet], BOOK, until=NOW)
    assert "sheet-differs" not in {flaw.key for flaw in both.flaws}
    for region in BOOK.regions:
        logged, said = (
            each.release("2026-Q2", audience="commission", region=region)
            for each in (whole, typed_in)
        )
        for table in logged.tables:
            measured = BOOK.indicators[table.indicator].measure
            other = said.table(table.indicator)
            for cell in () if isinstance(measured, TimeFromTo) else table.cells:
                again = other.cell(cell.region, cell.period)
                assert (cell.cases, cell.share) == (again.cases, again.share)
                if cell.reported is None:
                    assert cell.status == again.status


@given(st.integers(1, 5_000), st.data())
def test_a_share_lies_in_its_interval_as_wilson_has_it(
    whole: int, data: st.DataObject
) -> None:
    """The ends are those shares from which what was seen is 1.96 deviations away."""
    part = data.draw(st.integers(0, whole))
    ends = wilson(part, whole)
    assert 0 <= ends[0] <= part / whole + 1e-12
    assert part / whole - 1e-12 <= ends[1] <= 1
    for end in ends:
        away = abs(part / whole - end)
        assert away == pytest.approx(
            1.959963984540054 * sqrt(end * (1 - end) / whole), abs=1e-7
        )
