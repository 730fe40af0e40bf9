"""``katch diff``: two folders in, sentences or data out."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.cli.conftest import DISTRICT

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "docs" / "reference" / "answers" / "diff.schema.json"
PROTOCOL = "found_alone.yaml"


@pytest.fixture
def later(district: Path) -> Path:
    """Write a later version of the district beside it: less time, another holder."""
    folder = district.with_name("later")
    folder.mkdir()
    for name, text in DISTRICT.items():
        (folder / name).write_text(text, encoding="utf-8")
    text = DISTRICT[PROTOCOL].replace("limit: 2 hours", "limit: 1 hour")
    text = text.replace("together_with: [case_worker]", "inform: [case_worker]")
    (folder / PROTOCOL).write_text(text, encoding="utf-8")
    return folder


def test_two_equal_handbooks_differ_in_nothing(katch, district):
    ran = katch("diff", str(district), str(district), "--exit-code")
    assert (ran.code, ran.out, ran.err) == (0, "Nothing changes.\n", "")


def test_what_changes_is_told_by_agency_then_place_by_place(katch, district, later):
    ran = katch("diff", str(district), str(later))
    assert ran.code == 0
    assert (
        ran.out
        == """\
What changes for whom
  Children's office
    A child is found alone
      ~ «Look for danger»: now is told after; no longer takes part.
  Police post
    A child is found alone
      ~ «Child noticed»: deadline 2 hours becomes 1 hour.

Who must agree anew
    A child is found alone
      Children's office and Police post

What cases can do
    A child is found alone
      The same cases are possible as before.

What is written differently
    A child is found alone
      ~ «Child noticed»: deadline: was 2 hours, is now 1 hour.\
  found_alone.yaml:16:14
      - «Child noticed», «Look for danger»: who takes part is gone: Case worker.\
  found_alone.yaml:21:9
      + «Child noticed», «Look for danger»: who is told after is new: Case worker.\
  found_alone.yaml:21:9

Agencies concerned: 2. Places written differently: 3.
"""
    )


@pytest.mark.parametrize(
    ("language", "said"), [("ru", "стал 1 час"), ("kk", "1 сағат")]
)
def test_it_is_told_in_every_language(katch, district, later, language, said):
    ran = katch("diff", str(district), str(later), "--language", language)
    assert said in ran.out


def test_a_change_fails_only_where_that_was_asked(katch, district, later):
    assert katch("diff", str(district), str(later)).code == 0
    assert katch("diff", str(district), str(later), "--exit-code").code == 1


def test_the_answer_keeps_to_its_schema(katch, district, later):
    ran = katch("diff", str(district), str(later), "--format", "json")
    answer = json.loads(ran.out)
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(answer)
    assert answer["same"] is False
    assert answer["deadlines"][0]["after"] == {
        "limit": "1 hour",
        "basis": "guidance",
        "from": None,
    }
    assert [each["line"] for each in answer["written"]] == [16, 21, 21]


def test_the_answer_can_be_written_to_a_file(katch, district, later, tmp_path):
    words = ("diff", str(district), str(later))
    shown = katch(*words).out
    path = tmp_path / "changes.txt"
    assert katch(*words, "-o", str(path)).out == f"Written: {path.as_posix()}\n"
    assert path.read_text(encoding="utf-8") == shown


def test_a_single_file_is_no_handbook(katch, district):
    ran = katch("diff", str(district / PROTOCOL), str(district))
    assert ran.code == 2
    assert ran.err.splitlines() == [
        f"'{(district / PROTOCOL).as_posix()}' is a file; a handbook is a folder.",
        "Give the folder, and '--protocol PROTOCOL' for one of its protocols.",
    ]


def test_a_protocol_that_neither_has_is_refused(katch, district, later):
    ran = katch("diff", str(district), str(later), "--protocol", "found_alon")
    assert ran.code == 2
    assert "The nearest is 'found_alone'." in ran.err


def test_a_version_that_cannot_be_read_is_a_finding(katch, district, later):
    (later / PROTOCOL).write_text("protocol: [", encoding="utf-8")
    assert katch("diff", str(district), str(later)).code == 1


def test_the_changes_of_one_protocol_can_be_drawn(katch, district, later, tmp_path):
    path = tmp_path / "changes.svg"
    words = ("diff", str(district), str(later), "--draw", str(path))
    ran = katch(*words, "--protocol", "found_alone")
    assert ran.code == 0
    assert ran.err.splitlines()[0] == f"Written: {path.as_posix()}"
    assert 'class="changed changed"' in path.read_text(encoding="utf-8")
    ran = katch(*words, "--protocol", "found_alone", "--phase", "nowhere")
    assert (ran.code, ran.err.splitlines()[0]) == (
        2,
        "'nowhere' is not a phase of this protocol.",
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--draw", "x.svg"), "'katch diff' needs --protocol PROTOCOL."),
        (
            ("--protocol", "found_alone", "--phase", "x"),
            "'katch diff' cannot use '--phase' like this.",
        ),
        (
            ("--protocol", "found_alone", "--draw", "x.gif"),
            "'x.gif' has no ending that katch can draw.",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(katch, district, later, words, said):
    ran = katch("diff", str(district), str(later), *words)
    assert ran.code == 2
    assert ran.err.splitlines()[0] == said
    assert ran.out == ""


def test_a_version_that_means_nothing_is_compared_but_not_drawn(katch, district, later):
    text = (later / PROTOCOL).read_text(encoding="utf-8")
    (later / PROTOCOL).write_text(text.replace("to: closed", "to: clsed"), "utf-8")
    words = ("diff", str(district), str(later), "--protocol", "found_alone")
    ran = katch(*words)
    assert ran.code == 0
    assert "see 'katch check': A child is found alone." in ran.out
    ran = katch(*words, "--draw", "x.svg")
    assert ran.code == 1
    assert "unknown-target" in ran.err


def test_moves_that_lead_nowhere_are_told(katch, district, later):
    file = later / PROTOCOL
    text = file.read_text(encoding="utf-8")
    moves = "moves: {gone: noticed, noticed: nowhere, noticed.in: noticed}\n"
    file.write_text(text + moves, encoding="utf-8")
    ran = katch("diff", str(district), str(later))
    assert (
        """\
Moves that lead nowhere
    A child is found alone
      ! 'gone: noticed': the earlier version has no state 'gone'.
      ! 'noticed: nowhere': the later version has no state 'nowhere'.
      ! 'noticed.in: noticed': the earlier version has no state 'noticed.in'.
"""
        in ran.out
    )
    answer = json.loads(katch("diff", str(district), str(later), "--format=json").out)
    assert answer["moves_astray"][1] == {
        "protocol": "found_alone",
        "from": "noticed",
        "to": "nowhere",
        "lacking": "after",
    }
