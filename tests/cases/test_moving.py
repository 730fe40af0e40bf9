"""A running case goes on under another version of its protocol."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from katch_protocols.cases.case import Case
from katch_protocols.cases.chapters import CaseChapter
from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.cases.migrating import moved_case, retold
from katch_protocols.errors import RecordError
from katch_protocols.verbs.live_cases import open_case
from tests.cases.harbour import FILES, NOW, actor, begin, book, handbook
from tests.cases.test_deadlines import PAUSE

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads(
    (ROOT / "docs/reference/answers/case.schema.json").read_text(encoding="utf-8")
)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OFFICER, WORKER = actor("u1", "officer"), actor("u2", "worker")
SAFE = {"danger": "absent"}


def edited(*edits):
    """Return the handbook with other words in ``referral.yaml``."""
    text = FILES["referral.yaml"]
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return handbook(referral=text)


def assessed():
    case = begin()
    case.do("assess", by=OFFICER, at=NOW + HOUR, records=SAFE)
    return case


def past_of(case, new):
    return retold([CaseChapter.of(case.view())], compiled(new))


def compiled(new):
    return compiled_case(new.protocols["referral"], new)


def moved(case, new, at=NOW + DAY):
    past = past_of(case, new)
    assert past.gaps == ()
    return Case(moved_case(past, case.view(), at))


LONGER = edited(("within: 3 working days", "within: 5 working days"))


def test_it_goes_on_and_its_clocks_keep_their_start():
    case = assessed()
    before, after = case.due(NOW), moved(case, LONGER).due(NOW)
    assert [(d.state, d.since, d.began) for d in after] == [
        (d.state, d.since, d.began) for d in before
    ]
    assert after[0].at - before[0].at == timedelta(days=4)  # over a weekend


def test_a_record_of_it_is_read_under_the_new_version_and_no_other():
    case = moved(assessed(), LONGER)
    case.do("send", by=WORKER, at=NOW + 2 * DAY)
    record = case.snapshot()
    assert [event["kind"] for event in record["events"]] == [
        "activity",
        "migrated",
        "activity",
    ]
    protocol = LONGER.protocols["referral"]
    again = Case.restore(protocol, record)
    assert again.snapshot() == record
    assert (again.pin, again.version) == (compiled(LONGER).edition.pin, 3)
    again.verify()
    with pytest.raises(RecordError):
        Case.restore(book().protocols["referral"], record)
    record["events"][0]["by"] = "u9"
    with pytest.raises(RecordError) as caught:
        Case.restore(protocol, record)
    assert (caught.value.code, caught.value.event) == ("chain", 1)


def test_a_record_of_a_case_that_moved_fits_the_published_schema():
    Draft202012Validator(SCHEMA).validate(moved(assessed(), LONGER).snapshot())


def test_a_clock_of_what_was_not_there_begins_with_the_move():
    text = FILES["referral.yaml"].replace("to: assessed", "to: weighing")
    start = text.index("  assessed:\n")
    end = text.index("  hearing:\n", start)
    inner = "".join(f"    {line}\n" for line in text[start:end].splitlines())
    head = "  weighing:\n    title: {en: Weighing, ru: Оценка, kk: Бағалау}\n"
    wrapped = f"{head}    within: 2 working days\n    initial: assessed\n    states:\n"
    new = handbook(referral=text[:start] + wrapped + inner + text[end:])
    case, at = assessed(), NOW + 2 * DAY
    found = {due.state: due for due in moved(case, new, at).due(NOW)}
    assert found["weighing.assessed"].since == NOW + HOUR
    assert (found["weighing"].since, found["weighing"].began) == (at, 1)


def test_what_was_never_allowed_is_noted_and_the_case_goes_on_all_the_same():
    new = edited(
        ("by: [officer, worker]\n        qualified", "by: worker\n        qualified")
    )
    case = assessed()
    past = past_of(case, new)
    assert (past.retelling.first, past.retelling.broken) == (0, None)
    again = moved(case, new)
    assert again.now == case.now
    done = again.do("send", by=WORKER, at=NOW + 2 * DAY)
    assert done.role == "worker"


def test_loans_and_who_did_what_go_along():
    case = begin()
    case.do("assess", by=WORKER, at=NOW, records=SAFE)
    until = NOW + 9 * DAY
    case.stand_in(by=WORKER, deputy="u9", role="worker", until=until, at=NOW)
    case.do("send", by=WORKER, at=NOW)
    again = moved(case, LONGER)
    state, before = again.view(), case.view()
    assert (state.grants, state.doers) == (before.grants, before.doers)
    assert state.keys == before.keys


@pytest.mark.parametrize("part", ["regions", "doers", "clocks", "loans", "form"])
def test_an_image_of_another_shape_is_refused(part):
    record = moved(assessed(), LONGER).snapshot()
    record["events"][1]["migration"]["image"][part] = 7
    with pytest.raises(RecordError) as caught:
        Case.restore(LONGER.protocols["referral"], record)
    assert (caught.value.code, caught.value.event) == ("shape", 1)


INNER = (
    "      inner:\n        within: 3 days\n        initial: first\n        states:\n"
)


@pytest.mark.parametrize("on_pause", ["keep running", "stop", "restart"])
def test_what_was_left_is_taken_up_again_with_clocks_that_began_with_the_move(on_pause):
    text = PAUSE.format(on_pause=on_pause)
    start, end = text.index("      first:\n"), text.index("      late:")
    first = "".join(f"    {line}\n" for line in text[start:end].splitlines())
    wrapped = text[:start] + INNER + first + text[end:]
    wrapped = wrapped.replace(
        "initial: first\n    states", "initial: inner\n    states"
    )
    old, new = handbook(pause=text), handbook(pause=wrapped)
    case = open_case(old.protocols["pause"], reference="case-1", region="east", at=NOW)
    case.do("begin", by=WORKER, at=NOW + DAY)
    case.do("lose", by=WORKER, at=NOW + 2 * DAY)
    version = compiled_case(new.protocols["pause"], new)
    past = retold([CaseChapter.of(case.view())], version)
    assert past.gaps == ()
    found = Case(moved_case(past, case.view(), NOW + 3 * DAY))
    assert found.now.states == ("gone",)
    found.do("find", by=WORKER, at=NOW + 5 * DAY)
    assert found.now.states == ("work", "work.inner", "work.inner.first")
    dues = {due.state: due for due in (*found.due(NOW), *found.overdue(NOW))}
    limits = {"keep running": 6, "stop": 8, "restart": 8}
    assert dues["work.inner"].at == NOW + limits[on_pause] * DAY
    first, before = dues["work.inner.first"], {"keep running": 3, "stop": 6}
    assert first.at == NOW + before.get(on_pause, 7) * DAY
    again = Case.restore(new.protocols["pause"], found.snapshot())
    assert again.due(NOW) == found.due(NOW)
