"""What a drafter probably meant is offered with the finding, never taken silently."""

import tomllib
from pathlib import Path

import pytest

from katch_protocols.files.read import read_texts
from katch_protocols.findings import Severity
from katch_protocols.rules.check import check
from katch_protocols.words.say import say
from tests.rules.saltmarsh import SALTMARSH

NBSP = "\N{NO-BREAK SPACE}"
REFERRAL = SALTMARSH["referral.yaml"]


def told(old: str, new: str, *, file: str = "referral.yaml") -> list[str]:
    """Return what a slip in one file brings: line, rule and the nearest."""
    assert SALTMARSH[file].count(old) >= 1
    reading = read_texts({**SALTMARSH, file: SALTMARSH[file].replace(old, new, 1)})
    found = list(reading.findings)
    if reading.handbook is not None:
        found += check(reading.handbook, incomplete=reading.incomplete)
    return [
        f"{each.place.line} {each.rule} {', '.join(each.near)}".strip()
        for each in found
        if each.place is not None
    ]


def line_of(text: str, after: int = 0) -> int:
    """Return the line of a part of the protocol, counted from 1."""
    return REFERRAL[: REFERRAL.index(text)].count("\n") + 1 + after


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("24h", "24 hours"),
        ("1 hr", "1 hour"),
        ("one working day", "1 working day"),
        ("1 business day", "1 working day"),
        ("3 calendar days", "3 days"),
        ("1 year", "12 months"),
        ("3 fortnights", "6 weeks"),
        ("24 to 48 hours", "48 hours"),
        ("24–48 hours", "48 hours"),
        ("two weeks", "2 weeks"),
        ("not later than 5 working days", "5 working days"),
        ("3 рабочих дня", "3 working days"),
        ("2 жұмыс күні", "2 working days"),
        ("twenty-four hours", "24 hours"),
        ("сорок восемь часов", "48 hours"),
        ("10 (десять) рабочих дней", "10 working days"),
        ("30 days (statutory)", "30 days"),
        ("1 day 12 hours", "36 hours"),
        ("1 неделя и 2 дня", "9 days"),
        ("3 мес.", "3 months"),
        ("48 ч.", "48 hours"),
        ("5 раб. дней", "5 working days"),
        ("1 год", "12 months"),
        ("≤ 24 hours", "24 hours"),
        (f"3{NBSP}hours", "3 hours"),
        (f"5{NBSP}рабочих{NBSP}дней", "5 working days"),
        ("PT24H", "24 hours"),
        ("P30D", "30 days"),
        ("ежемесячно", "1 month"),
        ("next working day", "1 working day"),
        ("5 рабочих часов", ""),
        ("5 working hours", ""),
        ("at least 3 days", ""),
        ("1 month and 10 days", ""),
        ("12 monkeys", ""),
        ("soon", ""),
        ("twelve monkeys", ""),
    ],
)
def test_a_length_of_time_in_other_words_is_offered_in_ours(written, meant):
    line = line_of("limit: 1 day")
    found = told("limit: 1 day", f"limit: {written}")
    assert found == [f"{line} bad-duration {meant}".strip()]


@pytest.mark.parametrize("written", ["immediately", "ASAP", "без промедления", "дереу"])
def test_at_once_is_no_length_of_time(written):
    found = told("limit: 1 day", f"limit: {written}")
    assert found == [f"{line_of('limit: 1 day')} at-once"]


