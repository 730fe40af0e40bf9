"""A running case goes on under another version of its protocol."""

from datetime import timedelta

import pytest

from katch_protocols.cases.case import Case
from katch_protocols.cases.chapters import CaseChapter
from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.cases.migrating import moved_case, retold
from katch_protocols.errors import RecordError
from tests.cases.harbour import FILES, NOW, actor, begin, book, handbook

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
