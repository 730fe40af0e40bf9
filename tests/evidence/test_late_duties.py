"""A duty that was done too late, in an audit: where it is written, and who answers."""

from datetime import timedelta

import pytest

import katch_protocols as kp
from katch_protocols.files.read import read_texts
from katch_protocols.verbs.live_cases import open_case
from tests.cases.harbour import FILES, NOW, actor

RUN = {"hearing.yaml", "referral.yaml"}
VISITS = """
protocol: visits
title: {en: Visits, ru: Визиты, kk: Сапарлар}
initial: seen
states:
  seen:
    title: {en: Seen, ru: Увидели, kk: Көрді}
    held_by: officer
    activities:
      visit: {title: {en: Visit, ru: Навестить, kk: Бару}, by: [officer, worker]}
      pass_on: {title: {en: Pass on, ru: Передать, kk: Беру}, by: officer, to: followed}
  followed:
    title: {en: Followed, ru: Следят, kk: Бақылауда}
    held_by: worker
    activities:
      visit: {by: [officer, worker], within: 1 day}
      close: {title: {en: End, ru: Закончить, kk: Аяқтау}, by: worker, to: over}
  over: {title: {en: Over, ru: Конец, kk: Соңы}, final: true, outcome: protected}
"""


def test_who_answers_for_a_late_duty_holds_the_state_that_declares_it() -> None:
    """The same act without a clock stands in a state that another body holds."""
    files = {name: text for name, text in FILES.items() if name not in RUN}
    book = read_texts({**files, "visits.yaml": VISITS}).sound()
    case = open_case(book.protocols["visits"], reference="v-1", region="east", at=NOW)
    case.do("pass_on", by=actor("u1", "officer"), at=NOW)
    case.do("visit", by=actor("u2", "worker"), at=NOW + timedelta(days=3))
    (found,) = kp.audit([case], book, now=NOW + timedelta(days=4)).findings
    assert (found.code, found.name) == ("late", "visit")
    assert found.accountable == ("office",)
    assert "followed" in found.path


ROUNDS = """
protocol: visits
title: {en: Visits, ru: Визиты, kk: Сапарлар}
initial: seen
states:
  seen:
    title: {en: Seen, ru: Увидели, kk: Көрді}
    held_by: officer
    activities:
      pass_on: {title: {en: Pass on, ru: Передать, kk: Беру}, by: officer, to: followed}
  followed:
    title: {en: Followed, ru: Следят, kk: Бақылауда}
    held_by: worker
    activities:
      hand_back:
        title: {en: Hand back, ru: Вернуть, kk: Қайтару}
        by: worker
        to: seen
      close: {title: {en: Close, ru: Закрыть, kk: Жабу}, by: worker, to: over}
  over: {title: {en: Over, ru: Конец, kk: Соңы}, final: true, outcome: protected}
activities:
  visit:
    title: {en: Visit, ru: Навестить, kk: Бару}
    by: [officer, worker]
    accountable: office
    within: 1 day
    from: [seen, followed]
"""


@pytest.mark.parametrize("is_done", [True, False])
def test_a_duty_that_lasts_over_several_states_is_late_once(is_done: bool) -> None:
    """The case moves between them while it is overdue."""
    files = {name: text for name, text in FILES.items() if name not in RUN}
    book = read_texts({**files, "visits.yaml": ROUNDS}).sound()
    case = open_case(book.protocols["visits"], reference="v-1", region="east", at=NOW)
    officer, worker = actor("u1", "officer"), actor("u2", "worker")
    case.do("pass_on", by=officer, at=NOW + timedelta(days=3))
    case.do("hand_back", by=worker, at=NOW + timedelta(days=4))
    case.do("pass_on", by=officer, at=NOW + timedelta(days=5))
    if is_done:
        case.do("visit", by=worker, at=NOW + timedelta(days=6))
    (found,) = kp.audit([case], book, now=NOW + timedelta(days=7)).findings
    assert (found.code, found.name) == ("late" if is_done else "overdue", "visit")
    assert timedelta(microseconds=found.delay) == timedelta(days=5 if is_done else 6)
