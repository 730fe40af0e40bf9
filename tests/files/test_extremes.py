"""Values that nobody means: each an ordinary finding at its place, never a crash."""

import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from yaml.cyaml import CParser

from katch_protocols.charts.calendars import years_known_in_part
from katch_protocols.files import bounds
from katch_protocols.files.read import read_texts
from katch_protocols.rules.check import check
from katch_protocols.words.languages import SPOKEN
from tests.files.small import facts, found, reading_of
from tests.rules.saltmarsh import FILES, referral, seen

BODY = "title: R\nvalid_from: 2026-01-01\n"


def handbook(line: str) -> dict[str, str]:
    return {"handbook.yaml": f"handbook: h\ntitle: H\n{line}\n"}


def region(line: str) -> str:
    return f"region: east\ntitle: East\n{line}\n"


@pytest.mark.parametrize("people", ["1001", "999999999999"])
def test_a_post_with_more_people_than_any_desk_is_a_finding(people: str) -> None:
    text = region(f"posts: {{p: {{title: P, roles: r, people: {people}}}}}")
    reading = reading_of(text, file="regions/east.yaml")
    assert found(reading) == ["regions/east.yaml:3:41 too-many-people"]
    assert facts(reading, "too-many-people") == {"bound": "1000"}
    assert people not in str(reading.findings[0].said("en"))
    assert reading.handbook is not None
    assert reading.handbook.regions["east"].posts["p"].people == 0


def test_a_desk_of_a_thousand_is_read() -> None:
    text = region("posts: {p: {title: P, roles: r, people: 1000}}")
    assert found(reading_of(text, file="regions/east.yaml")) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("languages: [EN]", "handbook.yaml:3:13 not-a-language"),
        ("languages: [en, xx]", "handbook.yaml:3:17 not-a-language"),
        ("languages: EN", "handbook.yaml:3:12 not-a-language"),
        ("languages: [english]", "handbook.yaml:3:13 not-a-language"),
        ("languages: []", "handbook.yaml:3:12 no-language"),
    ],
)
def test_languages_that_are_none_are_a_finding_and_the_rest_is_checked(
    line: str, expected: str
) -> None:
    files = {**FILES, **handbook(line)}
    reading = read_texts(files)
    assert found(reading)[0] == expected
    assert reading.handbook is not None
    assert reading.handbook.language == "en"
    check(reading.handbook, incomplete=reading.incomplete)


def test_a_code_in_capitals_is_offered_in_small_letters() -> None:
    (finding,) = read_texts(handbook("languages: [EN, ru]")).findings
    assert finding.near == ("en",)


@pytest.mark.parametrize("day", ["9990-01-01", "9999-12-31", "0001-01-01"])
def test_a_day_that_no_calendar_reaches_is_a_finding(day: str) -> None:
    reading = reading_of(f"protocol: p\ntitle: P\nvalid_from: {day}\n")
    assert found(reading) == ["p.yaml:3:13 day-out-of-range"]
    assert facts(reading, "day-out-of-range") == {"first": "1000", "last": "2999"}


@pytest.mark.parametrize("day", ["1000-01-01", "2999-12-31"])
def test_limits_are_reckoned_at_both_ends_of_the_years(day: str) -> None:
    text = FILES["referral.yaml"].replace("2026-01-01", day)
    states = "    within: {limit: 9999 working days}\n    held_by: duty_officer\n"
    text = text.replace("    held_by: duty_officer\n", states)
    reading = read_texts({**FILES, "referral.yaml": text})
    assert reading.findings == ()
    assert reading.handbook is not None
    assert check(reading.handbook)


@pytest.mark.parametrize("name", ["XX", "ZZ", "HolidayBase", "date", "kz"])
def test_a_calendar_that_nobody_knows_is_a_finding_with_its_place(name: str) -> None:
    files = {**FILES, **handbook(f"holidays: {name}")}
    files["referral.yaml"] = referral(
        "  reported:\n    title: Concern reported\n    held_by: duty_officer\n"
        "    within: 3 working days\n    activities:\n"
        "      make_safe: {title: Make safe, by: duty_officer, to: closed}\n"
    )
    reading = read_texts(files)
    assert found(reading)[0] == "handbook.yaml:3:11 unknown-calendar"
    assert reading.handbook is not None
    check(reading.handbook, incomplete=reading.incomplete)


