"""Salt, who opened a case, what was known then; who holds a role from a newer book."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from katch_protocols.cases.beginning import MOST_SALT
from katch_protocols.cases.case import Case
from katch_protocols.errors import (
    ActivityRefusedError,
    ConflictError,
    OpaqueError,
    ProtocolError,
    RecordError,
    UnknownNameError,
)
from katch_protocols.refusals import Need
from katch_protocols.verbs.live_cases import open_case
from tests.cases.harbour import FILES, NOW, actor, begin, book, handbook

RECORDS = Path(__file__).parent / "records"
PROTOCOL = book().protocols["referral"]
OFFICER = actor("u1", "officer")
WORKER = actor("u2", "worker")
SALT = bytes(range(16))
DANGER = {"danger": "present"}


def opened(**words):
    words = {"reference": "case-1", "region": "east", "at": NOW, **words}
    return open_case(PROTOCOL, **words)


def canonical(plain):
    return json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()


def line(record):
    keys = {"case", "pin", "region", "version", "by", "facts", "opener"}
    found = {key: record[key] for key in keys if key in record}
    return canonical({**found, "at": record["opened"]})


def test_all_that_an_opening_says_is_in_its_hash_behind_the_salt():
    case = opened(salt=SALT, by="clerk-1", facts=DANGER)
    assert case.head == sha256(SALT + line(case.snapshot())).digest()
    heads = {
        each.head
        for each in (
            case,
            opened(),
            opened(salt=SALT[:15]),
            opened(salt=SALT, by="clerk-2", facts=DANGER),
            opened(salt=SALT, by="clerk-1", facts={"danger": "absent"}),
            opened(salt=SALT, by="clerk-1"),
        )
    }
    assert len(heads) == 6


def test_every_event_is_hashed_behind_the_salt_and_a_record_keeps_it_once():
    case = opened(salt=SALT)
    event = case.do("assess", by=OFFICER, at=NOW, records=DANGER)
    assert case.head == sha256(SALT + canonical(event.to_json(0))).digest()
    record = case.snapshot()
    assert json.dumps(record).count(SALT.hex()) == 1
    again = Case.restore(PROTOCOL, record)
    again.verify()
    assert (again.head, again.salt) == (case.head, SALT)


def test_an_opening_without_any_of_it_is_hashed_as_ever():
    record = opened().snapshot()
    assert opened(salt=b"", facts={}).snapshot() == record
    assert record["head"] == sha256(line(record)).hexdigest()


def test_a_case_begins_with_what_was_known():
    case = opened(facts=DANGER, by="clerk-1")
    assert case.now.facts["danger"] == "present"
    assert case.opener == "clerk-1"
    again = Case.restore(PROTOCOL, case.snapshot())
    assert (again.now, again.opener) == (case.now, "clerk-1")


@pytest.mark.parametrize("facts", [{"dnger": "present"}, {"danger": "gone"}])
def test_what_cannot_be_known_is_refused_with_the_nearest(facts):
    with pytest.raises(UnknownNameError) as caught:
        opened(facts=facts)
    assert caught.value.kind in {"fact", "value"}
    assert "gone" not in str(caught.value)


ROUND = """
protocol: round_about
title: {en: Round, ru: Кругом, kk: Айнала}
valid_from: 2026-01-01
initial: asked
states:
  asked: {decide: [{when: danger is present, to: again}, {to: safe}]}
  again: {decide: [{to: asked}]}
  safe: {title: {en: Safe, ru: Безопасно, kk: Қауіпсіз}, final: true, outcome: done}
"""


def test_a_case_that_would_never_come_to_rest_is_not_opened():
    protocol = handbook(round_about=ROUND).protocols["round_about"]
    given = {"reference": "c", "region": "east", "at": NOW}
    assert open_case(protocol, **given, facts={"danger": "absent"}).is_complete
    with pytest.raises(ProtocolError, match="endless-settling"):
        open_case(protocol, **given, facts=DANGER)


CIRCLE = ROUND.replace("when: danger is present, to: again}, {to: safe", "to: again")
CHOSEN = ROUND.replace(
    "initial: asked\nstates:",
    """initial: told
