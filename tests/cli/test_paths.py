"""Files and folders that somebody names: what is wrong with one is told as it is."""

import errno
import os
from pathlib import Path

import pytest

from katch_protocols.cli.refusals import why_not

pytestmark = pytest.mark.usefixtures("district")


@pytest.fixture
def forbidden(district, monkeypatch):
    """Return a file beside the district that nobody may open, whoever runs this."""
    file = district.parent / "shut.csv"
    file.write_text("case,event\n", encoding="utf-8")
    file.with_suffix(".yaml").write_text("log: shut\n", encoding="utf-8")
    is_allowed, opened = os.access, Path.open

    def access(path, mode, **more):
        return "shut" not in str(path) and is_allowed(path, mode, **more)

    def forbid(path, *words, **more):
        if path.name.startswith("shut"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(path, *words, **more)

    monkeypatch.setattr(os, "access", access)
    monkeypatch.setattr(Path, "open", forbid)
    return file


@pytest.mark.usefixtures("forbidden")
@pytest.mark.parametrize(
    "words",
    [
        "simulate shut.yaml",
        "audit shut.yaml",
        "import shut.csv --output new",
        "simulate shut.yaml --learn shut.yaml",
    ],
)
def test_a_file_that_nobody_may_open_is_told_so(katch, words):
    ran = katch(*words.split(), "--language", "ru")
    file = words.split()[1]
    said = f"katch не смог продолжить: {file}: нет прав на это.\n"
    assert (ran.code, ran.out, ran.err) == (3, "", said)


@pytest.mark.usefixtures("forbidden")
def test_records_that_nobody_may_open_are_told_so(katch):
    ran = katch("export", "found_alone", "--to", "xes", "--log", "shut.csv")
    assert (ran.code, ran.err) == (2, "'shut.csv' cannot be read: Permission denied.\n")


@pytest.mark.usefixtures("forbidden")
def test_a_file_for_a_handbook_is_a_file_whether_it_may_be_opened_or_not(katch):
    ran = katch("check", "shut.csv")
    said = "'shut.csv' is a file; a handbook is a folder.\n"
    assert (ran.code, ran.err) == (2, said)


@pytest.mark.parametrize("language", ["ru", "kk"])
@pytest.mark.parametrize(
    "code",
    [
        errno.ENOENT,
        errno.EISDIR,
        errno.ENOTDIR,
        errno.EEXIST,
        errno.ENAMETOOLONG,
        errno.EACCES,
    ],
)
def test_what_is_wrong_with_a_path_is_said_in_the_language_of_the_answer(
    code, language
):
    error = OSError(code, os.strerror(code), "somewhere")
    assert why_not(error, "en") == os.strerror(code)
    assert not why_not(error, language).isascii()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("import none.bpmn --output new", "There is no file 'none.bpmn'.\n"),
        (
            "audit log.csv",
            (
                "'log.csv' is a log; give its mapping. "
                "'katch audit log.csv --propose' writes a first one.\n"
            ),
        ),
        (
            "sheet write book.txt",
            (
                "'book.txt' does not end in .xlsx. "
                "The sheet is a workbook: choose such a name.\n"
            ),
        ),
        (
            "agree",
            (
                "'katch agree' needs AGENCY.\n"
                "'katch agree --help' lists what it takes.\n"
            ),
        ),
        (
            "check --budget plenty",
            (
                "'katch check' cannot use '--budget' like this.\n"
                "It takes seconds, memory or both, such as 60s,4GB, or none.\n"
                "'katch check --help' lists what it takes.\n"
            ),
        ),
        (
            "draw found_alone --agency police_post",
            (
                "'katch draw' cannot use '--agency' like this.\n"
                "'katch draw --help' lists what it takes.\n"
            ),
        ),
    ],
)
def test_what_was_asked_in_a_wrong_way_is_told_with_what_helps(katch, words, said):
    ran = katch(*words.split())
    assert (ran.code, ran.out, ran.err) == (2, "", said)


def test_a_folder_without_rights_is_not_said_to_be_missing(katch, monkeypatch):
    """What is kept of a log goes into a folder that is there."""
    Path("log.csv").write_text(
        "case,event,time\na,look_around,2026-07-01T10:00:00\n", encoding="utf-8"
    )
    mapping = katch("audit", "log.csv", "--propose").out
    Path("log.yaml").write_text(mapping, encoding="utf-8")

    def forbid(_, path, **_more):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr("katch_protocols.cli.audit.write_verdicts", forbid)
    ran = katch("audit", "log.yaml", "--verdicts", "found.csv")
    assert ran.code == 3
    assert ran.err == "katch could not go on: found.csv: Permission denied.\n"


def test_a_table_that_is_written_says_where(katch):
    ran = katch("table", "found_alone", "--output", "table.json", "--language", "ru")
    assert (ran.code, ran.out, ran.err) == (0, "Записано: table.json\n", "")
    assert Path("table.json").read_text(encoding="utf-8") == (
        katch("table", "found_alone").out
    )
