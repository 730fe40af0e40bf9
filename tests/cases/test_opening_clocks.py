"""The limit of a case beside counts from its event, however that came about."""

from datetime import timedelta

import pytest

from katch_protocols.cases.case import Case
from katch_protocols.cases.chapters import CaseChapter
from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.cases.migrating import moved_case, retold
from katch_protocols.model.handbook import Handbook
from katch_protocols.verbs.live_cases import open_case
from tests.cases.harbour import NOW, actor, handbook

HOUR = timedelta(hours=1)
WORKER = actor("u2", "worker")

TEXT = """
protocol: stay
title: {{en: {title}, ru: Приют, kk: Баспана}}
initial: home
states:
  home:
    title: {{en: Home, ru: Дом, kk: Үй}}
    held_by: worker
    initial: hall
    states:
      hall:
        title: {{en: Hall, ru: Зал, kk: Зал}}
        activities:
          settle:
            title: {{en: Settle, ru: Устроить, kk: Орналастыру}}
            by: worker
            to: room
      room: {{title: {{en: Room, ru: Комната, kk: Бөлме}}}}
    activities:
      leave: {{title: {{en: Leave, ru: Уйти, kk: Кету}}, by: worker, to: away}}
      call:
        title: {{en: Call, ru: Вызвать, kk: Шақыру}}
        by: worker
        opens: {{protocol: visit, within: {{limit: 9 hours, from: {event}}}}}
  away:
    title: {{en: Away, ru: Вне дома, kk: Үйден тыс}}
    held_by: worker
    activities:
      back: {{title: {{en: Back, ru: Назад, kk: Қайту}}, by: worker, to: resume home}}
      close: {{title: {{en: Close, ru: Закрыть, kk: Жабу}}, by: worker, to: closed}}
  closed:
    {{title: {{en: Closed, ru: Закрыто, kk: Жабылды}}, final: true, outcome: done}}
"""
VISIT = """
protocol: visit
title: {en: Visit, ru: Визит, kk: Сапар}
initial: asked
states:
  asked:
    title: {en: Asked, ru: Запрошен, kk: Сұралды}
    held_by: worker
    activities:
      visit: {title: {en: Visit, ru: Посетить, kk: Бару}, by: worker, to: made}
  made: {title: {en: Made, ru: Сделан, kk: Жасалды}, final: true, outcome: done}
"""

LIVES = (("settle", 1), ("leave", 2), ("back", 3))
COUNTED = pytest.mark.parametrize(
    ("event", "steps", "since"),
    [
        ("home.hall", 0, 0),  # the case began there
        ("home.hall", 3, 0),
        ("home.room", 0, 4),  # it has not been yet: from the opening
        ("home.room", 1, 1),
        ("home.room", 3, 3),  # taken up with what stands around it
        ("home", 0, 0),
        ("home", 3, 3),
        ("back", 3, 3),
        ("call", 1, 4),
    ],
)


def _book(event: str, title: str = "Stay") -> Handbook:
    return handbook(stay=TEXT.format(event=event, title=title), visit=VISIT)


def _lived(book: Handbook, steps: int) -> Case:
    protocol = book.protocols["stay"]
    case = open_case(protocol, reference="case-1", region="east", at=NOW)
    for name, hours in LIVES[:steps]:
        case.do(name, by=WORKER, at=NOW + hours * HOUR)
    return case


def _called(case: Case) -> timedelta:
    (opened,) = case.do("call", by=WORKER, at=NOW + 4 * HOUR).opened
    assert opened.due is not None
    return opened.due - NOW


def _moved(case: Case, new: Handbook) -> Case:
    compiled = compiled_case(new.protocols["stay"], new)
    past = retold([CaseChapter.of(case.view())], compiled)
    return Case(moved_case(past, case.view(), case.last))


@COUNTED
def test_it_counts_from_the_last_time(event: str, steps: int, since: int) -> None:
    assert _called(_lived(_book(event), steps)) == (since + 9) * HOUR


@COUNTED
def test_a_case_that_moved_knows_it_still(event: str, steps: int, since: int) -> None:
    case = _moved(_lived(_book(event), steps), _book(event, "Home"))
    assert _called(case) == (since + 9) * HOUR


@pytest.mark.parametrize(("event", "since"), [("home.room", 3), ("settle", 1)])
def test_what_comes_after_the_move_counts_too(event: str, since: int) -> None:
    case = _moved(_lived(_book(event), 2), _book(event, "Home"))
    case.do("back", by=WORKER, at=NOW + 3 * HOUR)
    assert _called(case) == (since + 9) * HOUR


@pytest.mark.parametrize(
    ("event", "due"), [("home.hall", 5), ("home", 5), ("home.room", 7), ("settle", 7)]
)
def test_a_deadline_counts_from_the_state_that_the_case_began_in(
    event: str, due: int
) -> None:
    text = TEXT.format(event="call", title="Stay").replace(
        "Үйден тыс}",
        f"Үйден тыс}}\n    within: {{limit: 5 hours, from: {event}}}",
    )
    case = _lived(handbook(stay=text, visit=VISIT), 0)
    case.do("leave", by=WORKER, at=NOW + 2 * HOUR)
    assert [each.at - NOW for each in case.due(case.last)] == [due * HOUR]
