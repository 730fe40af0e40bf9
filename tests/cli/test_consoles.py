"""A console or a pipe without some letters: told in those that there are, no fault."""

import contextlib
import io
import json
import os
import subprocess
import sys

import pytest

from katch_protocols.cli.main import main
from katch_protocols.cli.starts import handbook_start

ALONE = "ascii"
"""With this encoding a command is a process; with others it runs in that of the tests,
for only its start differs, and that takes a second."""


@pytest.fixture
def shore(tmp_path):
    files = handbook_start("shore", ["ru"], example=True)
    # Something to tell: a state that nobody reaches, called in signs of every kind.
    more = "  lost:\n    title: «Ёж» – № 5\n    final: true\n    outcome: adverse\n"
    files["referral.yaml"] += more.replace("«Ёж» – № 5", '"«Ёж» – № 5"')
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def ran(folder, encoding, *words):
    command = [sys.executable, "-m", "katch_protocols", *words]
    if encoding == ALONE:
        return subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, "PYTHONIOENCODING": encoding, "LANG": "ru_RU.UTF-8"},
            capture_output=True,
            check=False,
        )
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding) for _ in range(2))
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = main(words)
    told = (each.flush() or each.buffer.getvalue() for each in (out, err))
    return subprocess.CompletedProcess(command, code, *told)


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "никогда не войдёт в «„Ёж“ – № 5 (lost)»."),
        ("cp1251", "никогда не войдёт в «„Ёж“ – № 5 (lost)»."),
        ("cp866", 'никогда не войдёт в ""Ёж" - № 5 (lost)".'),
        ("ascii", 'nikogda ne voydet v ""Ezh" - No. 5 (lost)".'),
    ],
)
def test_a_finding_is_told_in_the_letters_that_there_are(shore, encoding, said):
    found = ran(shore, encoding, "check", "--language", "ru")
    assert (found.returncode, found.stderr) == (1, b"")
    assert said in found.stdout.decode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "ascii"])
def test_an_answer_for_programs_loses_no_letter(shore, encoding):
    found = ran(shore, encoding, "check", "--format", "json", "--language", "ru")
    answer = json.loads(found.stdout.decode(encoding))
    assert "«„Ёж“ – № 5 (lost)»" in answer["findings"][0]["saw"]


def test_a_refusal_is_told_too(shore):
    found = ran(shore, "ascii", "measures", "нет", "--language", "ru")
    assert found.returncode == 2
    told = found.stderr.decode("ascii").splitlines()
    assert told[0] == 'Protokola s imenem "net" net.'
