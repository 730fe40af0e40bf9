"""katch roles: who must do what, in words and as data."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.duties.small import FILES

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "docs" / "reference" / "answers" / "roles.schema.json"


@pytest.fixture
def harbour(tmp_path, monkeypatch):
    """Write the small handbook into ``protocols`` and stand beside it."""
    for name, text in FILES.items():
        path = tmp_path / "protocols" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("harbour")
def test_the_load_functions_gaps_and_overlaps_are_told(katch):
    ran = katch("roles", "--on", "2026-05-01")
    assert ran.code == 0
    assert (
        ran.out
        == """\
How much rests on whom  does  answers  joins  asked  told  holds  in time  confirms
Police                     2        2      0      0     0      2        2         0
Welfare                    2        1      0      0     0      0        0         0
Clinic                     0        0      1      0     1      0        0         0
Friends                    2        2      0      0     0      1        1         1

Who answers for each function
  Rescue
    held: Police (East)
    gap: Police (West)
  Shelter
    shared: Police, Friends and Welfare (East)
    gap: Police and Welfare (West)
  Papers
    no protocol needs it

Gaps
  Rescue (West)
    Nobody does it: acknowledge_bring.
    Not filled: Host.
  Shelter (West)
    Nobody does it: Feed.
    Not filled: Host.

Overlaps
  Shelter (everywhere)
    Police: Bring to a host
    Welfare: Settle
""".replace("acknowledge_bring", "Acknowledge: Bring to a host")
    )


@pytest.mark.usefixtures("harbour")
def test_an_agency_sees_its_duties_its_senders_and_its_receivers(katch):
    assert (
        katch("roles", "police", "--on", "2026-05-01").out
        == """\
Police

Duties
  If it is late, these are told: Chief (at once) and Welfare (after 2 days)
  Lost child
    1. Look around: does it and answers for it
       as Officer
    2. Bring to a host: does it and answers for it
       as Officer
       Within 2 hours (by law), Seen [Act]
       receiver confirms: 1 day (proposed)
       Rests on: Act
       It has no mandate for this function.

To whom it hands the child's case
  Friends
    Bring to a host (the receiver confirms)
  Host
    Bring to a host (the receiver confirms)

Documents that it sends
  Form: Friends and Representative
""".replace("Representative", "Guardian")
    )


@pytest.mark.usefixtures("harbour")
def test_one_protocol_shows_its_raci_table(katch):
    out = katch("roles", "--protocol", "lost", "--on", "2026-05-01").out
    assert out.startswith("""\
Who does what
  Look around
    does it: Officer; answers for it: Officer; takes part: Nurse; \
consulted before: Guardian
  Bring to a host
    does it: Officer and Worker; answers for it: Officer; informed after: Clinic
    by when: 2 hours (by law), receiver confirms: 1 day (proposed)
""")
    there = katch("roles", "--protocol", "lost", "--region", "west").out
    assert "    does it: nobody; answers for it: nobody\n" in there


@pytest.mark.usefixtures("harbour")
def test_a_day_before_the_protocol_says_so(katch):
    out = katch("roles", "--on", "2025-01-01").out
    assert out.endswith("\nNot in force on 1 January 2025: Lost child.\n")


@pytest.mark.usefixtures("harbour")
@pytest.mark.parametrize("language", ["ru", "kk"])
@pytest.mark.parametrize("agency", [(), ("police",), ("friends",)])
def test_the_other_languages_say_it_too(katch, language, agency):
    ran = katch("roles", *agency, "--language", language)
    assert ran.code == 0
    assert "answers" not in ran.out
    assert "Duties" not in ran.out


@pytest.mark.usefixtures("harbour")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("polce",), "'polce' is not the id of any agency."),
        (("--region", "est"), "There is no region 'est'."),
        (("--protocol", "lots"), "'lots' is not the id of any protocol."),
        (("--language", "de"), "'de' is not a language that can be used here."),
    ],
)
def test_an_unknown_name_is_refused(katch, words, said):
    ran = katch("roles", *words)
    assert ran.code == 2
    assert said in ran.err


@pytest.mark.parametrize(
    "agency", [("--protocol", "identification_child_tip"), ("can_csc",)]
)
def test_the_answer_for_machines_keeps_to_its_schema(katch, agency):
    words = ("--handbook", str(ROOT / "protocols"), "--format", "json")
    answer = json.loads(katch("roles", *agency, *words).out)
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(answer)
    assert answer["raci"]
    assert "can_csc" in answer["agencies"]


@pytest.mark.usefixtures("harbour")
def test_a_body_without_a_duty_sees_what_comes_to_it_and_what_it_holds(katch, tmp_path):
    changed = {
        "agencies": {
            "agencies:\n": "agencies:\n"
            "  court: {title: Court, kind: court, level: district}\n"
            "  archive: {title: Archive, kind: service, level: district}\n"
        },
        "roles": {
            "roles:\n": "roles:\n"
            "  judge: {title: Judge, agency: court}\n"
            "  keeper: {title: Keeper, agency: archive}\n"
        },
        "lost": {
            "form: [host, guardian]": "form: [host, keeper]",
            "held_by: host": "held_by: judge",
            "accountable: actor": "accountable: friends",
        },
    }
    for name, changes in changed.items():
        path = tmp_path / "protocols" / f"{name}.yaml"
        text = path.read_text(encoding="utf-8")
        for old, new in changes.items():
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    assert katch("roles", "archive").out == (
        "Archive\n  No protocol gives it a duty.\n\n"
        "Documents that it gets\n  Form: Police and Welfare\n"
    )
    assert katch("roles", "court").out == (
        "Court\n  No protocol gives it a duty.\n\n"
        "From whom the child's case comes\n"
        "  Police\n    Bring to a host\n"
    )
    rows = [line for line in katch("roles").out.splitlines() if "Court" in line]
    assert [row.split() for row in rows] == [["Court", *"00000110"]]
