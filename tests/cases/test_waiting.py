"""``A at least DURATION after B`` in a live case: an early A is refused."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from katch_protocols.cases.case import Case
from katch_protocols.errors import ActivityRefusedError, RecordError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Waiver
from katch_protocols.refusals import Need, Refusal
from katch_protocols.verbs.compile import compile as compiled
from katch_protocols.verbs.live_cases import open_case
from tests.cases.harbour import NOW, actor, handbook

WORKER = actor("u2", "worker")
OFFICER = actor("u1", "officer")
HOUR = timedelta(hours=1)
SCHEMA = json.loads(
    Path("docs/reference/answers/table.schema.json").read_text(encoding="utf-8")
)
PAUSE = """
protocol: pause
title: {en: Pause, ru: Пауза, kk: Үзіліс}
valid_from: 2026-01-01
initial: open
states:
  open:
    title: {en: Open, ru: Открыто, kk: Ашық}
    held_by: worker
    activities:
      notify: {title: {en: Notify, ru: Известить, kk: Хабарлау}, by: [worker, officer]}
      look:
        title: {en: Look, ru: Смотреть, kk: Қарау}
        by: worker
        records: [danger]
      move: {title: {en: Move, ru: Перевезти, kk: Көшіру}, by: worker, to: moved}
      rush:
        title: {en: Notify and move, ru: Сразу, kk: Бірден}
        by: worker
        to: told.gone
      order: {title: {en: Order, ru: Решение, kk: Шешім}, by: officer}
  told:
    title: {en: Told, ru: Извещено, kk: Хабарланды}
    initial: here
    states:
      here: {title: {en: Here, ru: Здесь, kk: Осында}, final: true}
      gone: {title: {en: Gone, ru: Уехал, kk: Кетті}, final: true}
    done: moved
  moved: {title: {en: Moved, ru: Перевезён, kk: Көшті}, final: true, outcome: protected}
safeguards:
  in_time: {rule: %s, source: [act]}
