"""A snapshot comes back as it was, or not at all."""

import copy
import json
import threading
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from katch_protocols.cases.case import Case
from katch_protocols.cases.event import canonical, seal
from katch_protocols.errors import ConflictError, KatchError, RecordError
from tests.cases.harbour import FILES, NOW, actor, begin, book, handbook

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads(
    (ROOT / "docs/reference/answers/case.schema.json").read_text(encoding="utf-8")
)
PROTOCOL = book().protocols["referral"]
WORKER = actor("u2", "worker")
OFFICER = actor("u1", "officer")


def lived():
    """Return a case with an event of every kind."""
    case = begin()
    until = NOW.replace(day=25)
    case.stand_in(by=WORKER, deputy="u8", role="worker", until=until, at=NOW)
    case.do("assess", by=OFFICER, at=NOW, records={"danger": "present"}, key="r-1")
    case.do("end_danger", by=OFFICER, together_with=[WORKER], at=NOW)
    case.do("send", by=actor("u8", "carer", agency="office"), at=NOW)
    case.do("decline_send", by=actor("u3", "carer"), at=NOW)
    case.advance(NOW.replace(month=5))
    return case


def plain(case):
    return json.loads(json.dumps(case.snapshot()))


def test_a_snapshot_keeps_to_its_published_schema():
    Draft202012Validator.check_schema(SCHEMA)
    for case in (begin(), lived()):
        Draft202012Validator(SCHEMA).validate(plain(case))


def test_a_case_comes_back_as_it_was():
    case = lived()
    again = Case.restore(PROTOCOL, plain(case))
    assert again.snapshot() == case.snapshot()
    assert (again.now, again.version, again.outcome) == (
        case.now,
        case.version,
        case.outcome,
    )
    case.verify()
    again.verify()


def test_a_key_still_does_nothing_twice_after_coming_back():
    case = begin()
    words = {"by": OFFICER, "at": NOW, "records": {"danger": "present"}, "key": "r-1"}
    case.do("assess", **words)
    again = Case.restore(PROTOCOL, plain(case))
    assert again.do("assess", **words).key == "r-1"
    assert again.version == 1


def test_each_event_carries_the_hash_of_the_one_before():
    record = plain(lived())
    keys = ("opened", "case", "pin", "region", "version")
    line = {("at" if key == "opened" else key): record[key] for key in keys}
    expected = sha256(canonical(line).encode()).hexdigest()
    for event in record["events"]:
        assert event["previous"] == expected
        text = json.dumps(event, sort_keys=True, separators=(",", ":"))
        expected = sha256(text.encode()).hexdigest()
    assert record["head"] == expected


def test_the_quick_way_to_seal_an_event_writes_the_same_json():
    for number, event in enumerate(lived().events):
        slow = sha256(canonical(event.to_json(number)).encode()).digest()
        assert seal(event, number) == slow


def changed(record, path, value):
    other = copy.deepcopy(record)
    *inward, last = path
    place = other
    for step in inward:
        place = place[step]
    place[last] = value
    return other


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("format",), "katch-case-0", "shape"),
        (("case",), "another", "chain"),
        (("case",), "Анна", "shape"),
        (("protocol",), "hearing", "protocol"),
        (("version",), "1.2.1", "chain"),
        (("pin",), "0" * 64, "pin"),
        (("region",), "west", "chain"),
        (("region",), "north", "names"),
        (("opened",), "2026-03-18T05:00:00+00:00", "chain"),
        (("opened",), "2026-03-18T11:00:00+05:00", "shape"),
        (("opened",), "2026-03-18T06:00:00", "shape"),
        (("head",), "0" * 64, "head"),
        (("now", "states"), ["agreed"], "now"),
        (("now", "facts", "danger"), "unknown", "now"),
        (("events", 1, "by"), "u9", "chain"),
        (("events", 1, "records", "danger"), "absent", "chain"),
        (("events", 1, "at"), "2026-03-18T05:59:59+00:00", "time"),
        (("events", 1, "role"), "chief", "people"),
        (("events", 1, "activity"), "place", "step"),
        (("events", 1, "activity"), "plaice", "names"),
        (("events", 1, "role"), "oficer", "names"),
        (("events", 0, "role"), "oficer", "names"),
        (("events", 1, "agency"), "mars_police", "names"),
        (("events", 2, "with"), [["workr", "u2", "office"]], "names"),
        (("events", 2, "with"), [["worker", "u2", "mars_police"]], "names"),
        (("events", 1, "from"), "agreed", "step"),
        (("events", 1, "kind"), "miracle", "shape"),
        (("events", 1, "note"), "the child said", "shape"),
        (("events", 1, "reason"), "yearly", "step"),
        (("events", 2, "with"), [], "people"),
        (("events", 3, "for"), "u7", "people"),
        (("events", 5, "activity"), "clock(assessed, 3 days)", "step"),
        (("events", 5), {"kind": "clock"}, "shape"),
        (("events", 5), 7, "shape"),
        (("events",), {}, "shape"),
    ],
)
def test_a_record_that_was_changed_does_not_come_back(path, value, code):
    with pytest.raises(RecordError) as caught:
        Case.restore(PROTOCOL, changed(plain(lived()), path, value))
    assert caught.value.code == code


