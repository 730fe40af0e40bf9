"""What a machine mends is what was written, in its place; nothing else."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from katch_protocols.files.fixes import edited, edits
from katch_protocols.files.read import read_texts
from katch_protocols.rules.check import check_context
from katch_protocols.rules.context import Context
from tests.files.test_slips import SPLIT
from tests.rules.saltmarsh import SALTMARSH

FILE = "referral.yaml"
SOUND = {name: text.encode() for name, text in SALTMARSH.items()}
SLIPS = [
    ("held_by: caseworker", "held_by: casewerker"),
    ("held_by: caseworker", "held_by: cаseworker"),
    ("held_by: caseworker", "held_by: Caseworker"),
    ("title: Child safe", "title; Child safe"),
    ("title: Child safe", "title Child safe"),
    ("title: Help under way", "title:\N{NO-BREAK SPACE}Help under way"),
    ("limit: 1 day,", "limit: one day,"),
    ("limit: 1 day,", "limit: 1 dya,"),
    ("limit: 30 days", "limit: 30d"),
    ("to: helped", "to: helpd"),
    ("to: closed", "to: Closed"),
    ("within: {limit: 30", "deadline: {limit: 30"),
    ("outcome: protected", "outcome: protectd"),
    ("basis: statutory", "basis: statutary"),
]
WRONG = [
    (f"title: Make the child safe{end}", f"title: “Make the child safe”{end}")
    for end in ("\n", "\r\n")
]

NOTE = '\n    note: "A"'
QUOTES = [
    ("title: Child safe", 'title: Child of 2: safe"', 'title: "Child of 2: safe"'),
    (
        "title: Child safe\n",
        'title: "Child safe\n    note: "A"\n',
        'title: "Child safe"\n    note: "A"\n',
    ),
    ("title: Child safe", "title: {en: “Is it safe?”}", 'title: {en: "Is it safe?"}'),
    ("title: Child safe\n", 'title: "[Draft] Safe\n', 'title: "[Draft] Safe"\n'),
]

SECOND = "  parted: {title: Parted, final: true, outcome: protected}\n"


def mended(texts: dict[str, bytes]) -> dict[str, bytes]:
    """Mend in rounds, as the command does."""
    for _ in range(20):
        reading = read_texts(texts)
        found = list(reading.findings)
        if reading.handbook is not None:
            context = Context(
                reading.handbook, incomplete=reading.incomplete, deep=False
            )
            found += check_context(context)
        some = edits(found, texts)
        if not some:
            break
        for name in {each.file for each in some}:
            own = [each for each in some if each.file == name]
            texts = {**texts, name: edited(texts[name], own)}
    return texts


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(st.sampled_from(SLIPS), max_size=5), st.booleans())
def test_mended_slips_leave_the_text_as_it_was_before_them(slips, windows):
    text = SALTMARSH[FILE].replace("\n", "\r\n") if windows else SALTMARSH[FILE]
    taken = {old: new for old, new in slips if old in text}
    wrong = text
    for old, new in taken.items():
        wrong = wrong.replace(old, new, 1)
    found = mended({**SOUND, FILE: wrong.encode()})
    assert found[FILE].decode() == text
    assert {name: found[name] for name in SOUND if name != FILE} == {
        name: text for name, text in SOUND.items() if name != FILE
    }


def test_curled_quotes_become_straight_ones_around_the_same_words():
    old, new = WRONG[0]
    wrong = SALTMARSH[FILE].replace(old, new, 1)
    found = mended({**SOUND, FILE: wrong.encode()})[FILE].decode()
    straight = old.replace("Make the child safe", '"Make the child safe"')
    assert found == SALTMARSH[FILE].replace(old, straight, 1)


def test_what_could_mean_two_things_is_left_to_a_person():
    old = "by: caseworker\n        to: closed"
    wrong = SALTMARSH[FILE].replace(old, "by: nurse\n        to: closed", 1)
    texts = {**SOUND, FILE: wrong.encode()}
    assert mended(texts) == texts
    wrong = SALTMARSH[FILE].replace("limit: 1 day,", "limit: soon,", 1)
    texts = {**SOUND, FILE: wrong.encode()}
    assert mended(texts) == texts


def test_bytes_that_are_no_text_stay_as_they_are():
    data = b"\xff\xfe: x\nroles: {}\n"
    assert edited(data, ()) == data


@pytest.mark.parametrize("sign", "\t\v\f\x85\u2028\u2029")
def test_what_parts_words_unseen_becomes_a_space(sign):
    slip = SOUND[FILE].replace(b"Child safe", f"Child{sign}safe".encode())
    assert mended({**SOUND, FILE: slip}) == SOUND


def test_ends_of_lines_of_old_machines_are_mended_at_once():
    slip = SOUND[FILE].replace(b"\n", b"\r")
    first, *_ = edits(read_texts({**SOUND, FILE: slip}).findings, {FILE: slip})
    assert edited(slip, [first]) == SOUND[FILE]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_lone_end_of_an_old_machine_becomes_one_as_the_others_are(end):
    sound = {name: text.replace(b"\n", end.encode()) for name, text in SOUND.items()}
    whole = f"title: Child safe{end}".encode()
    assert whole in sound[FILE]
    slip = sound[FILE].replace(whole, b"title: Child safe\r")
    assert mended({**sound, FILE: slip}) == sound


def test_a_sound_handbook_has_nothing_to_mend():
    assert mended(SOUND) == SOUND


BOTH = "[caseworker, duty_officer]"


@pytest.mark.parametrize(
    ("old", "wrong", "right"),
    [
        ("title: Child safe", "title: @home", 'title: "@home"'),
        ("title: Child safe", "title: `Safe` # so", 'title: "`Safe`" # so'),
        ("title: Child safe", "title: Step: go on", 'title: "Step: go on"'),
        ("title: Child safe", "title: Safe: “a”\r", 'title: "Safe: “a”"\r'),
        ("title: Child safe", "title: A: “it's”", 'title: "A: “it\'s”"'),
        ("title: Child safe", 'title: "Safe', 'title: "Safe"'),
        ("title: Child safe", "title: {en: A, b c}", 'title: {en: "A, b c"}'),
        ("title: Child safe", "title: {en: Is it?}", 'title: {en: "Is it?"}'),
        ("limit: 1 day,", "limit: 24h,", "limit: 24 hours,"),
        (" by: caseworker\n", " by: caseworker, nurse\n", " by: [caseworker, nurse]\n"),
        (" by: caseworker\n", " by: caseworker and duty officer\n", f" by: {BOTH}\n"),
        ("valid_from: 2026-01-01", "valid_from: 1.1.2026", "valid_from: 2026-01-01"),
        ("final: true", "final: да", "final: true"),
        ("title: Child safe", "title: Form #3 # so", 'title: "Form #3" # so'),
        ("title: Child safe", "title:Child safe", "title: Child safe"),
        ("title: Child safe", "title:\tChild safe", "title: Child safe"),
        ("title: Child safe", "title: Child\u200b safe", "title: Child safe"),
        ("limit: 1 day, basis", "limit: 1 day basis", "limit: 1 day, basis"),
        ("limit: 1 day, basis", "limit: 1 day; basis", "limit: 1 day, basis"),
        ("limit: 1 day, basis", "limit 1 day, basis", "limit: 1 day, basis"),
        ("limit: 1 day, basis", "limit:1 day, basis", "limit: 1 day, basis"),
        ("    title: Child safe", "    // so\n    title: A", "    # so\n    title: A"),
        ("[harbour_act]", "{harbour_act}", "[harbour_act]"),
        (" to: helped\n", " to: help ed\n", " to: helped\n"),
        # Which of two versions is agreed, and which part of a text, a person says.
        ("title: Child safe", "<<<<<<< a\ntitle: A\n=======\n>>>>>>> b", None),
        ("title: Child safe", "title: 'Child's home'", None),
        ("limit: 1 day,", "limit: twenty-four hours,", "limit: 24 hours,"),
        # A list there, or inside another list, would be as wrong.
        ("held_by: caseworker", "held_by: caseworker, duty_officer", None),
        ("[harbour_act]", "[harbour_act tide_guide]", None),
        # Two things may be meant: a text or the next entry, a text that goes on.
        ("title: Child safe", "title: Safe to: go", None),
        ("title: Child safe", "title: @home\n      and away", None),
        ("title: Child safe", "title: {en: Safe, note}", None),
        # No id has such a sign: with marks around it, it would be as wrong.
        ("initial: reported", "initial: `reported", None),
        ("initial: reported", "initial: Reported: now", None),
    ],
)
def test_marks_brackets_and_units_are_put_where_one_thing_is_meant(old, wrong, right):
    before = SALTMARSH[FILE].replace(old, wrong, 1)
    after = before if right is None else SALTMARSH[FILE].replace(old, right, 1)
    assert mended({**SOUND, FILE: before.encode()})[FILE].decode() == after


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("evry case has safe", "every case has safe"),
        ("make_safe requirs reported", "make_safe requires reported"),
        ("refer before close_case", "close_case requires refer"),
        ("after refer then close_case within 24 hurs", "… within 24 hours"),
        # The word stands twice, and is wrong where it stands first.
        ("then then close_case", None),
    ],
)
@pytest.mark.parametrize("mark", ["", '"'])
def test_in_a_sentence_the_wrong_word_is_mended_and_the_rest_stays(wrong, right, mark):
    right = (right or wrong).replace("…", "after refer then close_case")
    before, after = (
        f"{SALTMARSH[FILE]}safeguards:\n"
        f"  s1: {{source: harbour_act, rule: {mark}{rule}{mark}}}\n"
        f"  s2:\n    rule: {mark}{rule}{mark}  # said so\n    source: harbour_act\n"
        for rule in (wrong, right)
    )
    assert mended({**SOUND, FILE: before.encode()})[FILE].decode() == after


@pytest.mark.parametrize("zone", ["UTC+5", "GMT+6", "+05:00"])
def test_a_distance_from_greenwich_becomes_no_other_one(zone):
    wrong = SALTMARSH["handbook.yaml"].replace("Asia/Almaty", zone).encode()
    texts = {**SOUND, "handbook.yaml": wrong}
    assert mended(texts) == texts


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_forgotten_done_is_added_where_one_state_can_be_meant(end):
    before, _, rest = SALTMARSH[FILE].partition("  helped:\n")
    closed = "  closed:" + rest.partition("  closed:")[2]
    for more, done in (("", "    done: closed\n"), (SECOND, "")):
        wrong = f"{before}{SPLIT}\n  # The last one.\n{more}{closed}"
        right = wrong.replace(SPLIT, SPLIT + done).replace("\n", end)
        found = mended({**SOUND, FILE: wrong.replace("\n", end).encode()})
        assert found[FILE].decode() == right


def test_a_state_that_is_not_near_is_named_by_its_path():
    before, _, rest = SALTMARSH[FILE].partition("  helped:\n")
    closed = "  closed:" + rest.partition("  closed:")[2]
    right = f"{before}{SPLIT}    done: closed\n\n{closed}"
    right = right.replace("to: helped", "to: helped.begun", 1)
    wrong = right.replace("to: helped.begun", "to: begun", 1)
    assert mended({**SOUND, FILE: wrong.encode()})[FILE].decode() == right


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("{ru: Убежище, en: Child safe}", "{en: Child safe, ru: Убежище}"),
        ("{  ru: 'А, б' ,en: A } # said", "{  en: A ,ru: 'А, б' } # said"),
        ("{en: Child safe, ru: Убежище}", "{en: Child safe, ru: Убежище}"),
    ],
)
def test_languages_on_one_line_are_put_in_order(text, meant):
    handbook = SOUND["handbook.yaml"].decode()
    two = handbook.replace("languages: [en]", "languages: [en, ru]", 1)
    assert two != handbook
    texts = {
        **SOUND,
        "handbook.yaml": two.encode(),
        FILE: SOUND[FILE].replace(b"title: Child safe", f"title: {text}".encode()),
    }
    found = mended(texts)[FILE].decode()
    assert f"title: {meant}" in found


def test_what_is_mended_once_has_nothing_left_to_mend():
    path = Path(__file__).parent / "slips.toml"
    for slip in tomllib.loads(path.read_text("utf-8"))["slip"]:
        name = slip.get("file", FILE)
        wrong = SALTMARSH[name].replace(slip["old"], slip["new"], 1)
        found = mended({**SOUND, name: wrong.encode()})
        assert mended(found) == found, slip["new"]


ASKED = (
    "initial: reported\n",
    "facts:\n  danger: {title: Danger, values: [present, absent]}\ninitial: reported\n",
)
DECIDED = (
    "  helped:\n",
    """\
  sorted:
    decide:
      - {when: danger is present, to: helped}
      - {to: closed}

  helped:
""",
)


@pytest.mark.parametrize(
    ("old", "new", "mended_line"),
    [
        ("danger is present", "danger is presnt", "danger is present"),
        ("danger is present", "dangre is present", "danger is present"),
        ("to: helped}", "to: caseworker}", None),
        ("danger is present", "danger is Severe now", None),
        ("danger is present", "danger is present or absent",
         "danger is one of present / absent"),
        ("danger is present", "danger isn't present", "danger is not present"),
    ],
)  # fmt: skip
def test_a_machine_writes_what_was_meant_or_leaves_it(old, new, mended_line):
    """Neither another word of the sentence, nor a state that only a handover makes."""
    text = SALTMARSH[FILE].replace(*ASKED, 1).replace(*DECIDED, 1)
    text = text.replace("to: helped\n", "to: sorted\n", 1)
    text = text.replace(
        "handover: {to: caseworker,", "handover: {to: [caseworker, line_manager],", 1
    )
    wrong = text.replace(old, new, 1)
    assert wrong != text
    found = mended({**SOUND, FILE: wrong.encode()})[FILE].decode()
    assert found == (
        wrong if mended_line is None else text.replace(old, mended_line, 1)
    )


@pytest.mark.parametrize(("sound", "slip", "meant"), QUOTES)
def test_a_quotation_mark_is_put_where_it_is_missing(sound, slip, meant):
    text = SOUND[FILE].decode()
    assert text.count(sound) == 1
    wrong = text.replace(sound, slip).encode()
    found = read_texts({**SOUND, FILE: wrong}).findings
    line = text[: text.index(sound)].count("\n") + 1
    assert [each.place.line for each in found] == [line]
    after = mended({**SOUND, FILE: wrong})[FILE].decode()
    assert after == text.replace(sound, meant)
