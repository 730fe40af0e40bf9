"""What one step enters, leaves and takes up again: its clocks begin with that step."""

from datetime import timedelta

import pytest

from katch_protocols.cases.case import Case
from katch_protocols.charts.build import chart
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.safeguards import AfterThen
from katch_protocols.proofs.timing.timed_sentences import prove_within
from katch_protocols.semantics.table import entered_anew
from katch_protocols.verbs.live_cases import open_case
from tests.cases.harbour import NOW, actor, handbook
from tests.proofs.timing.clockmaking import hours
from tests.proofs.timing.timed import Asked, longest_wait

WORKER = actor("u2", "worker")
HOUR = timedelta(hours=1)

TEXT = """
protocol: search
title: {{en: Search, ru: Поиск, kk: Іздеу}}
valid_from: 2026-01-01
initial: called
states:
  called:
    title: {{en: Called, ru: Созвано, kk: Шақырылды}}
    held_by: worker
    within: 1 hour
    activities:
      go: {{title: {{en: Go, ru: Идти, kk: Бару}}, by: worker, to: both.ask.heard}}
  both:
    title: {{en: Both, ru: Оба, kk: Екеуі}}
    held_by: worker
    parallel:
      seek:
        title: {{en: Seek, ru: Искать, kk: Іздеу}}
        within: 2 hours
        on_pause: {on_pause}
        initial: first
        states:
          first:
            title: {{en: First, ru: Первое, kk: Бірінші}}
            activities:
              leave:
                {{title: {{en: Leave, ru: Уйти, kk: Кету}}, by: worker, to: called}}
              tell:
                title: {{en: Tell, ru: Сказать, kk: Айту}}
                by: worker
                within: 3 hours
      ask:
        title: {{en: Ask, ru: Спросить, kk: Сұрау}}
        initial: asked
        states:
          asked: {{title: {{en: Asked, ru: Спрошено, kk: Сұралды}}}}
          heard:
            title: {{en: Heard, ru: Выслушано, kk: Тыңдалды}}
            decide: [{{to: resume both.seek}}]
"""
"""``go`` enters both strands; the choice in one takes up the other, just entered."""

PAUSES = pytest.mark.parametrize("on_pause", ["keep running", "stop", "restart"])


def _book(on_pause: str) -> Handbook:
    return handbook(search=TEXT.format(on_pause=on_pause))


def _dues(case: Case) -> dict[str, timedelta]:
    return {due.activity or due.state: due.at - NOW for due in case.due(NOW)}


@PAUSES
def test_its_clocks_count_from_the_step_each_time(on_pause: str) -> None:
    protocol = _book(on_pause).protocols["search"]
    case = open_case(protocol, reference="case-1", region="east", at=NOW)
    for start in (0 * HOUR, 5 * HOUR):
        case.do("go", by=WORKER, at=NOW + start)
        assert _dues(case) == {
            "both.seek": start + 2 * HOUR,
            "tell": start + 3 * HOUR,
        }
        case.do("leave", by=WORKER, at=NOW + start + HOUR)
        assert _dues(case) == {"called": start + 2 * HOUR}


@PAUSES
def test_proofs_say_what_an_exhaustive_search_says(on_pause: str) -> None:
    book = _book(on_pause)
    protocol = book.protocols["search"]
    for first, most in (("go", 2), ("leave", 3)):
        assert longest_wait(protocol, book, Asked(first, "leave"), 9) == most
        rule = AfterThen(event=first, later="leave", within=hours(most))
        answer = prove_within(rule, chart(protocol, book), book)
        assert answer.verdict.value == "holds"
        assert answer.reason is not None
        assert answer.reason.spent is not None
        assert answer.reason.spent.minutes == most * 60


def test_what_is_entered_oftener_than_taken_up_is_entered_anew() -> None:
    assert entered_anew((1, 2, 3), ()) == (1, 2, 3)
    assert entered_anew((1, 2), (2,)) == (1,)
    assert entered_anew((1, 2, 3, 1, 2), (2,)) == (1, 2, 3, 1, 2)
