"""What to do first: said above the findings, and where nothing but katch is typed."""

from pathlib import Path

import pytest

from katch_protocols.cli.reports.findings_text import finding_lines
from katch_protocols.cli.reports.first_step import first_lines, first_step
from katch_protocols.cli.reports.room import Room
from katch_protocols.files.read import read_texts
from katch_protocols.findings import Finding, Place, Severity

ERROR, WARNING, GAP, NOTE = Severity


def found(severity, line, name="somebody", *, rule="unknown-role", entry=""):
    place = Place("referral.yaml", line, 1)
    facts = {"name": name}
    return Finding(rule, severity, (), facts, place=place, registered=entry)


def first(*findings):
    """Return in which line to begin, and how many findings say the same."""
    step = first_step(findings)
    return step and step.finding and (step.finding.place.line, step.alike)


def test_errors_come_before_warnings_and_these_before_gaps():
    gap, warning, error = found(GAP, 1), found(WARNING, 2), found(ERROR, 3)
    assert first(gap, warning, error) == (3, 1)
    assert first(gap, warning) == (2, 1)
    assert first(gap, found(NOTE, 4)) == (1, 1)


def test_of_errors_that_which_most_say_comes_first_then_the_first_as_given():
    one, two = found(ERROR, 1, "carer"), found(ERROR, 2, "police")
    assert first(one, two) == (1, 1)
    assert first(one, two, found(ERROR, 9, "police")) == (2, 2)
    # The same name in a milder finding is another matter.
    assert first(one, two, found(NOTE, 9, "police")) == (1, 1)


def test_what_the_register_knows_is_no_first_step():
    assert first(found(ERROR, 1, entry="g1"), found(GAP, 2)) == (2, 1)
    assert first(found(ERROR, 1, entry="g1")) is None
    assert first() is None


def test_where_only_notes_are_left_nothing_has_to_be_mended():
    step = first_step([found(NOTE, 1)])
    assert [str(line) for line in first_lines(step, "en", Path())] == [
        "Nothing has to be mended: only notes are left."
    ]
    assert list(first_lines(None, "en", Path())) == []


def test_what_keeps_a_file_from_being_read_comes_before_a_slip_in_another():
    """The slip in the first file hides one value, that in the last all roles."""
    texts = {
        "handbook.yaml": "handbook: north\ntitle: North\nlanguages: [en]\n",
        "agencies.yaml": "agencies:\n  a: {title: A, kind: police, levle: district}\n",
        "roles.yaml": "roles: [\n",
    }
    reading = read_texts(texts)
    files = [each.place.file for each in reading.findings]
    assert files[0] == "agencies.yaml"
    step = first_step(reading.findings, reading)
    assert step.finding.place.file == "roles.yaml"
    assert step.mended == 1  # 'levle' is near to 'level'


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            [
                (
                    "First: referral.yaml:1:1  "
                    "Write the id of a role from `roles.yaml`, or declare it there."
                ),
                "2 findings say the same.",
            ],
        ),
        (
            "ru",
            [
                (
                    "Сначала: referral.yaml:1:1  "
                    "Укажите роль из `roles.yaml` или объявите её там."
                ),
                "То же говорят 2 замечания.",
            ],
        ),
    ],
)
def test_it_is_said_in_a_line_and_how_many_findings_say_the_same(language, said):
    step = first_step([found(ERROR, 1), found(ERROR, 2)])
    assert [str(line) for line in first_lines(step, language, Path())] == said


def rows(number, room):
    """Return what is told of so many findings: lines in full, and folded ones."""
    some = [found(ERROR, line) for line in range(1, number + 1)]
    told = list(finding_lines(some, Path("nowhere"), "en", room=room))
    full = sum(str(line).startswith("referral.yaml") for line in told)
    return full, room.taken(told), str(told[-1]).startswith("'katch check --rule")


def test_a_terminal_is_filled_and_never_more():
    # A finding here takes five rows, and what is folded three, or four if it wraps.
    assert rows(4, Room(20, 100)) == (4, 20, False)
    assert rows(5, Room(22, 100)) == (3, 18, True)
    assert rows(5, Room(23, 100)) == (4, 23, True)
    # However small it is, one is told.
    assert rows(5, Room(3, 100))[0] == 1


def test_a_line_that_is_too_long_takes_several_rows():
    assert rows(1, Room(40, 100))[1] == 5
    assert rows(1, Room(40, 40))[1] > 5


def test_katch_alone_shows_the_finding_to_begin_with(district, katch):
    path = district / "found_alone.yaml"
    text = path.read_text(encoding="utf-8")
    slip = text.replace("together_with: [case_worker]", "together_with: [case_woker]")
    path.write_text(slip, encoding="utf-8")
    told = katch().out
    assert told.partition("Protocols: 1. Regions: 0.\n")[2] == (
        "\n"
        "First: found_alone.yaml:21:25  "
        "'case_woker' is not the name of any role. The nearest is 'case_worker'.\n"
        "'katch fix' can mend 1 slip by itself; it shows the change first.\n"
        "found_alone.yaml:21:25  error  unknown-role\n"
        "  21 │         together_with: [case_woker]\n"
        "     │                         ^\n"
        "  'case_woker' is not the name of any role.\n"
        "  The nearest is 'case_worker'.\n"
        "  A duty given to nobody stays undone.\n"
        "  Write the id of a role from `roles.yaml`, or declare it there.\n"
        "\n"
        "Next: 'katch check protocols' tells 1 error and how to mend it.\n"
        "'katch --help' lists the commands.\n"
    )


def test_that_there_are_too_many_findings_is_never_the_first():
    titles = "".join(
        f"  r{n}: {{title: {{zz1: A}}, agency: none}}\n" for n in range(1_100)
    )
    texts = {
        "handbook.yaml": "handbook: h\ntitle: H\nlanguages: [en]\n",
        "roles.yaml": f"roles:\n{titles}",
    }
    reading = read_texts(texts)
    assert "too-many-findings" in {each.rule for each in reading.findings}
    step = first_step(reading.findings, reading)
    assert step.finding.rule != "too-many-findings"
