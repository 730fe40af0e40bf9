"""A log and sheets of the same cells: whose number counts, and where they differ."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from katch_protocols.evidence.indicators.counted import CountedIndicators
from katch_protocols.evidence.indicators.joining import joined
from katch_protocols.evidence.indicators.tallies import Atom, CaseTally, Tallies
from katch_protocols.evidence.indicators.typed_counts import typed_counts
from katch_protocols.evidence.indicators.typed_rows import COLUMNS
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.periods import period_named
from katch_protocols.verbs.measure import measure
from tests.evidence.indicators.harbours import INDICATORS, measured_book
from tests.evidence.indicators.test_typed_counts import BOOK, HEAD, JULY, TODAY

NOW = datetime(2026, 10, 15, tzinfo=UTC)
SHEET_WINS = measured_book(
    INDICATORS.replace("serves: volume}", "serves: volume, counts: sheet}")
)
LOG = """
log: log
protocol: referral
region: east
read: log.csv
timezone: Asia/Almaty
{more}
columns: {{case: case, activity: event, at: at}}
"""
COMPLETE = "complete: {from: 2026-05-01, until: 2026-09-30}"


def counted(
    folder: Path,
    rows: str,
    sheet: Sequence[str],
    *,
    more: str = COMPLETE,
    book: Handbook = BOOK,
) -> CountedIndicators:
    """Count a log of the east and a sheet."""
    (folder / "log.csv").write_text(f"case,event,at\n{rows}")
    (folder / "log.yaml").write_text(LOG.format(more=more))
    (folder / "sheet.csv").write_text(HEAD + "".join(f"{row},\n" for row in sheet))
    sources = [folder / "log.yaml", folder / "sheet.csv"]
    return measure(sources, book, until=NOW)


ONE = "a-1,assess,2026-06-05 09:00\n"


@pytest.mark.parametrize(("book", "cases"), [(BOOK, 0), (SHEET_WINS, 7)])
def test_a_log_that_is_complete_and_has_nothing_tells_nought(
    tmp_path: Path, book: Handbook, cases: int
) -> None:
    found = counted(tmp_path, ONE, ["2026-07,east,assessed,7"], book=book)
    assert [(each.key, each.facts) for each in found.flaws] == [
        (
            "sheet-differs",
            {
                "indicator": "assessed",
                "region": "east",
                "period": "2026-07",
                "log": "0",
                "sheet": "7",
            },
        )
    ]
    assert found.count("assessed", JULY).cases == cases
    assert found.tallies["assessed"].reported(JULY, ["east"]) == (1, 1)


def test_both_may_tell_nought(tmp_path: Path) -> None:
    found = counted(tmp_path, ONE, ["2026-07,east,assessed,0"])
    assert not found.flaws
    assert found.count("assessed", JULY) == CaseTally()


@pytest.mark.parametrize(
    ("row", "more"),
    [
        ("2026-07,west,assessed,7", COMPLETE),
        ("2026-04,east,assessed,7", COMPLETE),
        ("2026-10,east,assessed,7", COMPLETE),
        ("2026-05,east,assessed,7", COMPLETE.replace("05-01", "05-02")),
        ("2026-09,east,assessed,7", COMPLETE.replace("09-30", "09-29")),
        ("2026-07,east,assessed,7", ""),
        ("2026-07,east,assessed,7", f"{COMPLETE}\nnot_logged: [assess]"),
    ],
)
def test_a_sheet_fills_what_a_log_does_not_have_as_a_whole(
    tmp_path: Path, row: str, more: str
) -> None:
    found = counted(tmp_path, "a-1,hear,2026-06-05 09:00\n", [row], more=more)
    assert not [each for each in found.flaws if each.key == "sheet-differs"]
    month, _, name, *_ = row.split(",")
    assert found.count(name, month).cases == 7


def test_what_a_complete_log_has_none_of_is_reported(tmp_path: Path) -> None:
    """A sheet that tells of another region's July made the log's July unreported."""
    found = counted(tmp_path, ONE, ["2026-07,west,assessed,7"])
    assert not found.flaws
    assert found.tallies["assessed"].reported(JULY, ["east", "west"]) == (2, 2)
    # Its cases are of one protocol; that of a hearing counts here too.
    assert found.tallies["all"].reported(JULY, ["east", "west"]) == (0, 2)


def test_what_a_log_never_tells_is_not_reported(tmp_path: Path) -> None:
    more = f"{COMPLETE}\nnot_logged: [assess]"
    found = counted(tmp_path, "a-1,hear,2026-06-05 09:00\n", [], more=more)
    assert not found.flaws
    release = found.release("2026-Q3", audience="commission", region="east")
    told = {
        table.indicator: [cell.reported for cell in table.cells]
        for table in release.tables
    }
    assert set(told["all"]) == {None}
    assert set(told["assessed"]) == {(0, 1)}


def test_a_part_and_bands_differ_as_well() -> None:
    atom = Atom("east", "police", JULY)
    empty = {name: Tallies({}) for name in BOOK.indicators}
    log = {
        **empty,
        "in_time": Tallies({atom: CaseTally(14, 11)}),
        "waiting": Tallies(
            {
                atom: CaseTally(
                    4,
                    open=1,
                    waits=Counter(
                        {
                            (3_600.0, True): 1,
                            (86_401.0, True): 1,
                            (300_000.0, True): 1,
                            (5.0, False): 1,
                        }
                    ),
                )
            }
        ),
    }
    head = f"{','.join(COLUMNS)}\n"

    def differing(*rows: str) -> list[tuple[str, str]]:
        data = (head + "".join(f"2026-07,east,{row}\n" for row in rows)).encode()
        sheet = typed_counts(BOOK, [("s", data)], TODAY).tallies()
        _, flaws = joined(BOOK, log, sheet)
        return [(each.facts["log"], each.facts["sheet"]) for each in flaws]

    assert not differing("in_time,14,11,,,,", "waiting,,,1,1,1,1")
    assert differing("in_time,14,12,,,,", "waiting,,,2,0,1,1") == [
        ("11/14", "12/14"),
        ("1 + 1 + 2", "2 + 0 + 2"),
    ]


def test_where_a_log_and_a_sheet_differ_the_handbook_says_whose_counts() -> None:
    atom = Atom("east", "police", JULY)
    empty = {name: Tallies({}) for name in BOOK.indicators}
    log = {**empty, "all": Tallies({atom: CaseTally(5, 5)})}
    for book, expected in ((BOOK, 5), (SHEET_WINS, 7)):
        sheet = typed_counts(
            book, [("s", f"{HEAD}2026-07,east,all,7,\n".encode())], TODAY
        )
        both, flaws = joined(book, log, sheet.tallies())
        assert both["all"].total(JULY).cases == expected
        (flaw,) = flaws
        assert flaw.key == "sheet-differs"
        assert (flaw.facts["log"], flaw.facts["sheet"]) == ("5", "7")


def test_a_sheet_fills_what_no_log_tells() -> None:
    atom = Atom("east", "police", JULY)
    empty = {name: Tallies({}) for name in BOOK.indicators}
    log = {**empty, "all": Tallies({atom: CaseTally(5, 5)})}
    sheet = typed_counts(BOOK, [("s", f"{HEAD}2026-07,west,all,7,\n".encode())], TODAY)
    both, flaws = joined(BOOK, log, sheet.tallies())
    assert not flaws
    assert both["all"].total(period_named("2026-Q3") or JULY).cases == 12
