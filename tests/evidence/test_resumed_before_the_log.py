"""A state taken up as it was left: what was left before the log may be another one."""

import pytest

from katch_protocols.evidence.audits.audit import Audit
from katch_protocols.evidence.logs.events import micros
from katch_protocols.evidence.logs.ordering import LogWindow
from katch_protocols.files.read import read_texts
from katch_protocols.model.logs import LogColumns, LogMapping, NamedInLog
from tests.cases.harbour import FILES, NOW
from tests.evidence.coding import audits, seen
from tests.evidence.logs import UNTIL, at

SEARCH = """
protocol: search
title: {en: Search, ru: Поиск, kk: Іздеу}
initial: open
states:
  open:
    title: {en: Open, ru: Открыт, kk: Ашық}
    initial: near
    on_pause: restart
    states:
      near:
        title: {en: Near, ru: Рядом, kk: Жақын}
        held_by: officer
        within: 2 hours
        activities:
          widen:
            title: {en: Widen, ru: Расширить, kk: Кеңейту}
            by: officer
            to: open.far
      far:
        title: {en: Far, ru: Далеко, kk: Алыс}
        held_by: officer
        activities:
          narrow: {title: {en: Narrow, ru: Сузить, kk: Тарылту}, by: officer,
            to: open.near}
    activities:
      rest: {title: {en: Rest, ru: Прервать, kk: Үзу}, by: officer, to: resting}
      find: {title: {en: Find, ru: Найти, kk: Табу}, by: officer, to: over}
  resting:
    title: {en: Resting, ru: Прерван, kk: Үзілген}
    held_by: officer
    activities:
      go_on:
        title: {en: Go on, ru: Продолжить, kk: Жалғастыру}
        by: officer
        to: resume open
  over: {title: {en: Over, ru: Конец, kk: Соңы}, final: true, outcome: protected}
"""
HELD = {"hearing.yaml", "referral.yaml"}
BOOK = read_texts(
    {**{n: text for n, text in FILES.items() if n not in HELD}, "search.yaml": SEARCH}
).sound()
MAPPING = LogMapping(
    id="log",
    protocol=NamedInLog(name="search"),
    region=NamedInLog(name="east"),
    columns=LogColumns(case="case", activity="event", at="at", opened="opened"),
)


def told(*events: tuple[str, float], since: float | None) -> Audit:
    """Return the audit of one case, whose log begins at an hour of it."""
    rows = [
        {"case": "s-1", "opened": at(0), "event": name, "at": at(hours)}
        for name, hours in events
    ]
    begins = None if since is None else micros(NOW) + int(since * 3_600_000_000)
    window = LogWindow(begins, micros(UNTIL), micros(UNTIL))
    definition, *others = audits(rows, MAPPING, BOOK, window)
    assert all(seen(each) == seen(definition) for each in others)
    return definition


@pytest.mark.parametrize("since", [1.5, 3])
def test_which_state_is_taken_up_is_not_known(since: float) -> None:
    """It was searched far, where no limit runs: told as late where it is near."""
    found = told(("widen", 1), ("rest", 2), ("go_on", 5), ("find", 9), since=since)
    assert not [*found.findings]
    assert found.verdicts()[0]["time"] == "cannot_tell"


def test_what_was_entered_since_the_log_begins_is_known() -> None:
    events = ("narrow", 2), ("rest", 3), ("go_on", 5), ("find", 9)
    found = told(("widen", 1), *events, since=1.5)
    assert [(each.code, each.name) for each in found.findings] == [
        ("late", "open.near")
    ]


def test_so_is_what_a_whole_log_tells() -> None:
    assert not [
        *told(("widen", 1), ("rest", 2), ("go_on", 5), ("find", 9), since=None).findings
    ]
    found = told(("rest", 1), ("go_on", 5), ("find", 9), since=None)
    assert [each.code for each in found.findings] == ["late"]
