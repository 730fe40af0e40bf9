"""A case opens another beside it; each goes its own way, and news comes back."""

# ruff: noqa: E501 - files with titles in three languages

from datetime import timedelta

import pytest

from katch_protocols.cases.case import Case
from katch_protocols.cases.request import Actor
from katch_protocols.errors import (
    ActivityRefusedError,
    RecordError,
    UnknownNameError,
)
from katch_protocols.files.read import read_texts
from katch_protocols.refusals import Need
from katch_protocols.verbs.live_cases import open_case
from tests.cases.harbour import FILES, NOW

CARE = """
protocol: care
title: {en: Care, ru: Уход, kk: Күтім}
initial: door
states:
  door: {decide: [{when: danger is present, to: urgent}, {to: planned}]}
  urgent:
    title: {en: Urgent, ru: Срочно, kk: Шұғыл}
    held_by: worker
    activities: {help: {title: {en: Help, ru: Помочь, kk: Көмектесу}, by: [worker, officer], to: over}}
  planned:
    title: {en: Planned, ru: План, kk: Жоспар}
    held_by: worker
    activities: {plan: {title: {en: Plan, ru: Планировать, kk: Жоспарлау}, by: worker, to: over}}
  over: {title: {en: Over, ru: Конец, kk: Соңы}, final: true, outcome: protected}
"""
DESK = """
protocol: desk
title: {en: Desk, ru: Приём, kk: Қабылдау}
initial: open
states:
  open:
    title: {en: Open, ru: Открыто, kk: Ашық}
    held_by: officer
    activities:
      ask: {title: {en: Ask, ru: Спросить, kk: Сұрау}, by: officer, records: [danger]}
      call:
        title: {en: Call, ru: Вызвать, kk: Шақыру}
        by: officer
        opens: {protocol: care, within: {limit: 1 hour, basis: proposed}}
      call_east:
        title: {en: Call the east, ru: Вызвать восток, kk: Шығысты шақыру}
        by: officer
        opens: {protocol: care, region: another}
      wait: {title: {en: Wait, ru: Ждать, kk: Күту}, by: officer, to: waiting}
      shut: {title: {en: Shut, ru: Закрыть, kk: Жабу}, by: officer, to: shut}
  waiting:
    title: {en: Waiting, ru: Ожидание, kk: Күту}
    held_by: officer
    activities:
      helped: {title: {en: Helped, ru: Помогли, kk: Көмектесті}, by: care.over, to: shut}
      back: {title: {en: Back, ru: Назад, kk: Қайту}, by: officer, to: open}
  shut: {title: {en: Shut, ru: Закрыто, kk: Жабық}, final: true, outcome: protected}
activities:
  taken: {title: {en: Taken up, ru: Принято, kk: Қабылданды}, by: care.taken_up, sets: {danger: absent}}
"""
BOOK = read_texts({**FILES, "care.yaml": CARE, "desk.yaml": DESK}).sound()
LATER = NOW + timedelta(hours=2)
OFFICER = Actor("u1", roles=["officer"], agency="police", region="west")
WORKER = Actor("u2", roles=["worker"], agency="office", region="west")


def desk() -> Case:
    return open_case(BOOK.protocols["desk"], reference="desk-1", region="west", at=NOW)


def care(opening) -> Case:
    return open_case(BOOK.protocols["care"], at=NOW, opened_by=opening)


def do(case: Case, name: str, by: Actor = OFFICER, **words):
    return case.do(name, by=by, at=NOW, **words)


def test_an_event_names_what_it_opened_and_what_goes_along():
    case = desk()
    do(case, "ask", records={"danger": "present"})
    (opening,) = do(case, "call").opened
    assert opening == case.beside[0]
    assert (opening.protocol, opening.region, opening.opener) == (
        "care",
        "west",
        "desk-1",
    )
    assert dict(opening.facts) == {"danger": "present"}
    assert opening.answers == ("police",)
    assert opening.due == NOW + timedelta(hours=1)
    assert opening.is_new


