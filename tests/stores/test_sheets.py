"""Cases as lines of JSON: what is cut off, changed or none of ours is named."""

import io
import json
from pathlib import Path

import pytest

import katch_protocols as kp
from katch_protocols.errors import KatchError, RecordError, StoreError
from katch_protocols.stores.post import Receiver

DANGER = {"danger": "present"}


@pytest.fixture
def lines(store):
    """Return the lines of an export: two cases, and one that was erased."""
    store.set_receiver(Receiver("desks", "https://desks.example/post", ("key_1",)))
    for number in range(3):
        case = store.open_case("referral", region="east", key=f"open-{number}")
        store.do(case.reference, "assess", by="u1", records=DANGER)
    gone = store.cases()[0].reference
    store.erase(gone, by="dpo-1", ground="over", running=True)
    sheet = io.StringIO()
    assert store.export(sheet) == 2
    return list(map(json.loads, sheet.getvalue().splitlines()))


@pytest.fixture
def other(tmp_path):
    with kp.open_store(f"sqlite:///{tmp_path / 'other.db'}", make=True) as found:
        yield found


def load(store, lines):
    text = "".join(f"{json.dumps(line)}\n" for line in lines)
    return store.load(io.StringIO(text))


def refused(store, lines):
    """Return why lines are not loaded: the kind, the code and what is said."""
    with pytest.raises(KatchError) as caught:
        load(store, lines)
    error = caught.value
    assert all(error.said(language) for language in ("en", "ru", "kk"))
    return type(error), getattr(error, "code", None), str(error)


def place(lines, name):
    """Return the number of the first line that has a name, from 0."""
    return next(number for number, line in enumerate(lines) if name in line)


def test_a_whole_file_is_loaded_and_again_adds_nothing(lines, other):
    assert lines[-1] == {"end": "katch-store-2", "cases": 2, "erased": 1}
    first, again = load(other, lines), load(other, lines)
    assert [first.cases, first.known, again.cases, again.known] == [2, 0, 0, 2]
    assert other.verify()
    assert other.receivers()[0].name == "desks"


def test_what_was_cut_off_is_not_taken_for_all(lines, other):
    for many in range(len(lines)):
        kind, code, said = refused(other, lines[:many])
        assert (kind, code) == (StoreError, "cut"), many
        assert "stands in line" not in said
    gap = place(lines, "case")
    assert refused(other, lines[:gap] + lines[gap + 1 :])[1] == "cut"


def test_a_file_of_the_older_shape_has_no_last_line(lines, other):
    first, *rest = lines[:-1]
    assert load(other, [{**first, "format": "katch-store-1"}, *rest]).cases == 2


@pytest.mark.parametrize(
    ("name", "changes", "expected"),
    [
        ("format", {"format": "katch-store-9"}, (StoreError, "line")),
        ("files", {"added_at": "yesterday"}, (StoreError, "line")),
        ("files", {"files": {"handbook.yaml": "x: ["}}, (StoreError, "release")),
        ("case", {"pin": "0" * 64}, (StoreError, "release")),
        ("case", {"stored": []}, (StoreError, "line")),
        ("case", {"link": {"x": 1}}, (StoreError, "line")),
        ("case", {"post": [{"id": 5}]}, (StoreError, "line")),
        ("case", {"key": "aigul omarova"}, (kp.KatchError, None)),
        ("erased", {"hashes": []}, (StoreError, "line")),
    ],
)
def test_a_line_that_does_not_hold_is_named(lines, other, name, changes, expected):
    number = place(lines, name)
    lines[number] = {**lines[number], **changes}
    kind, code, said = refused(other, lines)
    assert issubclass(kind, expected[0])
    assert code == expected[1]
    assert said.endswith(f" It stands in line {number + 1}.")
    assert "aigul" not in said


def test_a_case_that_was_changed_is_named_by_its_line(lines, other):
    number = place(lines, "case")
    lines[number]["case"]["salt"] = "00" * 16
    kind, _, said = refused(other, lines)
    assert (kind, f" line {number + 1}." in said) == (RecordError, True)


def test_no_json_and_what_follows_the_last_line_are_named(lines, other):
    for more in ([], {"case": {}}, {"format": "katch-store-2"}):
        assert refused(other, [*lines, more])[1] == "line"
    sheet = io.StringIO(json.dumps(lines[0]) + "\nno JSON\n")
    with pytest.raises(StoreError, match=r"line 2\.$"):
        other.load(sheet)


def test_a_receiver_that_cannot_be_set_is_not_loaded(lines, other):
    lines[0]["receivers"][0]["url"] = "http://desks.example/post"
    assert refused(other, lines)[:2] == (StoreError, "receiver")
    assert other.receivers() == ()


def test_a_case_that_was_erased_elsewhere_and_is_here_is_told(lines, store, other):
    load(other, lines)
    gone = lines[place(lines, "case")]["case"]["case"]
    store.erase(gone, by="dpo-1", ground="over", running=True)
    sheet = io.StringIO()
    store.export(sheet)
    later = list(map(json.loads, sheet.getvalue().splitlines()))
    assert refused(other, later)[1] == "differs"
    other.erase(gone, by="dpo-1", ground="over", running=True)
    assert load(other, later).known == 1


def test_a_file_that_is_not_there_is_named(store, tmp_path):
    file = tmp_path / "nowhere" / "sheet.jsonl"
    for ask in (store.load, store.export):
        with pytest.raises(StoreError, match=r"nowhere/sheet\.jsonl") as caught:
            ask(file)
        assert caught.value.code == "file"


def test_a_disk_that_is_full_is_no_whole_file(store):
    if not Path("/dev/full").exists():
        pytest.skip("there is no full device")
    store.open_case("referral", region="east")
    with pytest.raises(StoreError, match="/dev/full"):
        store.export("/dev/full")
