"""Files of other people are read or refused with a reason: never an error of ours.

They are kept apart from the files of these tests, and nothing fetches them:
`docs/contributing.md` says where some are published and how this is run.
"""

import os
from collections import Counter
from pathlib import Path

import pytest

import katch_protocols as kp
from katch_protocols.errors import BudgetError, NotationError
from katch_protocols.findings import Severity

ENDINGS = (".bpmn", ".scxml", ".xstate.json")
ALLOWED = {"endless-settling"}
"""A fault of the file itself that stays: its choices lead in a circle."""

NO_LINE = "refused without its line"


def test_every_file_of_others_is_read_or_refused_with_a_reason(capsys):
    if "KATCH_FOREIGN" not in os.environ:
        pytest.skip("KATCH_FOREIGN names no folder; see docs/contributing.md")
    folder = Path(os.environ["KATCH_FOREIGN"])
    files = [each for each in folder.rglob("*") if each.name.endswith(ENDINGS)]
    assert files, "the folder has no files of BPMN, SCXML or XState"
    found, wrong = Counter(), {}
    for file in sorted(files):
        answer, rules = answered(file)
        found[answer] += 1
        if rules - ALLOWED:
            wrong[str(file.relative_to(folder))] = sorted(rules)
    with capsys.disabled():
        print(f"\nFiles of others: {dict(found)}", end="")  # noqa: T201 - for whoever runs it
    assert (wrong, found[NO_LINE]) == ({}, 0)


def answered(file: Path) -> tuple[str, set[str]]:
    """Return what became of a file, and the errors of the handbook that it began."""
    try:
        begun = kp.import_protocol(file, budget="60s,4GB")
    except NotationError as error:
        has_line = str(error).startswith(f"{file.name}, line ")
        return (error.code if has_line else NO_LINE), set()
    except BudgetError:
        return "over budget", set()
    wrong = (each for each in begun.findings if each.severity is Severity.ERROR)
    return "read", {each.rule for each in wrong}