@pytest.mark.parametrize(
    ("accountable", "answering"),
    [("office", "office"), ("worker", "office"), ("actor", "police")],
)
def test_whoever_is_accountable_for_the_act_answers_for_what_it_opens(
    accountable, answering
):
    text = DESK.replace(
        "by: officer\n        opens",
        f"by: officer\n        accountable: {accountable}\n        opens",
    )
    made = read_texts({**FILES, "care.yaml": CARE, "desk.yaml": text}).sound()
    case = open_case(made.protocols["desk"], reference="desk-1", region="west", at=NOW)
    assert do(case, "call").opened[0].answers == (answering,)


def test_whoever_held_the_state_answers_for_what_the_clock_opens():
    end = "  gone: {title: {en: Gone, ru: Ушёл, kk: Кетті}, final: true, outcome: transferred, opens: {protocol: care}}\n"
    text = DESK.replace(
        "  waiting:\n", f"{end}  waiting:\n    after: {{1 hour: gone}}\n"
    )
    made = read_texts({**FILES, "care.yaml": CARE, "desk.yaml": text}).sound()
    case = open_case(made.protocols["desk"], reference="desk-1", region="west", at=NOW)
    do(case, "wait")
    (event,) = case.advance(LATER)
    assert [each.answers for each in event.opened] == [("police",)]


def test_the_values_that_go_along_choose_the_way_in():
    case = desk()
    do(case, "ask", records={"danger": "present"})
    opened = care(do(case, "call").opened[0])
    assert opened.now.states == ("urgent",)
    assert opened.now.facts == {"danger": "present"}
    assert opened.receivers == ("worker",)
    assert care(do(desk(), "call").opened[0]).now.states == ("planned",)


def test_a_case_that_goes_on_is_not_opened_again():
    case = desk()
    (first,) = do(case, "call").opened
    (again,) = do(case, "call").opened
    assert (again.reference, again.is_new) == (first.reference, False)
    case.tell(first.reference, "over", at=NOW)
    (other,) = do(case, "call").opened
    assert other.is_new
    assert other.reference != first.reference


def test_another_region_must_be_stated():
    case = desk()
    for wrong in (None, "west", "north"):
        with pytest.raises(ActivityRefusedError) as caught:
            do(case, "call_east", opens_in=wrong)
        assert caught.value.refusal.needs == (Need.OTHER_REGION,)
    with pytest.raises(ActivityRefusedError) as caught:
        do(case, "call", opens_in="east")
    assert caught.value.refusal.needs == (Need.SURPLUS_REGION,)
    assert do(case, "call_east", opens_in="east").opened[0].region == "east"
    # One goes on in the east; in the west there is none yet.
    assert do(case, "call").opened[0].is_new


def test_why_not_is_asked_with_the_region_that_is_stated():
    case = desk()

    def lacks(name, **words):
        found = case.why_not(name, by=OFFICER, at=NOW, **words)
        return () if found is None else found.needs

    assert lacks("call_east") == ()
    assert lacks("call_east", records={}) == (Need.OTHER_REGION,)
    assert lacks("call_east", records={}, opens_in="east") == ()
    assert lacks("call_east", opens_in="west") == (Need.OTHER_REGION,)
    assert lacks("call", opens_in="east") == (Need.SURPLUS_REGION,)


def test_until_it_is_taken_up_its_clock_runs():
    opened = care(do(desk(), "call").opened[0])
    (due,) = opened.due(NOW)
    assert (due.state, due.at) == ("taken_up", NOW + timedelta(hours=1))
    assert opened.overdue(LATER) == (due,)
    assert not opened.is_taken_up
    do(opened, "plan", WORKER)
    assert opened.is_taken_up
    assert opened.ended_in == "over"
    assert opened.overdue(LATER) == ()


