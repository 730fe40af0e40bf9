"""What is taken up again is entered with all that is inside: clocks count from it."""

from datetime import timedelta

import pytest

from katch_protocols.cases.case import Case
from katch_protocols.charts.build import chart
from katch_protocols.evidence.audits.judging import Judge
from katch_protocols.evidence.logs.reading import read_records
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.safeguards import AfterThen
from katch_protocols.proofs.timing.timed_sentences import prove_within
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.verbs.live_cases import open_case
from tests.cases.harbour import NOW, actor, handbook
from tests.proofs.timing.clockmaking import hours

WORKER = actor("u2", "worker")
HOUR = timedelta(hours=1)

TEXT = """
protocol: stay
title: {{en: Stay, ru: Приют, kk: Баспана}}
valid_from: 2026-01-01
initial: home
states:
  home:
    title: {{en: Home, ru: Дом, kk: Үй}}
    held_by: worker
    within: {{limit: 4 hours, from: {event}}}
    initial: room
    states:
      room: {{title: {{en: Room, ru: Комната, kk: Бөлме}}}}
    activities:
      weigh:
        title: {{en: Weigh, ru: Взвесить, kk: Өлшеу}}
        by: worker
        within: {{limit: 5 hours, from: {event}}}
      leave: {{title: {{en: Leave, ru: Уйти, kk: Кету}}, by: worker, to: away}}
      close: {{title: {{en: Close, ru: Закрыть, kk: Жабу}}, by: worker, to: closed}}
  away:
    title: {{en: Away, ru: Вне дома, kk: Үйден тыс}}
    held_by: worker
    within: 3 hours
    activities:
      back:
        title: {{en: Back, ru: Назад, kk: Қайту}}
        by: worker
        to: resume home
  closed:
    title: {{en: Closed, ru: Закрыто, kk: Жабылды}}
    final: true
    outcome: done
"""

EVENTS = pytest.mark.parametrize("event", ["home", "home.room"])


def _book(event: str, text: str = TEXT) -> Handbook:
    return handbook(stay=text.format(event=event))


def _taken_up(book: Handbook) -> Case:
    case = open_case(book.protocols["stay"], reference="case-1", region="east", at=NOW)
    case.do("leave", by=WORKER, at=NOW)
    case.do("back", by=WORKER, at=NOW + 3 * HOUR)
    return case


@EVENTS
def test_a_live_case_counts_from_it(event: str) -> None:
    case = _taken_up(_book(event))
    assert {due.activity or due.state: due.at - NOW for due in case.due(NOW)} == {
        "home": 7 * HOUR,
        "weigh": 8 * HOUR,
    }
    case.do("weigh", by=WORKER, at=NOW + 3 * HOUR)
    assert [due.state for due in case.due(case.last)] == ["home"]
    for activity in ("leave", "back"):
        case.do(activity, by=WORKER, at=case.last)
    assert [due.activity for due in case.due(case.last)] == [None, "weigh"]


@EVENTS
def test_an_audit_counts_as_the_case_did(event: str) -> None:
    case = _taken_up(_book(event))
    for activity, at in (("weigh", 3), ("close", 7)):
        case.do(activity, by=WORKER, at=NOW + at * HOUR)
    (log,) = read_records(
        [case.snapshot()], case.view().compiled.handbook, now=case.last
    ).cases
    assert Judge(log.compiled, (), case.last).judge(log).findings == ()


@EVENTS
def test_a_proof_counts_as_the_case_does(event: str) -> None:
    once = TEXT.replace("to: away", "when: not done back, to: away")
    book = _book(event, once)
    protocol = book.protocols["stay"]
    for most, verdict in ((4, Verdict.HOLDS), (3, Verdict.BROKEN)):
        rule = AfterThen(event="back", later="closed", within=hours(most))
        answer = prove_within(rule, chart(protocol, book), book)
        assert answer.verdict is verdict
