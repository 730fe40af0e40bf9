"""A case belongs to what its protocol means: not to its words, not to its version."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from katch_protocols.cases.case import Case
from katch_protocols.errors import ActivityRefusedError, RecordError
from katch_protocols.verbs.live_cases import open_case, pin
from tests.cases.harbour import FILES, NOW, actor, begin, book, handbook
from tests.cases.test_records import SCHEMA

RECORDS = Path(__file__).parent / "records"
PROTOCOL = book().protocols["referral"]
PIN = pin(PROTOCOL)

WORDS = [
    (file, match.span(1))
    for file, text in FILES.items()
    for match in re.finditer(r"(?<![a-z])(?:en|ru|kk): ([^,}\n]+)[,}]", text)
]
"""Where the words stand: every title in every language, and nothing else."""

MEANING = {
    "a guard": ("referral", "when: danger is absent", "when: danger is present"),
    "who may act": ("referral", "by: [officer, worker]", "by: [officer]"),
    "who is asked first": ("referral", "[officer, worker]", "[worker, officer]"),
    "a target": ("referral", "to: assessed\n", "to: forgotten\n"),
    "a limit": ("referral", "within: 2 hours", "within: 3 hours"),
    "a clock": ("referral", "{30 days: forgotten}", "{31 days: forgotten}"),
    "what a clock leads to": ("referral", "forgotten}", "reported}"),
    "a recorded fact": ("referral", "        records: [danger]\n", ""),
    "a value that is set": ("referral", "{danger: absent}", "{danger: present}"),
    "a document that is needed": ("referral", "        needs: [form]\n", ""),
    "a training": ("referral", "        qualified: [interviewing]\n", ""),
    "who takes part": ("referral", "together_with: [worker]", "together_with: [chief]"),
    "who answers": ("referral", "worker\n    within", "chief\n    within"),
    "a reason code": ("referral", "[yearly, complaint]", "[yearly, danger]"),
    "an outcome": ("referral", "outcome: adverse", "outcome: protected"),
    "a sentence": ("referral", "assess and review by different agencies",
                   "assess and review by different people"),
    "a sentence inside": ("hearing", "by different people", "by different agencies"),
    "the holidays": ("handbook", "holidays: KZ\n", ""),
    "the time zone": ("handbook", "Asia/Almaty", "Asia/Tokyo"),
    "who is told": ("handbook", "{after: 24 hours, tell: office}",
                    "{after: 25 hours, tell: office}"),
}  # fmt: skip
"""Edits that change what may happen, each as a file, a text and what replaces it."""


def edited(*edits):
    files = dict(FILES)
    for file, old, new in edits:
        text = files[f"{file}.yaml"]
        assert old in text
        files[f"{file}.yaml"] = text.replace(old, new)
    names = {name.removesuffix(".yaml"): text for name, text in files.items()}
    return handbook(**names).protocols["referral"]


def reworded(places, words, version):
    """Put other words at some places, from the last of a file to its first."""
    files = dict(FILES)
    for place, word in sorted(zip(places, words, strict=True), reverse=True):
        file, (start, end) = place
        text = files[file]
        files[file] = f"{text[:start]}{word}{text[end:]}"
    files["referral.yaml"] = files["referral.yaml"].replace(
        "version: 1.2.0", f"version: {version}\nnote: {{en: A, ru: Б, kk: Ә}}"
    )
    names = {name.removesuffix(".yaml"): text for name, text in files.items()}
    return handbook(**names).protocols["referral"]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=20, unique=True),
    st.from_regex(r"[0-9]\.[0-9]{1,2}\.[0-9]", fullmatch=True),
    st.data(),
)
def test_other_words_and_another_version_keep_the_pin(places, version, data):
    some = st.from_regex(r"Q[a-zа-я]{2,9}", fullmatch=True)
    words = data.draw(st.lists(some, min_size=len(places), max_size=len(places)))
    protocol = reworded(places, words, version)
    assert pin(protocol) == PIN
    case = begin()
    case.do("assess", by=actor("u2", "worker"), at=NOW, records={"danger": "absent"})
    record = json.loads(json.dumps(case.snapshot()))
    again = Case.restore(protocol, record)
    assert again.snapshot() == record
    assert again.do("send", by=actor("u2", "worker"), at=NOW).activity == "send"


@settings(max_examples=25, deadline=None)
@given(st.sets(st.sampled_from(sorted(MEANING)), min_size=1, max_size=3))
def test_another_meaning_has_another_pin(names):
    seen, edits = set(), []
    for name in sorted(names):
        file, old, new = MEANING[name]
        if (file, old[-12:]) not in seen and (
            name != "what a clock leads to" or not edits
        ):
            seen.add((file, old[-12:]))
            edits.append((file, old, new))
    protocol = edited(*edits)
    assert pin(protocol) != PIN
    record = json.loads(json.dumps(begin().snapshot()))
    with pytest.raises(RecordError) as caught:
        Case.restore(protocol, record)
    assert caught.value.code == "pin"


def test_what_the_handbook_has_besides_is_no_part_of_the_meaning():
    """Another fact or agency; who holds a role; what a limit rests on; other dates."""
    fact = "facts:\n  other: {title: Other, values: [left, right]}\n"
    agency = "agencies:\n  bureau: {title: Bureau, kind: service, level: district}\n"
    basis = "within: {limit: 2 hours, basis: statutory, source: act}"
    for edit in (
        ("handbook", "facts:\n", fact),
        ("agencies", "agencies:\n", agency),
        ("roles", "agency: [office, police]", "agency: [police]"),
        ("regions/east", "2026-04-01", "2026-05-01"),
        ("referral", "within: 2 hours", basis),
        ("hearing", "valid_from: 2026-01-01", "valid_from: 2025-01-01"),
    ):
        assert pin(edited(edit)) == PIN, edit


def test_every_edit_of_the_meaning_has_a_pin_of_its_own():
    pins = {name: pin(edited(edit)) for name, edit in MEANING.items()}
    assert PIN not in pins.values()
    assert len(set(pins.values())) == len(MEANING)


def test_a_sentence_that_a_waiver_sets_aside_is_known_by_its_name():
    """The log says its name, so a record could not be read under another."""

    def waived(name):
        waiver = f"waivers:\n  {name}: {{reason: Few, by: office, until: 2026-03-18}}\n"
        text = FILES["referral.yaml"].replace("one_hand", name) + waiver
        return pin(handbook(referral=text).protocols["referral"])

    assert waived("one_hand") != waived("single_hand")
    renamed = FILES["referral.yaml"].replace("one_hand", "single_hand")
    assert pin(handbook(referral=renamed).protocols["referral"]) == PIN


def test_a_pin_is_had_before_the_protocol_is_in_force():
    text = FILES["referral.yaml"].replace("valid_from: 2026", "valid_from: 2031")
    coming = handbook(referral=text).protocols["referral"]
    with pytest.raises(ActivityRefusedError):
        open_case(coming, reference="case-1", region="east", at=NOW)
    assert pin(coming) == PIN == begin().pin == begin().snapshot()["pin"]


def test_the_pin_of_this_handbook_is_known():
    """Another figure here: every case that runs would have to be moved on purpose."""
    assert PIN.startswith("9af1522c4861d381fc289c84")


def test_what_an_old_pin_covered_is_still_read():
    """A record from before has a pin that had the version in it; it stays as it is."""
    for name, version in (("running", 2), ("ended", 6)):
        text = (RECORDS / f"katch-case-1-{name}.json").read_text(encoding="utf-8")
        record = json.loads(text)
        Draft202012Validator(SCHEMA).validate(record)
        assert record["pin"] != PIN
        case = Case.restore(PROTOCOL, record)
        assert case.version == version
        assert case.pin == record["pin"]
        assert case.snapshot() == record
        case.verify()


def test_a_case_of_an_old_record_goes_on_under_a_text_that_was_mended():
    text = (RECORDS / "katch-case-1-running.json").read_text(encoding="utf-8")
    record = json.loads(text)
    later = FILES["referral.yaml"].replace("version: 1.2.0", "version: 1.3.0")
    protocol = handbook(referral=later.replace("Assess", "Weigh")).protocols["referral"]
    case = Case.restore(protocol, record)
    assert case.do("send", by=actor("u2", "worker"), at=NOW).activity == "send"
    after = json.loads(json.dumps(case.snapshot()))
    assert (after["format"], after["version"]) == ("katch-case-1", "1.2.0")
    assert after["events"][:2] == record["events"]
    again = Case.restore(protocol, after)
    assert again.due(NOW) == case.due(NOW)
    assert again.advance(NOW + timedelta(days=1)) == ()


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("version", "1.2.1", "pin"),
        ("format", "katch-case-2", "pin"),
        ("pin", PIN, "pin"),
    ],
)
def test_an_old_record_that_was_changed_does_not_come_back(key, value, code):
    text = (RECORDS / "katch-case-1-running.json").read_text(encoding="utf-8")
    with pytest.raises(RecordError) as caught:
        Case.restore(PROTOCOL, {**json.loads(text), key: value})
    assert caught.value.code == code


def test_an_old_record_of_another_meaning_does_not_come_back():
    text = (RECORDS / "katch-case-1-running.json").read_text(encoding="utf-8")
    with pytest.raises(RecordError) as caught:
        Case.restore(edited(MEANING["a limit"]), json.loads(text))
    assert caught.value.code == "pin"


def test_a_case_says_which_version_it_was_opened_under():
    later = FILES["referral.yaml"].replace("version: 1.2.0", "version: 1.3.0")
    protocol = handbook(referral=later).protocols["referral"]
    record = begin().snapshot()
    assert Case.restore(protocol, record).snapshot()["version"] == "1.2.0"
    case = open_case(protocol, reference="case-1", region="east", at=NOW)
    assert case.snapshot()["version"] == "1.3.0"
    assert case.pin == begin().pin
    with pytest.raises(RecordError) as caught:
        Case.restore(protocol, {**record, "version": "1.3.0"})
    assert caught.value.code == "head"