def test_what_another_body_does_takes_nothing_up():
    case = desk()
    do(case, "ask", records={"danger": "present"})
    opened = care(do(case, "call").opened[0])
    do(opened, "help", OFFICER)
    assert not opened.is_taken_up


def test_news_is_taken_at_once_where_it_is_possible_and_waits_where_not():
    case = desk()
    do(case, "ask", records={"danger": "present"})
    (opening,) = do(case, "call").opened
    told = case.tell(opening.reference, "taken_up", at=NOW, by="desk-7", key="k1")
    assert (told.kind, told.activity, told.of) == (
        "news",
        "care.taken_up",
        opening.reference,
    )
    assert case.events[-1].activity == "taken"
    assert case.now.facts["danger"] == "absent"
    case.tell(opening.reference, "over", at=NOW)
    assert case.now.states == ("open",)
    do(case, "wait")
    assert [event.activity for event in case.events[-2:]] == ["wait", "helped"]
    assert case.ended_in == "shut"
    case.verify()


def test_the_end_of_a_case_drops_what_waits():
    case = desk()
    (opening,) = do(case, "call").opened
    case.tell(opening.reference, "over", at=NOW)
    do(case, "shut")
    assert case.is_complete
    case.verify()
    with pytest.raises(ActivityRefusedError) as caught:
        case.tell(opening.reference, "taken_up", at=NOW)
    assert caught.value.refusal.needs == (Need.ENDED,)


def test_news_is_heard_once_and_only_of_what_was_opened():
    case = desk()
    (opening,) = do(case, "call").opened
    first = case.tell(opening.reference, "over", at=NOW, key="k1")
    assert case.tell(opening.reference, "over", at=LATER, key="k1") is first
    assert case.tell(opening.reference, "over", at=LATER) is first
    with pytest.raises(UnknownNameError):
        case.tell(opening.reference, "nowhere", at=NOW)
    with pytest.raises(ActivityRefusedError) as caught:
        case.tell("case-9", "over", at=NOW)
    assert caught.value.refusal.needs == (Need.NOT_OPENED,)
    with pytest.raises(ActivityRefusedError) as caught:
        case.signal("helped", at=NOW)
    assert (
        Need.STATE in caught.value.refusal.needs
        or Need.NEWS in caught.value.refusal.needs
    )


def test_both_records_are_read_again():
    case = desk()
    do(case, "call_east", opens_in="east")
    (opening,) = do(case, "call").opened
    case.tell(opening.reference, "over", at=NOW)
    do(case, "wait")
    again = Case.restore(BOOK.protocols["desk"], case.snapshot())
    assert again.snapshot() == case.snapshot()
    assert again.beside == case.beside
    opened = care(opening)
    do(opened, "plan", WORKER)
    record = opened.snapshot()
    back = Case.restore(BOOK.protocols["care"], record)
    assert (back.opened_by, back.is_taken_up) == (opened.opened_by, True)
    record["opener"]["facts"] = {"danger": "present"}
    with pytest.raises(RecordError):
        Case.restore(BOOK.protocols["care"], record)


def test_a_case_is_opened_of_the_protocol_that_the_event_named():
    (opening,) = do(desk(), "call").opened
    with pytest.raises(UnknownNameError):
        open_case(BOOK.protocols["desk"], at=NOW, opened_by=opening)


def _desk(*edits: tuple[str, str]) -> Case:
    text = DESK
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    made = read_texts({**FILES, "care.yaml": CARE, "desk.yaml": text}).sound()
    return open_case(made.protocols["desk"], reference="d-1", region="west", at=NOW)


OVER = ("kk: Жабық}, final: true", "kk: Жабық}, opens: {protocol: care}, final: true")
BY_CLOCK = (
    "    held_by: officer\n",
    "    held_by: officer\n    after: {3 hours: shut}\n",
)
TOLD = ("by: care.over, to: shut", "by: nobody, to: shut")