def test_years_without_all_holidays_are_told_and_nothing_else_is_printed() -> None:
    states = (
        "  reported:\n    title: Concern reported\n    held_by: duty_officer\n"
        "    within: 3 working days\n    activities:\n"
        "      make_safe: {title: Make safe, by: duty_officer, to: closed}\n"
    )
    text = FILES["handbook.yaml"].replace("holidays: KZ", "holidays: IN")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        told = seen(
            "calendar-known-in-part",
            {"handbook.yaml": text, "referral.yaml": referral(states)},
        )
    facts = {"calendar": "IN", "first": "2036", "last": "2041"}
    assert told == [("handbook.holidays", facts)]
    assert years_known_in_part("KZ", 2024, 2060) == ()


def test_the_command_prints_no_warning_of_a_library(tmp_path: Path) -> None:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.replace("holidays: KZ", "holidays: IN"), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "katch_protocols", "staff", "--handbook", str(tmp_path)],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONWARNINGS": "always"},
        text=True,
    )
    assert "Warning" not in done.stderr + done.stdout


def test_a_title_that_no_page_holds_is_a_finding() -> None:
    reading = reading_of(f"protocol: p\ntitle: {{en: {'w' * 201}}}\n")
    assert found(reading) == ["p.yaml:2:13 title-too-long"]
    assert facts(reading, "title-too-long") == {"bound": "200"}
    assert found(reading_of(f"protocol: p\ntitle: {'w' * 200}\n")) == []


def test_a_version_has_a_bound() -> None:
    reading = reading_of(f"protocol: p\n{BODY}version: {'1' * 65}\n")
    assert found(reading) == ["p.yaml:4:10 bad-version"]


def test_directives_are_refused_before_any_of_them_is_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[str] = []

    def parser(text: str) -> object:
        shown.append(text)
        return CParser(text)

    monkeypatch.setattr("katch_protocols.files.yaml_loader.CParser", parser)
    rows = "".join(f"%TAG !{number}! x\n" for number in range(60_000))
    reading = reading_of(f"# first\n{rows}---\nprotocol: p\n")
    assert [text for text in shown if "%TAG" in text] == []
    told = [each for each in found(reading) if each.startswith("p.yaml")]
    assert told == ["p.yaml:2:1 directive"]


@pytest.mark.parametrize(
    "rule",
    [
        "day-out-of-range",
        "directive",
        "no-language",
        "title-too-long",
        "too-many-people",
        "unknown-calendar",
    ],
)
def test_the_finding_tells_bound_and_mending_in_each_language(rule: str) -> None:
    page = read_texts(
        {
            "handbook.yaml": "handbook: h\ntitle: H\nlanguages: []\nholidays: XX\n",
            "regions/east.yaml": region(
                "posts: {p: {title: P, roles: r, people: 1001}}"
            ),
            "p.yaml": f"protocol: p\ntitle: {'w' * 300}\nvalid_to: 9999-12-31\n",
            "q.yaml": "%TAG ! x\n---\nprotocol: q\n",
        }
    )
    (finding,) = (each for each in page.findings if each.rule == rule)
    said = [finding.said(language) for language in SPOKEN]
    assert len({each.saw for each in said}) == len(SPOKEN)
    for each in said:
        numbers = (finding.facts.get("bound", ""), finding.facts.get("last", ""))
        assert all(number in each.saw for number in numbers)
        assert each.fix


def test_the_bounds_of_reading_are_those_of_the_model() -> None:
    assert bounds.PEOPLE == 1_000
    assert (bounds.FIRST_YEAR, bounds.LAST_YEAR) == (1000, 2999)
