"""How katch is called, and how it refuses: in our words, never a traceback."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from katch_protocols.cli.commands import COMMANDS
from katch_protocols.exchange.known_notations import notation_names

NOTATIONS = {
    "codegen": ["typescript", "python"],
    "export": list(notation_names()),
    "import": ["bpmn", "xstate", "scxml"],
}
PROJECT = Path(__file__).parents[2] / "pyproject.toml"

pytestmark = pytest.mark.usefixtures("district")


def test_the_page_of_help_lists_every_command(katch):
    ran = katch("--help")
    assert ran.code == 0
    for name in COMMANDS:
        assert f"\n  {name:<9}" in ran.out


def test_the_version_is_that_of_the_project(katch):
    ran = katch("--version")
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    assert (ran.code, ran.out) == (0, f"katch {project['version']}\n")


def test_no_words_at_all_are_a_mistake_that_shows_the_page(
    tmp_path, monkeypatch, katch
):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "other.yaml").write_text("x: 1\n", encoding="utf-8")
    monkeypatch.chdir(elsewhere)
    ran = katch()
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("katch: who must do what, by when, for a child.\n")


HERE = """\
Saltmarsh district: a handbook in '{folder}'.
Bodies: 2. Roles: 3. Sources: 1. Protocols: 1. Regions: 0.
Protocols here: found_alone.
Next: 'katch check {folder}' tells what is open, \
'katch preview {folder}' shows it while you write.
'katch --help' lists the commands.
"""


def test_in_a_handbook_no_words_tell_what_it_is_and_what_is_next(
    district, monkeypatch, katch
):
    ran = katch()
    assert (ran.code, ran.out, ran.err) == (0, HERE.format(folder="protocols"), "")
    monkeypatch.chdir(district)
    assert katch().out == HERE.format(folder=".")
    (district / "roles.yaml").write_text("roles: [", encoding="utf-8")
    assert "Next: 'katch check .' tells 1 error and how to mend it.\n" in katch().out
    (district / "found_alone.yaml").unlink()
    (district / "roles.yaml").write_text("roles: {}\n", encoding="utf-8")
    handbook = (district / "handbook.yaml").read_text(encoding="utf-8")
    bare = handbook.partition("escalation:")[0]
    (district / "handbook.yaml").write_text(bare, encoding="utf-8")
    begin = "Next: 'katch new protocol NAME' begins a protocol.\n"
    assert begin in katch().out


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_every_command_explains_itself_in_every_language(katch, name, language):
    ran = katch(name, "--help", "--language", language)
    assert ran.code == 0
    assert f"katch {name}" in ran.out
    page, _, rest = ran.out.partition("\n  -h, --help")
    assert "\n\n" in page
    # Behind the options stand the notations that one of them takes, if any.
    shown = [line.split()[0] for line in rest.splitlines()[3:]]
    assert shown == NOTATIONS.get(name, [])


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("export", "Records of live cases: JSON, or JSON lines. May be repeated."),
        ("simulate", "Write the steps of the first run as CSV."),
    ],
)
def test_a_log_is_read_by_one_command_and_written_by_another(katch, command, said):
    lines = katch(command, "--help", "--language", "en").out.splitlines()
    told = [line.split(maxsplit=2)[2] for line in lines if "--log" in line.split()]
    assert told == [said]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["chek"],
            (
                "'chek' is not a command of katch.\n"
                "The nearest is 'check'.\n"
                "'katch --help' lists the commands.\n"
            ),
        ),
        (
            ["check", "--strikt"],
            (
                "'--strikt' is not an option of 'katch check'.\n"
                "The nearest is '--strict'.\n"
                "'katch check --help' lists what it takes.\n"
            ),
        ),
        (
            ["walk"],
            "'katch walk' needs PROTOCOL.\n'katch walk --help' lists what it takes.\n",
        ),
        (
            ["check", "--format", "xml"],
            (
                "'katch check' cannot use '--format' like this.\n"
                "Choose one of: text, json, sarif, github.\n"
                "'katch check --help' lists what it takes.\n"
            ),
        ),
        (
            ["export", "first", "--to=mermade"],
            (
                "'katch export' cannot use '--to' like this.\n"
                "The nearest is 'mermaid'.\n"
                "'katch export --help' lists what it takes.\n"
            ),
        ),
        (
            ["export", "first"],
            (
                "'katch export' needs --to NOTATION.\n"
                "'katch export --help' lists what it takes.\n"
            ),
        ),
        (
            ["export", "first", "--to=icalendar", "--on", "2026-13-01"],
            (
                "'katch export' cannot use '--on' like this.\n"
                "It takes a day, such as 2026-12-31.\n"
                "'katch export --help' lists what it takes.\n"
            ),
        ),
        (
            ["vectors", "first", "--seed", "x"],
            (
                "'katch vectors' cannot use '--seed' like this.\n"
                "It takes a whole number.\n"
                "'katch vectors --help' lists what it takes.\n"
            ),
        ),
        (
            ["simulate", "--runs", "1"],
            (
                "'katch simulate' cannot use '--runs' like this.\n"
                "It takes a whole number from 2 to 10000.\n"
                "'katch simulate --help' lists what it takes.\n"
            ),
        ),
        (
            ["build", "--jobs=some"],
            (
                "'katch build' cannot use '--jobs' like this.\n"
                "It takes a whole number from 1 on.\n"
                "'katch build --help' lists what it takes.\n"
            ),
        ),
        (
            ["check", "one", "two"],
            (
                "'katch check' was given more than it takes: 'two'.\n"
                "'katch check --help' lists what it takes.\n"
            ),
        ),
        (
            ["new", "handbook", "x", "--languages", "en", "ru", "(kk)"],
            (
                "'katch new' was given more than it takes: 'ru (kk)'.\n"
                "'katch new --help' lists what it takes.\n"
            ),
        ),
        (
            ["check", "nowhere"],
            ("There is no handbook in 'nowhere'.\nGive the folder: 'protocols'.\n"),
        ),
        (
            ["table", "found_alon"],
            (
                "'found_alon' is not the id of any protocol.\n"
                "The nearest is 'found_alone'.\n"
            ),
        ),
        (
            ["check", "--language", "fr"],
            (
                "'fr' is not a language that can be used here.\n"
                "Choose one of: en, ru, kk.\n"
            ),
        ),
        (
            ["explain", "dead-ends"],
            ("There is no rule 'dead-ends'.\nThe nearest is 'dead-end-state'.\n"),
        ),
    ],
)
def test_a_mistake_in_asking_is_refused_with_two(katch, words, said):
    ran = katch(*words)
    assert (ran.code, ran.out, ran.err) == (2, "", said)


@pytest.mark.parametrize(
    ("there", "said"),
    [
        ((), "'katch new handbook protocols' starts one.\n"),
        (("saltmarsh",), "Give the folder: 'saltmarsh'.\n"),
        (("saltmarsh", "estuary"), "Choose one of: estuary, saltmarsh.\n"),
    ],
)
def test_handbooks_that_stand_beside_are_named(
    tmp_path, monkeypatch, katch, there, said
):
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    for each in there:
        katch("new", "handbook", each, "--languages", "en")
    ran = katch("prove", "referral")
    assert (ran.code, ran.err) == (2, f"There is no handbook in 'protocols'.\n{said}")


def test_a_mistake_is_refused_in_the_language_of_the_terminal(katch, monkeypatch):
    monkeypatch.setenv("LANG", "kk_KZ.UTF-8")
    assert katch("chek").err.startswith("«chek» katch командасы емес.\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device is always full")
def test_a_file_that_cannot_be_written_is_could_not_run(katch):
    ran = katch("table", "found_alone", "--output", "/dev/full")
    assert ran.code == 3
    assert ran.err == "katch could not go on: /dev/full: No space left on device.\n"


def test_a_reader_that_goes_away_is_no_fault():
    unread, pipe = os.pipe()
    os.close(unread)
    ran = subprocess.run(
        [sys.executable, "-m", "katch_protocols", "table", "found_alone"],
        stdout=pipe,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(pipe)
    assert (ran.returncode, ran.stderr) == (3, "")


@pytest.mark.parametrize(
    ("file", "folder"),
    [
        ("protocols/roles.yaml", "protocols"),
        ("protocols/regions/east.yaml", "protocols"),
    ],
)
def test_a_file_is_answered_with_the_folder_that_holds_it(katch, file, folder):
    Path(file).parent.mkdir(exist_ok=True)
    Path(file).touch()
    ran = katch("check", file)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"'{file}' is a file; a handbook is a folder.\nGive the folder: '{folder}'.\n"
    )


@pytest.mark.parametrize(
    ("words", "twice"),
    [
        ("papers found_alone --kind cards --kind annex", "--kind"),
        ("draw found_alone -o one.svg --output=two.svg", "--output"),
        ("draw found_alone --language en --language en", "--language"),
    ],
)
def test_an_option_that_counts_once_is_not_lost_when_given_twice(
    district, katch, words, twice
):
    ran = katch(*words.split())
    command = words.split()[0]
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"'{twice}' is given twice; 'katch {command}' takes it once.\n"
        f"'katch {command} --help' lists what it takes.\n"
    )
    assert not list(district.parent.glob("*.svg"))


@pytest.mark.parametrize(
    "address",
    [
        "page.kz",
        "javascript:alert(1)",
        "https://x.kz/p#start",
        "https://a b",
        "http://",
    ],
)
def test_only_an_address_that_opens_is_printed_as_a_code(district, katch, address):
    for command in (("papers", "found_alone"), ("build",)):
        ran = katch(*command, "--address", address)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == (
            f"'{address}' is no address of a page: write all of it, with https:// "
            "and without #.\n"
        )
    assert not (district.parent / "diagrams").exists()