@pytest.mark.parametrize(
    ("old", "new", "after", "said"),
    [
        ("held_by: caseworker", "held_by: cаseworker", 0, "foreign-letter caseworker"),
        ("held_by: caseworker", "held_by: Caseworker", 0, "title-for-id caseworker"),
        ("held_by: caseworker", "held_by: Case worker", 0, "bad-id caseworker"),
        ("held_by: caseworker", "held_by: [a, b]", 0, "one-value"),
        ("held_by: caseworker", "held_by: 7", 0, "not-text"),
        ("by: caseworker\n        to", "by: a, b\n        to", 0, "ids-not-listed"),
        ("source: [harbour_act]", "source:\n  – harbour_act", 1, "dash-for-hyphen"),
        ("source: [harbour_act]", "source:\n  • harbour_act", 1, "dash-for-hyphen"),
    ],
)
def test_a_text_that_is_no_id_says_what_is_wrong_with_it(old, new, after, said):
    assert told(old, new) == [f"{line_of(old, after)} {said}"]


def test_a_title_stands_for_an_id_of_the_kind_that_is_due_there():
    """A role and the body that holds it are often called alike."""
    called = {
        "agencies.yaml": SALTMARSH["agencies.yaml"].replace(
            "Welfare office", "Case holder"
        ),
        "roles.yaml": SALTMARSH["roles.yaml"].replace("Caseworker", "Case holder"),
    }

    def said(file, old, new, kinds=("agencies.yaml", "roles.yaml")):
        texts = {**SALTMARSH, **{name: called[name] for name in kinds}}
        assert texts[file].count(old) >= 1
        texts[file] = texts[file].replace(old, new, 1)
        return [(each.rule, *each.near) for each in read_texts(texts).findings]

    held = "held_by: caseworker", "held_by: Case holder"
    assert said("referral.yaml", *held) == [("title-for-id", "caseworker")]
    body = "agency: welfare_office", "agency: Case holder"
    assert said("roles.yaml", *body) == [("title-for-id", "welfare_office")]
    # No role is called so: a body of that name is not meant.
    alone = said("referral.yaml", *held, kinds=("agencies.yaml",))
    assert [rule for rule, *_ in alone] == ["bad-id"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    title: Child safe", "    title; Child safe", "semicolon-for-colon"),
        ("    title: Child safe", "    title Child safe", "colon-missing"),
        ("    title: Child safe", f"    title:{NBSP}Child safe", "unusual-space"),
        ("    title: Child safe", f"{NBSP}   title: Child safe", "unusual-space"),
        ("    title: Child safe", "     title: Child safe", "uneven-indent"),
        ("        title: Refer the", "       title: Refer the", "uneven-indent"),
    ],
)
def test_a_line_that_breaks_the_file_is_named_itself_and_not_the_next(old, new, said):
    assert told(old, new) == [f"{line_of(old)} {said}"]


@pytest.mark.parametrize(
    ("state", "key", "meant"),
    [
        ("within: {limit: 1 day", "deadline", "within"),
        ("held_by: caseworker", "responsible", "held_by"),
        ("by: caseworker\n        to", "who", "by"),
        ("to: closed", "next", "to"),
    ],
)
def test_a_key_of_another_word_is_offered_as_ours(state, key, meant):
    found = told(state, state.replace(state.partition(":")[0], key, 1))
    assert f"{line_of(state)} unknown-key {meant}" in found


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("A child is never sent back", "prose-safeguard"),
        ("Pass the final order within 4 months", "prose-safeguard"),
        ("the child must be heard", "prose-safeguard"),
        ("Ребёнка нельзя отправлять назад", "prose-safeguard"),
        ("сначала услышать ребёнка", "prose-safeguard"),
        ("make_safe before refer", "unexpected-word refer requires make_safe"),
    ],
)
def test_prose_is_told_from_a_slip_in_a_safeguard(rule, said):
    new = f"safeguards:\n  s1: {{rule: {rule}, source: harbour_act}}\nstates:"
    assert told("states:", new) == [f"{line_of('states:', 1)} {said}"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("kz", "KZ"),
        ("Kazakstan", "KZ"),
        ("Казахстан", "KZ"),
        ("XY", ""),
    ],
)
def test_a_calendar_is_found_by_its_country(written, meant):
    found = told("holidays: KZ", f"holidays: {written}", file="handbook.yaml")
    assert found == [f"7 unknown-calendar {meant}".strip()]


