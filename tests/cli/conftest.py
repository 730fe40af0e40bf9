"""An invented district in a folder of its own, and a terminal without a language."""

import io
from pathlib import Path

import pytest

from katch_protocols.cli.main import main

DISTRICT = {
    "handbook.yaml": """\
handbook: saltmarsh
title: Saltmarsh district
languages: [en]
functions:
  protect: {title: Protection of a child}
escalation:
  - {after: 0 hours, tell: team_lead}
""",
    "agencies.yaml": """\
agencies:
  children_office:
    title: Children's office
    kind: service
    level: district
    mandates: {protect: [practice_note]}
  police_post:
    title: Police post
    kind: service
    level: district
    mandates: {protect: [practice_note]}
""",
    "roles.yaml": """\
roles:
  case_worker: {title: Case worker, agency: children_office}
  team_lead: {title: Team lead, agency: children_office}
  duty_officer: {title: Duty officer, agency: police_post}
""",
    "sources.yaml": """\
sources:
  practice_note:
    title: Saltmarsh practice note
    kind: practice
    valid_from: 2026-01-01
    read: true
""",
    "found_alone.yaml": """\
protocol: found_alone
title: A child is found alone
version: 1.0.0
valid_from: 2026-01-01
source: [practice_note]
facts:
  danger:
    title: Immediate danger
    values: {present: "present", absent: "absent"}
initial: noticed
states:
  noticed:
    title: Child noticed
    held_by: duty_officer
    function: protect
    within: {limit: 2 hours, basis: guidance, source: practice_note}
    activities:
      look_around:
        title: Look for danger
        by: duty_officer
        together_with: [case_worker]
        records: [danger]
        to: weighed
  weighed:
    decide:
      - {when: danger is present, to: guarded}
      - {to: safe}
  guarded:
    title: Child guarded
    held_by: duty_officer
    function: protect
    within: {limit: 1 day, basis: guidance, source: practice_note}
    activities:
      end_danger:
        title: End the danger
        by: [duty_officer, case_worker]
        to: safe
  safe:
    title: Child safe
    held_by: duty_officer
    function: protect
    within: {limit: 1 day, basis: guidance, source: practice_note}
    activities:
      close_case:
        title: Close the case
        by: duty_officer
        to: closed
  closed:
    title: Case closed
    final: true
    outcome: protected
""",
}


@pytest.fixture(autouse=True)
def _no_language(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG", "KATCH_TRACEBACK"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def district(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write the district into ``protocols`` and stand beside it."""
    folder = tmp_path / "protocols"
    folder.mkdir()
    for name, text in DISTRICT.items():
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


class Ran:
    """What one run of the command said."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def katch(capsys: pytest.CaptureFixture[str]) -> "type[Ran]":
    """Return a function that runs ``katch`` in this process."""

    def run(*words: str) -> Ran:
        code = main(words)
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run


@pytest.fixture
def typed(monkeypatch):
    def say(*lines):
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines) + "\n"))

    return say
