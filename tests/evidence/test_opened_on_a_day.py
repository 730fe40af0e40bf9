"""A case of which only the day is told on which it was opened: any instant of it.

No deadline that counts from the opening is broken or kept before it is so for each.
"""

from datetime import UTC, datetime

import pytest

from katch_protocols.evidence.indicators.explained import explained
from katch_protocols.evidence.indicators.keeping import Keeping
from katch_protocols.evidence.indicators.observing import Observer
from katch_protocols.evidence.logs.events import micros
from katch_protocols.evidence.logs.ordering import LogWindow
from katch_protocols.files.read import read_texts
from katch_protocols.model.logs import LogColumns, LogMapping, NamedInLog
from katch_protocols.sentences.text import parse_measure
from tests.cases.harbour import FILES
from tests.evidence.coding import audits, seen, whole

SEARCH = """
protocol: search
title: {en: Search, ru: Поиск, kk: Іздеу}
initial: open
states:
  open:
    title: {en: Open, ru: Открыт, kk: Ашық}
    held_by: officer
    within: {limit: 24 hours, basis: proposed}
    activities:
      note: {title: {en: Note, ru: Записать, kk: Жазу}, by: officer}
      find: {title: {en: Find, ru: Найти, kk: Табу}, by: officer, to: over}
  over: {title: {en: Over, ru: Конец, kk: Соңы}, final: true, outcome: protected}
"""
HELD = {"hearing.yaml", "referral.yaml"}
FILES_HERE = {name: text for name, text in FILES.items() if name not in HELD}
BOOK = read_texts({**FILES_HERE, "search.yaml": SEARCH}).sound()
UNTIL = micros(datetime(2026, 3, 31, tzinfo=UTC))
WINDOW = LogWindow(None, UNTIL, UNTIL)
MAPPING = LogMapping(
    id="log",
    protocol=NamedInLog(name="search"),
    region=NamedInLog(name="east"),
    columns=LogColumns(case="case", activity="event", at="at", opened="opened"),
)
LIVES = [
    # Opened in the afternoon it was in time, opened at midnight it was not.
    ("2026-03-18", "2026-03-19T08:00+00:00", "cannot_tell", Keeping.UNTOLD),
    ("2026-03-18", "2026-03-18", "kept", Keeping.KEPT),
    ("2026-03-18", "2026-03-20T08:00+00:00", "broken", Keeping.BROKEN),
    ("", "2026-03-20T08:00+00:00", "broken", Keeping.BROKEN),
    # A note on that day was no earlier than the opening.
    ("2026-03-18T20:00+00:00", "2026-03-19T19:30+00:00", "kept", Keeping.KEPT),
    ("2026-03-18T20:00+00:00", "2026-03-19T20:30+00:00", "broken", Keeping.BROKEN),
]


def rows(opened: str, end: str) -> list[dict[str, str]]:
    case = {"case": "s-1", "opened": opened}
    noted = {**case, "event": "note", "at": "2026-03-18"}
    return [noted, {**case, "event": "find", "at": end}]


@pytest.mark.parametrize(("opened", "end", "answer", "_"), LIVES)
def test_an_audit_tells_what_holds_for_every_instant_of_the_day(
    opened: str, end: str, answer: str, _: Keeping
) -> None:
    definition, *others = audits(rows(opened, end), MAPPING, BOOK, WINDOW)
    assert [row["time"] for row in definition.verdicts()] == [answer]
    assert all(seen(each) == seen(definition) for each in others)


@pytest.mark.parametrize(("opened", "end", "_", "standing"), LIVES)
def test_a_share_counts_no_case_of_which_it_cannot_be_told(
    opened: str, end: str, _: str, standing: Keeping
) -> None:
    measure = parse_measure("share of cases with opened that have find within 24 hours")
    reading = whole(rows(opened, end), MAPPING, BOOK, WINDOW)
    (case,) = explained(reading, lambda compiled: compiled.table)
    until = datetime(2026, 3, 31, tzinfo=UTC)
    (told,) = Observer(measure, BOOK).observe(case, until)
    assert told.standing is standing
