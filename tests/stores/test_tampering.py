"""Whoever writes the database: what is found by what, and what is beyond.

The page of what a store promises has these rows, in this order.
"""

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text

import katch_protocols as kp
from katch_protocols.cases.event import canonical
from katch_protocols.errors import StoreError
from tests.cases.harbour import book
from tests.stores.conftest import PEOPLE

PAGE = Path("docs/explanation/what-a-store-promises.md")
DANGER = {"danger": "present"}


@pytest.fixture
def store(open_store):
    return open_store()


def begun(store, key):
    case = store.open_case("referral", region="east", key=key).reference
    store.do(case, "assess", by="u1", records=DANGER, key=f"{key}-1")
    store.do(case, "end_danger", by="u1", together_with=["u2"])
    return case


def chained(events, salt, start):
    """Return events with hashes that fit, as whoever knows the rules makes them."""
    found, before = [], start
    for number, event in enumerate(events):
        body = canonical({**event, "number": number, "previous": before.hex()})
        before = sha256(salt + body.encode()).digest()
        found.append((body, before))
    return found


class Attack:
    """Somebody at the database, who knows the rules and every row."""

    def __init__(self, tx, mine, other):
        self.tx, self.mine, self.other = tx, mine, other

    def run(self, statement, **words):
        given = {"mine": self.mine, "other": self.other, **words}
        used = {name: given[name] for name in re.findall(r":(\w+)", statement)}
        return self.tx.execute(text(statement), used)

    def forge(self, change):
        """Write a case anew, its events as ``change`` has them, every hash fitting."""
        row = self.run("SELECT * FROM kp_case WHERE reference = :mine").one()
        ask = "SELECT body FROM kp_event WHERE reference = :mine ORDER BY number"
        events = [json.loads(each) for each in self.run(ask).scalars()]
        start = bytes.fromhex(events[0]["previous"])
        stored = self.run("SELECT min(stored_at) FROM kp_event").scalar()
        self.run("DELETE FROM kp_event WHERE reference = :mine")
        found = chained(change(events), row.salt, start)
        for number, (body, each) in enumerate(found):
            self.run(
                "INSERT INTO kp_event VALUES (:mine, :n, :body, :hash, :key, :at)",
                n=number,
                body=body,
                hash=each,
                key=json.loads(body).get("key"),
                at=stored,
            )
        head = found[-1][1] if found else start
        self.run(
            "UPDATE kp_case SET version = :v, head = :head WHERE reference = :mine",
            v=len(found),
            head=head,
        )


def other_person(events):
    return [{**each, "by": each["by"].replace("u1", "u9")} for each in events]


ATTACKS = {
    "an event is changed": (
        "verify",
        "UPDATE kp_event SET body = replace(body, 'u1', 'u7') WHERE reference = :mine",
    ),
    "an event is deleted": (
        "verify",
        "DELETE FROM kp_event WHERE reference = :mine AND number = 0",
    ),
    "events change places": (
        "verify",
        "UPDATE kp_event SET number = 9 - number WHERE reference = :mine",
    ),
    "the last event is cut off": (
        "verify",
        "DELETE FROM kp_event WHERE reference = :mine AND number = 1",
    ),
    "an event goes to another case": (
        "verify",
        """UPDATE kp_event SET body = (SELECT body FROM kp_event
        WHERE reference = :other AND number = 0)
        WHERE reference = :mine AND number = 0""",
    ),
    "the opening is changed": (
        "verify",
        "UPDATE kp_case SET region = 'west' WHERE reference = :mine",
    ),
    "the text of a protocol is changed": (
        "verify",
        "UPDATE kp_release SET files = '{}'",
    ),
    "what is open is changed": (
        "verify",
        "DELETE FROM kp_open WHERE reference = :mine",
    ),
    "a link to another case is changed": (
        "verify",
        """INSERT INTO kp_link (reference, opener, number, protocol)
        VALUES (:other, :mine, 0, 'referral')""",
    ),
    "the outcome is changed": (
        "verify",
        "UPDATE kp_case SET outcome = 'protected' WHERE reference = :mine",
    ),
    "a case is written anew, every hash fitting": (
        "checkpoint",
        lambda attack: attack.forge(other_person),
    ),
    "a case is set back, every hash fitting": (
        "checkpoint",
        lambda attack: attack.forge(lambda events: events[:1]),
    ),
    "a case is deleted whole": (
        "checkpoint",
        (
            "DELETE FROM kp_open WHERE reference = :mine",
            "DELETE FROM kp_event WHERE reference = :mine",
            "DELETE FROM kp_case WHERE reference = :mine",
        ),
    ),
    "a case is marked as erased": (
        "verify",
        "UPDATE kp_case SET erased_at = 7, ground = 'x' WHERE reference = :mine",
    ),
    "what came after the last checkpoint is written anew": ("beyond", None),
    "a key of an opening is changed": (
        "beyond",
        "UPDATE kp_case SET open_key = 'other' WHERE reference = :mine",
    ),
    "post is deleted, or a receiver is set": ("beyond", "DELETE FROM kp_post"),
}