states:
  told:
    title: {en: Told, ru: Сообщено, kk: Айтылды}
    held_by: officer
    activities:
      ask: {title: {en: Ask, ru: Спросить, kk: Сұрау}, by: officer, to: asked}""",
)


def test_nor_is_one_that_never_would_whatever_it_begins_with():
    protocol = handbook(round_about=CIRCLE).protocols["round_about"]
    with pytest.raises(ProtocolError, match="endless-settling"):
        open_case(protocol, reference="c", region="east", at=NOW)


def test_a_step_after_which_it_would_never_come_to_rest_is_refused_for_that():
    protocol = handbook(round_about=CHOSEN).protocols["round_about"]
    given = {"reference": "c", "region": "east", "at": NOW}
    safe = open_case(protocol, **given, facts={"danger": "absent"})
    safe.do("ask", by=OFFICER, at=NOW)
    assert safe.is_complete
    endless = open_case(protocol, **given, facts=DANGER)
    with pytest.raises(ActivityRefusedError) as caught:
        endless.do("ask", by=OFFICER, at=NOW)
    assert caught.value.refusal.needs == (Need.ENDLESS,)
    assert endless.now.states == ("told",)


def test_a_fact_of_the_protocol_alone_is_stated_by_somebody():
    files = FILES["referral.yaml"].replace(
        "documents:", "facts:\n  own: {title: {en: O}, values: [yes1]}\ndocuments:", 1
    )
    protocol = handbook(referral=files).protocols["referral"]
    with pytest.raises(UnknownNameError):
        open_case(protocol, reference="c", region="east", at=NOW, facts={"own": "yes1"})


def test_a_wrong_type_names_the_argument():
    with pytest.raises(TypeError, match=r"`salt` must be .*, not str"):
        opened(salt="salt")
    with pytest.raises(TypeError, match="`salt` must be bytes, at most 64"):
        opened(salt=bytes(MOST_SALT + 1))
    with pytest.raises(TypeError, match="`facts"):
        opened(facts={"danger": 1})
    with pytest.raises(OpaqueError):
        opened(by="+7 701 555 01 01")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("salt", "00"),
        ("salt", "0G"),
        ("salt", ""),
        ("salt", "00" * 65),
        ("by", "clerk-2"),
        ("by", "not opaque"),
        ("by", None),
        ("facts", {"danger": "absent"}),
        ("facts", {"danger": "gone"}),
        ("facts", {}),
        ("facts", []),
    ],
)
def test_a_record_that_says_otherwise_is_refused(key, value):
    record = opened(salt=SALT, by="clerk-1", facts=DANGER).snapshot()
    with pytest.raises(RecordError):
        Case.restore(PROTOCOL, {**record, key: value})
    with pytest.raises(RecordError):
        Case.restore(PROTOCOL, {n: each for n, each in record.items() if n != key})


def test_a_record_of_the_older_shape_has_none_of_it():
    texts = [each.read_text("utf-8") for each in sorted(RECORDS.glob("*.json"))]
    old = [json.loads(text) for text in texts]
    assert {each["format"] for each in old} == {"katch-case-1"}
    for record in old:
        assert not {"salt", "by", "facts"} & set(record)


def loan(case, **words):
    until = NOW.replace(hour=20)
    given = {"deputy": "u9", "role": "officer", "until": until, "at": NOW, **words}
    return case.stand_in(by=OFFICER, **given)


def test_the_same_loan_asked_for_again_is_one_event():
    case = begin()
    first = loan(case, key="k-1")
    assert loan(case, key="k-1") is first
    assert loan(case, key="k-1", expected_version=0) is first
    assert loan(case, key="k-1", at=NOW.replace(hour=22)) is first
    assert (case.version, first.key) == (1, "k-1")
    again = Case.restore(PROTOCOL, case.snapshot())
    assert loan(again, key="k-1").to_json(0) == first.to_json(0)
    assert again.version == 1


def test_a_key_of_a_loan_is_used_for_nothing_else():
    case = begin()
    loan(case, key="k-1")
    with pytest.raises(ConflictError):
        loan(case, key="k-1", deputy="u8")
    with pytest.raises(ConflictError):
        case.do("assess", by=OFFICER, at=NOW, records=DANGER, key="k-1")
    assert loan(case, key="k-2").key == "k-2"
    case.do("assess", by=OFFICER, at=NOW, records=DANGER, key="k-3")
    with pytest.raises(ConflictError):
        loan(case, key="k-3")


def newer():
    """Return the handbook of a later year: officers are of the office, a new agency."""
    roles = FILES["roles.yaml"].replace("agency: police}", "agency: guard}", 1)
    guard = FILES["agencies.yaml"] + (
        "  guard:\n    {title: {en: Guard, ru: Г, kk: Г}, kind: service,"
        " level: district, mandates: {protect: [act]}}\n"
    )
    return handbook(roles=roles, agencies=guard)


def test_who_holds_a_role_comes_from_a_newer_handbook_and_the_rest_from_the_old():
    case = begin()
    case.do("assess", by=OFFICER, at=NOW, records=DANGER)
    again = Case.restore(PROTOCOL, case.snapshot(), holders=newer())
    guard = actor("u5", "officer", agency="guard")
    beside = {"together_with": [WORKER], "at": NOW}
    with pytest.raises(ActivityRefusedError) as caught:
        again.do("end_danger", by=OFFICER, **beside)
    assert "«Guard»" in str(caught.value)
    assert again.do("end_danger", by=guard, **beside).agency == "guard"
    again.verify()
    third = Case.restore(PROTOCOL, again.snapshot(), holders=newer())
    assert third.head == again.head
    with pytest.raises(RecordError):  # the old handbook knows no such agency
        Case.restore(PROTOCOL, again.snapshot())


def test_holders_must_be_a_handbook():
    with pytest.raises(TypeError, match="`holders`"):
        Case.restore(PROTOCOL, begin().snapshot(), holders={})