@pytest.mark.parametrize(("written", "meant"), [("rus", "ru"), ("kaz", "kk")])
def test_a_code_in_three_letters_is_none_where_there_is_one_in_two(written, meant):
    found = told("[en]", f"[en, {written}]", file="handbook.yaml")
    assert found == [f"5 not-a-language {meant}"]


def test_a_truth_in_quotes_says_that_it_is_in_quotes():
    reading = read_texts(
        {**SALTMARSH, "referral.yaml": REFERRAL.replace("final: true", 'final: "true"')}
    )
    (one,) = reading.findings
    assert one.facts["value"] == '"true"'
    assert one.near == ("true",)


@pytest.mark.parametrize(
    "written", ["Алматы", "Asia/Astana", "Asia/Almatti", "Almaty", "almaty"]
)
def test_a_time_zone_is_found_by_its_city(written):
    found = told("Asia/Almaty", written, file="handbook.yaml")
    assert found == ["6 unknown-timezone Asia/Almaty"]


LISTED = tomllib.loads((Path(__file__).parent / "slips.toml").read_text("utf-8"))[
    "slip"
]
USUAL = {(each.rule, each.subject) for each in check(read_texts(SALTMARSH).sound())}


def expected_in(words: str, language: str) -> str:
    """Say what could stand in a sentence: kinds of names are told in the language."""
    known = [each for each in words.split(", ") if each]
    said = (
        say(f"findings.due-{w.lower()}", language) if w.isupper() else w for w in known
    )
    return ", ".join(said)


@pytest.mark.parametrize("slip", LISTED, ids=[each["new"][:30] for each in LISTED])
def test_a_slip_brings_one_finding_word_for_word(slip):
    """What a slip brings is told once; what follows from it is not told."""
    file = slip.get("file", "referral.yaml")
    text = SALTMARSH[file].replace(slip["old"], slip["new"], 1)
    reading = read_texts({**SALTMARSH, file: text})
    found = list(reading.findings)
    if reading.handbook is not None:
        found += check(reading.handbook, incomplete=reading.incomplete)
    (one,) = (each for each in found if (each.rule, each.subject) not in USUAL)
    assert f"{one.place.line}:{one.place.column}" == slip["at"]
    assert (one.rule, str(one.said("en"))) == (slip["rule"], slip["said"])
    for language in ("ru", "kk"):
        said = one.said(language)
        gaps = {**one.facts, **one.titles.get(language, {})}
        if "expected" in gaps:
            gaps["expected"] = expected_in(gaps["expected"], language)
        assert said.fix == say(f"findings.{one.rule}.fix", language, **gaps)
        assert said.saw != one.said("en").saw
        assert "{" not in said.why


SPLIT = """\
  helped:
    title: Help under way
    held_by: caseworker
    function: protect
    within: {limit: 30 days, basis: guidance, source: tide_guide}
    initial: begun
    states:
      begun:
        title: Begun
        activities: {carry_on: {title: Carry on, by: caseworker, to: ended}}
      ended: {title: Ended here, final: true}
"""


@pytest.mark.parametrize(
    ("done", "said"),
    [
        ("", ["complete-without-done"]),
        ("    done: closd\n", ["unknown-target"]),
        ("    done: closed\n", []),
    ],
)
def test_a_forgotten_done_is_one_error_and_not_all_that_it_keeps_away(done, said):
    before, _, rest = REFERRAL.partition("  helped:\n")
    text = before + SPLIT + done + "\n  closed:" + rest.partition("  closed:")[2]
    reading = read_texts({**SALTMARSH, "referral.yaml": text})
    found = check(reading.sound())
    new = [each for each in found if (each.rule, each.subject) not in USUAL]
    assert [each.rule for each in new] == said
    assert {each.severity for each in new} <= {Severity.ERROR}