@pytest.mark.parametrize("edits", [(OVER,), (OVER, BY_CLOCK), (OVER, TOLD)])
def test_an_end_opens_the_case_that_takes_over_however_it_was_reached(edits) -> None:
    case = _desk(*edits)
    (first,) = do(case, "call").opened
    do(case, "wait")
    case.tell(first.reference, "over", at=NOW)
    if BY_CLOCK in edits:
        case.advance(NOW + timedelta(hours=4))
    elif TOLD in edits:
        case.signal("helped", at=NOW)
    assert case.is_complete
    (takes_over,) = case.events[-1].opened
    assert takes_over.is_new
    assert takes_over in case.beside
    assert takes_over.reference != first.reference


def test_news_that_comes_early_waits_for_its_instant_and_is_not_lost() -> None:
    rule = "{late: {rule: helped at least 3 hours after wait}}"
    case = _desk(("initial: open\n", f"initial: open\nsafeguards: {rule}\n"))
    (first,) = do(case, "call").opened
    do(case, "wait")
    case.tell(first.reference, "over", at=NOW + timedelta(hours=1))
    assert case.now.states == ("waiting",)
    assert case.wakes_at == case.next_alarm == NOW + timedelta(hours=3)
    assert [each.at for each in case.advance(LATER)] == []
    (event,) = case.advance(NOW + timedelta(hours=5))
    assert (event.activity, event.at) == ("helped", NOW + timedelta(hours=3))
    assert case.is_complete


def test_a_value_that_the_opener_never_asks_about_goes_along() -> None:
    ask = DESK[DESK.index("      ask:") : DESK.index("      call:")]
    taken = DESK[DESK.index("activities:\n  taken") :]
    case = _desk((ask, ""), (taken, ""))
    (opening,) = do(case, "call").opened
    assert dict(opening.facts) == {"danger": "unknown"}


def test_a_deputy_takes_part_for_whoever_lent_the_role() -> None:
    case = _desk(
        (
            "by: officer, to: waiting",
            "by: officer, together_with: [worker], to: waiting",
        )
    )
    clerk = Actor("u9", roles=[], agency="office", region="west")
    with pytest.raises(ActivityRefusedError):
        do(case, "wait", together_with=[clerk])
    case.stand_in(by=WORKER, deputy="u9", role="worker", until=LATER, at=NOW)
    assert do(case, "wait", together_with=[clerk]).together_with == (
        ("worker", "u9", "office"),
    )


SIGNAL = ("by: officer, to: waiting", "by: nobody, to: waiting")


def test_a_signal_lets_waiting_news_in_and_starts_the_clock_it_leads_to() -> None:
    case = _desk(SIGNAL)
    (first,) = do(case, "call").opened
    case.tell(first.reference, "over", at=NOW)
    assert case.now.states == ("open",)
    case.signal("wait", at=NOW)
    assert case.is_complete
    clock = (
        "\n    activities:\n      helped",
        "\n    after: {3 hours: shut}\n    activities:\n      helped",
    )
    case = _desk(SIGNAL, clock)
    case.signal("wait", at=NOW)
    assert case.wakes_at == NOW + timedelta(hours=3)


def test_a_key_of_news_is_refused_for_other_news() -> None:
    case = _desk()
    (first,) = do(case, "call").opened
    told = case.tell(first.reference, "taken_up", at=NOW, key="k-1")
    assert case.tell(first.reference, "taken_up", at=NOW, key="k-1") == told
    with pytest.raises(ActivityRefusedError) as caught:
        case.tell(first.reference, "over", at=NOW, key="k-1")
    assert caught.value.refusal.needs == (Need.KEY,)


def test_only_an_activity_takes_a_case_up() -> None:
    case = care(do(desk(), "call").opened[0])
    case.stand_in(by=WORKER, deputy="u9", role="worker", until=LATER, at=NOW)
    assert not case.is_taken_up
    assert [each.state for each in case.due(NOW)] == ["taken_up"]
