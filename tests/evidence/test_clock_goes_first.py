"""Where a state is left by the clock, nothing that came before it can have come later.

What is missing, and a day without a time, was at the latest when the clock moved the
case on; and what does not belong keeps no clock from doing so.
"""

from datetime import datetime, timedelta

import pytest

from katch_protocols.files.read import read_texts
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.logs import LogColumns, NamedInLog
from tests.cases.harbour import FILES, NOW
from tests.evidence.logs import at, audited, found

SEARCH = """
protocol: search
title: {en: Search, ru: Поиск, kk: Іздеу}
initial: open
states:
  open:
    title: {en: Open, ru: Открыт, kk: Ашық}
    held_by: officer
    after: {2 hours: paused}
    activities:
      renew: {title: {en: Renew, ru: Продлить, kk: Ұзарту}, by: officer, to: open}
      find: {title: {en: Find, ru: Найти, kk: Табу}, by: officer, to: over}
  paused:
    title: {en: Paused, ru: Прерван, kk: Үзілген}
    held_by: officer
    after: {2 hours: given_up}
    activities:
      ask: {title: {en: Ask, ru: Спросить, kk: Сұрау}, by: officer, to: over}
  given_up:
    title: {en: Given up, ru: Оставлен, kk: Тоқтатылған}
    final: true
    outcome: not_applicable
  over: {title: {en: Over, ru: Конец, kk: Соңы}, final: true, outcome: protected}
"""
HELD = {"hearing.yaml", "referral.yaml"}
FILES_HERE = {name: text for name, text in FILES.items() if name not in HELD}
BOOK = read_texts({**FILES_HERE, "search.yaml": SEARCH}).sound()


def told(
    *events: tuple[str, str], home: Handbook = BOOK, since: datetime | None = None
) -> list[tuple[str, str]]:
    """Return what is found in a case of a search."""
    rows = [
        {"case": "s-1", "opened": at(0), "event": name, "at": when}
        for name, when in events
    ]
    columns = LogColumns(case="case", activity="event", at="at", opened="opened")
    protocol = NamedInLog(name="search")
    return found(
        audited(
            rows,
            home=home,
            protocol=protocol,
            columns=columns,
            records={},
            since=since,
        )
    )


@pytest.mark.parametrize(
    ("hours", "finding"),
    [
        (2, []),
        (4, [("missing", "renew")]),
        # Renewed after two hours at the latest, the search was open for four.
        (5, [("disorder", "find")]),
    ],
)
def test_a_missing_step_was_before_the_clock_moved_the_case_on(
    hours: float, finding: list[tuple[str, str]]
) -> None:
    assert told(("find", at(hours))) == finding


def test_so_was_a_step_of_which_only_the_day_is_told() -> None:
    day, late = NOW.date().isoformat(), NOW.replace(hour=23, minute=0)
    assert told(("renew", day), ("find", at(4))) == []
    assert told(("renew", day), ("find", late.isoformat())) == [("disorder", "find")]
    assert late > NOW + timedelta(hours=4)


def test_what_does_not_belong_keeps_no_clock_from_its_step() -> None:
    """Paused after two hours, and given up after four, whatever was logged at three."""
    assert told(("find", at(3)), ("ask", at(3.5))) == [("surplus", "find")]
    findings = told(("find", at(3)), ("ask", at(4.5)))
    assert findings == [("missing", "renew"), ("disorder", "ask")]


def test_of_two_steps_of_the_clock_the_later_one_is_not_made_first() -> None:
    """Paused after two hours, so it cannot have been given up after three."""
    both = SEARCH.replace(
        "{2 hours: paused}", "{2 hours: paused, 3 hours: given_up}", 1
    )
    lines = [line for line in both.splitlines() if "renew:" not in line]
    home = read_texts({**FILES_HERE, "search.yaml": "\n".join(lines)}).sound()
    first, later = "clock(open, 2 hours)", "clock(open, 3 hours)"
    assert told((first, at(2)), home=home) == []
    assert told((later, at(3)), home=home) == [("surplus", later)]


def test_no_step_of_the_clock_is_early_that_another_order_has_in_time() -> None:
    """Both at four hours: it was taken up by the clock, and then paused again."""
    again = SEARCH.replace("{2 hours: given_up}", "{2 hours: open}").replace(
        "to: over}\n  paused",
        "to: over}\n      pause: {title: {en: Pause, "
        "ru: Прервать, kk: Үзу}, by: officer, to: paused}\n  paused",
    )
    lines = [line for line in again.splitlines() if "given_up" not in line]
    text = "\n".join(lines).replace(
        "    title: {en: Given up, ru: Оставлен, kk: Тоқтатылған}\n"
        "    final: true\n    outcome: not_applicable\n",
        "",
    )
    home = read_texts({**FILES_HERE, "search.yaml": text}).sound()
    four = at(4)
    both = ("pause", four), ("clock(paused, 2 hours)", four)
    for since in (None, datetime.fromisoformat(at(3))):
        for order in (both, both[::-1]):
            assert told(*order, home=home, since=since) == [], (since, order)