def found_by(store, line, sheet):
    if not store.verify():
        return "verify"
    return "beyond" if store.prove(line, sheet) else "checkpoint"


ON_POSTGRES = "a case is written anew, every hash fitting"


@pytest.mark.parametrize(
    ("address", "name"),
    [*(("sqlite", name) for name in ATTACKS), ("postgres", ON_POSTGRES)],
    indirect=["address"],
)
def test_each_kind_of_tampering_is_found_or_listed_as_beyond(
    store, open_store, tmp_path, name
):
    expected, attack = ATTACKS[name]
    mine, other = begun(store, "open-1"), begun(store, "open-2")
    sheet = tmp_path / "heads.txt"
    line = store.checkpoint(sheet)
    if attack is None:
        store.do(mine, "end_danger", by="u1", together_with=["u2"])
    with store._steps.writing() as tx:
        at = Attack(tx, mine, other)
        match attack:
            case None:
                at.forge(lambda events: [*events[:2], *other_person(events[2:])])
            case str():
                at.run(attack)
            case tuple():
                for each in attack:
                    at.run(each)
            case _:
                attack(at)
    fresh = open_store(handbook=None)
    if expected != "verify" and callable(attack):
        fresh.rebuild()
    assert found_by(fresh, line, sheet) == expected
    if "text" not in name:
        assert fresh.case(other).version == 2


def test_the_page_lists_every_kind_and_by_what_it_is_found():
    said = PAGE.read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| (.+?) \| (`verify`|a checkpoint|beyond) \|$", said, re.MULTILINE
    )
    words = {"verify": "`verify`", "checkpoint": "a checkpoint", "beyond": "beyond"}
    assert rows == [(name, words[by]) for name, (by, _) in ATTACKS.items()]
    assert len(rows) >= 14


def test_a_checkpoint_names_every_case_that_does_not_fit(store, open_store, tmp_path):
    cases = sorted(begun(store, f"open-{n}") for n in range(4))
    fresh = store.open_case("referral", region="east").reference
    line = store.checkpoint(tmp_path / "heads.txt")
    heads = (tmp_path / "heads.txt").read_text(encoding="utf-8").splitlines()
    assert heads == [
        f"{each} {case.version} {case.head.hex()}"
        for each in sorted([*cases, fresh])
        for case in [store.case(each)]
    ]
    store.do(cases[0], "end_danger", by="u1", together_with=["u2"])
    store.erase(cases[1], by="dpo-1", ground="court_order", running=True)
    assert store.prove(line, tmp_path / "heads.txt")
    with store._steps.writing() as tx:
        Attack(tx, cases[2], "").forge(other_person)
        Attack(tx, cases[3], "").forge(lambda events: events[:1])
    proven = open_store().prove(line, tmp_path / "heads.txt")
    assert proven.cases == 5
    assert [(each.reference, each.version, each.code) for each in proven.unproven] == [
        (cases[2], 2, "head"),
        (cases[3], 2, "shorter"),
    ]
    assert [each.reference for each in proven.erased] == [cases[1]]


def test_a_line_that_is_signed_proves_who_made_it(store, tmp_path):
    begun(store, "open-1")
    key, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    sheet = tmp_path / "heads.txt"
    line = store.checkpoint(sheet, sign_with=key.sign)
    assert re.fullmatch(
        r"katch-checkpoint-1 store-\w{16} \S+\+00:00 1 [0-9a-f]{64} \S{88}", line
    )
    assert store.prove(line, sheet, verify_with=key.public_key().verify)
    unsigned = line.rpartition(" ")[0]
    for given, public in (
        (line, other.public_key()),
        (line.replace(" 1 ", " 2 "), key.public_key()),
        (unsigned, key.public_key()),
    ):
        assert refused(store, given, sheet, verify_with=public.verify) == "signature"
    with pytest.raises(InvalidSignature):
        other.public_key().verify(b"", b"")


def refused(store, line, sheet, **words):
    with pytest.raises(StoreError) as caught:
        store.prove(line, sheet, **words)
    return caught.value.code


def test_a_line_or_a_file_of_something_else_is_refused(store, tmp_path):
    begun(store, "open-1")
    sheet = tmp_path / "heads.txt"
    line = store.checkpoint(sheet)
    whole = sheet.read_text(encoding="utf-8")
    assert refused(store, "hello", sheet) == "checkpoint"
    assert refused(store, line[:-1], sheet) == "checkpoint"
    assert refused(store, line.replace(" 1 ", " 2 "), sheet) == "checkpoint"
    assert refused(store, line, tmp_path / "nowhere.txt") == "file"
    for change in ("", whole + whole, whole.replace(" 2 ", " 1 "), "hello\n", "\udce9"):
        sheet.write_bytes(change.encode("utf-8", "surrogateescape"))
        assert refused(store, line, sheet) in {"checkpoint", "file"}, change
    sheet.write_text(whole, encoding="utf-8")
    with kp.open_store("sqlite://", book(), actors=PEOPLE.get) as other:
        assert refused(other, line, sheet) == "other-store"
