"""When something was is known only between two instants, and a span of days began then.

From Friday, 23:00, one working day ends on Monday, 23:00, and from Saturday, 10:00, on
Monday, 10:00. From between the two it may end at any hour of that Monday. So it is with
ends of months.
"""

import pytest

from katch_protocols.files.read import read_texts
from katch_protocols.model.logs import LogColumns, LogMapping, NamedInLog
from tests.evidence.coding import audits, seen
from tests.evidence.test_opened_on_a_day import FILES_HERE, WINDOW

SEARCH = """
protocol: search
title: {en: Search, ru: Поиск, kk: Іздеу}
initial: told
states:
  told:
    title: {en: Told, ru: Сообщено, kk: Хабарланды}
    held_by: officer
    activities:
      look: {title: {en: Look, ru: Смотреть, kk: Қарау}, by: officer}
      call: {title: {en: Call, ru: Позвонить, kk: Қоңырау}, by: officer, to: open}
  open:
    title: {en: Open, ru: Открыт, kk: Ашық}
    held_by: officer
    KEY
    activities:
      note: {title: {en: Note, ru: Записать, kk: Жазу}, by: officer}
      find: {title: {en: Find, ru: Найти, kk: Табу}, by: officer, to: over}
  over: {title: {en: Over, ru: Конец, kk: Соңы}, final: true, outcome: protected}
  lost: {title: {en: Lost, ru: Потерян, kk: Жоғалды}, final: true, outcome: adverse}
"""
MAPPING = LogMapping(
    id="log",
    protocol=NamedInLog(name="search"),
    region=NamedInLog(name="east"),
    columns=LogColumns(case="case", activity="event", at="at", opened="opened"),
)
LIVES = [
    ("2026-03-16T00:00+05:00", "kept"),
    ("2026-03-16T05:00+05:00", "cannot_tell"),
    ("2026-03-16T10:00+05:00", "cannot_tell"),
    ("2026-03-16T23:00+05:00", "cannot_tell"),
    ("2026-03-16T23:45+05:00", "cannot_tell"),
    ("2026-03-17T00:00+05:00", "broken"),
]


def rows(end: str) -> list[dict[str, str]]:
    """Return a case in which a call is missing, between Friday and Saturday."""
    events = (
        ("look", "2026-03-13T23:00+05:00"),
        ("note", "2026-03-14T10:00+05:00"),
        ("find", end),
    )
    case = {"case": "s-1", "opened": "2026-03-13T22:00+05:00"}
    return [{**case, "event": event, "at": when} for event, when in events]


@pytest.mark.parametrize(("end", "answer"), LIVES)
def test_a_deadline_is_judged_for_every_instant_between(end: str, answer: str) -> None:
    within = "within: {limit: 1 working day, basis: proposed}"
    text = SEARCH.replace("KEY", within)
    lines = [line for line in text.splitlines() if not line.startswith("  lost:")]
    book = read_texts({**FILES_HERE, "search.yaml": "\n".join(lines)}).sound()
    definition, *others = audits(rows(end), MAPPING, book, WINDOW)
    assert [row["time"] for row in definition.verdicts()] == [answer]
    assert all(seen(each) == seen(definition) for each in others)


@pytest.mark.parametrize(
    ("end", "edits"),
    [
        # Nobody knows whether the clock had ended the case by then.
        ("2026-03-16T05:00+05:00", 1),
        ("2026-03-16T23:45+05:00", 1),
        ("2026-03-17T00:00+05:00", 2),
    ],
)
def test_a_step_of_the_clock_is_due_at_any_instant_between(
    end: str, edits: int
) -> None:
    text = SEARCH.replace("KEY", "after: {1 working day: lost}")
    book = read_texts({**FILES_HERE, "search.yaml": text}).sound()
    definition, *others = audits(rows(end), MAPPING, book, WINDOW)
    (row,) = definition.verdicts()
    assert row["edits"] == edits
    assert all(seen(each) == seen(definition) for each in others)


EARLY = [
    ("2026-03-15T23:59+05:00", "broken"),
    *((end, "cannot_tell") for end, _ in LIVES[:-1]),
    (LIVES[-1][0], "kept"),
]


@pytest.mark.parametrize(
    ("rule", "lives", "answer"),
    [
        ("after call then find within 1 working day", LIVES, "safeguards"),
        ("find at least 1 working day after call", EARLY, "time"),
    ],
)
@pytest.mark.parametrize("number", range(6))
def test_a_sentence_is_judged_for_every_instant_between(
    rule: str, lives: list[tuple[str, str]], answer: str, number: int
) -> None:
    end, said = lives[number]
    safeguards = f"safeguards: {{s: {{rule: {rule}, source: [act]}}}}"
    text = SEARCH.replace("    KEY\n", "").replace(
        "initial: told", f"{safeguards}\ninitial: told", 1
    )
    lines = [line for line in text.splitlines() if not line.startswith("  lost:")]
    book = read_texts({**FILES_HERE, "search.yaml": "\n".join(lines)}).sound()
    definition, *others = audits(rows(end), MAPPING, book, WINDOW)
    (row,) = definition.verdicts()
    assert row[answer] == said
    assert all(seen(each) == seen(definition) for each in others)