"""


def book(rule: str, text: str = PAUSE) -> Handbook:
    return handbook(pause=text % rule)


def begin(rule: str, text: str = PAUSE) -> Case:
    protocol = book(rule, text).protocols["pause"]
    return open_case(protocol, reference="case-1", region="east", at=NOW)


def refused(case: Case, activity: str, **words: Any) -> Refusal:
    with pytest.raises(ActivityRefusedError) as caught:
        case.do(activity, **{"by": WORKER, "at": NOW, **words})
    assert caught.value.refusal is not None
    return caught.value.refusal


def test_an_early_act_is_refused_and_told_from_when_it_is_possible() -> None:
    case = begin("move at least 3 working days after notify")
    assert case.why_not("move", at=NOW) is None
    case.do("notify", by=WORKER, at=NOW)
    found = refused(case, "move", at=NOW + HOUR)
    assert found.needs == (Need.EARLY,)
    # Wednesday at eleven in Almaty: Thursday, Friday, and Thursday after Nauryz.
    assert found.unmet[0].facts == {
        "safeguard": "in_time",
        "other": "notify",
        "earliest": "2026-03-26T06:00:00+00:00",
    }
    assert found.said["en"][1] == (
        "It is too early: so soon after «Notify» this may not be done (in_time). "
        "It is possible from 26 March 2026, 11:00 UTC+5."
    )
    assert "26 марта 2026 года, 11:00" in found.said["ru"][1]
    assert "2026 жылғы 26 наурыз, 11:00" in found.said["kk"][1]
    assert found.could == ()


def test_at_the_very_instant_it_is_possible_to_whoever_may() -> None:
    case = begin("move at least 3 hours after notify")
    case.do("notify", by=WORKER, at=NOW)
    before = NOW + 3 * HOUR - timedelta(seconds=1)
    assert case.possible(at=before) == ("notify", "look", "rush", "order")
    assert "move" in case.possible(at=NOW + 3 * HOUR)
    case.do("move", by=WORKER, at=NOW + 3 * HOUR)
    assert case.is_complete


def test_the_last_one_counts_and_the_first_step_is_free() -> None:
    case = begin("notify at least 3 hours after notify")
    case.do("notify", by=WORKER, at=NOW)
    assert refused(case, "notify", at=NOW + HOUR).needs == (Need.EARLY,)
    case.do("notify", by=OFFICER, at=NOW + 3 * HOUR)
    found = refused(case, "notify", at=NOW + 5 * HOUR)
    assert found.unmet[0].facts["earliest"] == (NOW + 6 * HOUR).isoformat()


@pytest.mark.parametrize("event", ["moved", "move", "moved where danger is present"])
def test_acts_that_would_enter_a_state_are_held_back_with_it(event: str) -> None:
    name, _, where = event.partition(" ")
    case = begin(f"{name} at least 3 hours after notify {where}".strip())
    case.do("notify", by=WORKER, at=NOW)
    if where:
        assert case.why_not("move", at=NOW) is None
        case.do("look", by=WORKER, at=NOW, records={"danger": "present"})
    assert refused(case, "move").needs == (Need.EARLY,)
    if not where and name == "moved":
        assert refused(case, "rush").needs == (Need.EARLY,)


def test_an_early_signal_is_refused_until_it_is_possible() -> None:
    signal = (
        "      verdict: {title: {en: Verdict, ru: Приговор, kk: Үкім}, "
        "by: nobody, to: moved}\n      order:"
    )
    text = PAUSE.replace("      order:", signal)
    case = begin("moved at least 3 hours after notify", text)
    assert case.signals(at=NOW) == ("verdict",)
    case.do("notify", by=WORKER, at=NOW)
    assert case.signals(at=NOW + HOUR) == ()
    with pytest.raises(ActivityRefusedError) as caught:
        case.signal("verdict", at=NOW + HOUR)
    assert caught.value.refusal.needs == (Need.EARLY,)
    assert case.signal("verdict", at=NOW + 3 * HOUR).kind == "signal"


def test_the_start_is_an_event_like_any_other() -> None:
    case = begin("move at least 3 hours after open")
    assert refused(case, "move", at=NOW + HOUR).needs == (Need.EARLY,)
    case.do("move", by=WORKER, at=NOW + 3 * HOUR)


def test_a_step_that_brings_both_at_once_is_never_possible() -> None:
    case = begin("moved at least 3 hours after told")
    found = refused(case, "rush")
    assert found.unmet[0].facts == {"safeguard": "in_time", "other": "told"}
    assert found.said["en"][1] == (
        "It is too early: this is itself «Told», and brings what may only come later "
        "(in_time)."
    )


def test_after_an_exception_nothing_waits() -> None:
    case = begin("move at least 3 hours after notify unless order / told")
    case.do("notify", by=WORKER, at=NOW)
    assert refused(case, "move").needs == (Need.EARLY,)
    case.do("order", by=OFFICER, at=NOW)
    case.do("move", by=WORKER, at=NOW)


def test_what_lacks_more_than_time_is_told_in_full() -> None:
    case = begin("move at least 3 hours after notify")
    case.do("notify", by=WORKER, at=NOW)
    found = refused(case, "move", by=OFFICER)
    assert found.needs == (Need.EARLY, Need.ROLE)


def test_a_waiver_sets_it_aside_and_the_event_says_so() -> None:
    made = book("move at least 3 hours after notify")
    waiver = Waiver(
        reason=made.title,
        by="office",
        until=date(2026, 3, 31),
    )
    protocol = made.protocols["pause"].model_copy(
        update={"waivers": {"in_time": waiver}}
    )
    protocols = {**made.protocols, "pause": protocol}
    made = made.model_copy(update={"protocols": protocols})
    case = open_case(protocol, reference="c-1", region="east", at=NOW, handbook=made)
    case.do("notify", by=WORKER, at=NOW)
    event = case.do("move", by=WORKER, at=NOW)
    assert event.deed.waived == ("in_time",)


def test_a_record_with_an_early_act_does_not_hold() -> None:
    rule = "move at least 3 hours after notify"
    loose = begin(rule.replace("3 hours", "1 minutes"))
    strict = book(rule).protocols["pause"]
    loose.do("notify", by=WORKER, at=NOW)
    loose.do("move", by=WORKER, at=NOW + HOUR)
    record = loose.snapshot()
    assert Case.restore(
        book(rule.replace("3 hours", "1 minutes")).protocols["pause"], record
    ).is_complete
    # Another limit is another meaning.
    with pytest.raises(RecordError) as caught:
        Case.restore(strict, record)
    assert caught.value.code == "pin"


def test_a_restored_case_knows_when_the_last_one_was() -> None:
    rule = "move at least 3 hours after notify"
    case = begin(rule)
    case.do("notify", by=WORKER, at=NOW)
    again = Case.restore(book(rule).protocols["pause"], case.snapshot())
    again.verify()
    assert refused(again, "move", at=NOW + HOUR).needs == (Need.EARLY,)


def test_the_table_lists_it_beside_the_rows() -> None:
    protocol = book(
        "moved at least 3 hours after notify where danger is present unless order"
    ).protocols["pause"]
    table = compiled(protocol).to_json()
    Draft202012Validator(SCHEMA).validate(table)
    assert table["refuses"] == [
        {
            "safeguard": "in_time",
            "sentence": (
                "moved at least 3 hours after notify where danger is present "
                "unless order"
            ),
            "kind": "wait",
            "event": {"activities": [], "states": ["moved"]},
            "other": {"activities": ["notify"], "states": []},
            "unless": {"activities": ["order"], "states": []},
            "where": "danger is present",
            "actors": [],
            "least": "3 hours",
            "waived_until": None,
        }
    ]


def test_the_table_lists_sentences_about_people_too() -> None:
    protocol = book("notify and move by different people").protocols["pause"]
    (found,) = compiled(protocol).to_json()["refuses"]
    assert (found["kind"], found["least"]) == ("apart", None)