def test_an_event_that_was_taken_away_or_moved_is_found():
    record = plain(lived())
    for events in (
        record["events"][1:],
        record["events"][:-1],
        [*record["events"][:2], *record["events"][3:]],
        record["events"][::-1],
        [*record["events"], record["events"][-1]],
    ):
        with pytest.raises(RecordError):
            Case.restore(PROTOCOL, {**record, "events": events})


def test_a_forger_who_mends_every_hash_still_cannot_let_the_wrong_person_act():
    record = plain(lived())
    forged = changed(record, ("events", 2, "with"), [["worker", "u1", "office"]])
    for number, event in enumerate(forged["events"][:-1]):
        text = canonical(event)
        forged["events"][number + 1]["previous"] = sha256(text.encode()).hexdigest()
    forged["head"] = sha256(canonical(forged["events"][-1]).encode()).hexdigest()
    with pytest.raises(RecordError) as caught:
        Case.restore(PROTOCOL, forged)
    assert (caught.value.code, caught.value.event) == ("people", 2)


@pytest.mark.parametrize("junk", [None, 7, "x", [], {}, {"format": "katch-case-1"}])
def test_what_is_no_record_is_refused(junk):
    with pytest.raises(RecordError):
        Case.restore(PROTOCOL, junk)


RECORD = plain(lived())


@given(st.data())
def test_no_change_anywhere_comes_back_unseen(data):
    """Whatever is put wherever: it is refused, and as a broken record."""
    record = copy.deepcopy(RECORD)
    place = record
    while True:
        keys = sorted(place) if isinstance(place, dict) else range(len(place))
        key = data.draw(st.sampled_from(list(keys)))
        inside = place[key]
        if (
            not isinstance(inside, dict | list)
            or not inside
            or data.draw(st.booleans())
        ):
            break
        place = inside
    junk = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.none())
    value = data.draw(junk.filter(lambda value: value != inside or value is not inside))
    place[key] = value
    if record == RECORD:
        return
    with pytest.raises(KatchError):
        Case.restore(PROTOCOL, record)


def test_a_log_that_was_bent_in_memory_does_not_verify():
    case = lived()
    case.events[1].by = "u9"
    with pytest.raises(RecordError):
        case.verify()
    case = begin()
    case._state.word += 1
    with pytest.raises(RecordError):
        case.verify()


def test_a_case_belongs_to_one_meaning_of_its_protocol():
    record = plain(lived())
    titles = FILES["referral.yaml"].replace("Assess the danger", "Weigh the danger")
    renamed = handbook(referral=titles).protocols["referral"]
    assert Case.restore(renamed, record).version == len(record["events"])
    limit = FILES["referral.yaml"].replace("within: 2 hours", "within: 3 hours")
    people = FILES["referral.yaml"].replace("by: [officer, worker]", "by: [officer]")
    sentence = FILES["hearing.yaml"].replace("different people", "different agencies")
    for other in (
        handbook(referral=limit),
        handbook(referral=people),
        handbook(hearing=sentence),
        handbook(handbook=FILES["handbook.yaml"].replace("holidays: KZ", "")),
    ):
        with pytest.raises(RecordError) as caught:
            Case.restore(other.protocols["referral"], record)
        assert caught.value.code == "pin"


def test_two_writers_who_saw_the_same_version_never_both_win():
    for _ in range(20):
        case = begin()
        gate = threading.Barrier(8)
        won = []

        def write(case=case, gate=gate, won=won, number=0):
            who = actor(f"u{number}", "officer")
            gate.wait()
            words = {"at": NOW, "records": {"danger": "absent"}}
            try:
                case.do("assess", by=who, expected_version=0, **words)
            except ConflictError:
                return
            won.append(number)

        writers = [
            threading.Thread(target=write, kwargs={"number": number})
            for number in range(8)
        ]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        assert len(won) == 1
        assert [event.by for event in case.events] == [f"u{won[0]}"]
        case.verify()
