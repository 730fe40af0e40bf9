"""How a case of the catalogue is written, and what reading and checking it shows.

A case is one text. Its first line, ``#!``, says what is wrong. ``#> NAME`` begins a
file, ``#- NAME`` leaves one out; all other files are those of Saltmarsh. ``#= seen``
begins the transcript, one finding a line behind ``# ``; notes are not shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from katch_protocols.files.read import read_texts
from katch_protocols.findings import Finding, Severity
from katch_protocols.rules.check import check
from tests.rules.saltmarsh import FILES, transcript

__all__ = ["Case", "examine_case", "parse_case", "transcripts"]


@dataclass(frozen=True)
class Case:
    """A broken handbook and what is seen of it."""

    why: str
    files: Mapping[str, str]
    left_out: tuple[str, ...]
    seen: tuple[str, ...]


def parse_case(text: str) -> Case:
    """Read a case; files keep their bytes, whatever they hold."""
    why, files, left_out, seen = "", {}, [], []
    name = ""
    for line in text.splitlines(keepends=True):
        match line[:3]:
            case "#! ":
                why = line[3:].strip()
            case "#> ":
                name = line[3:].strip()
                files[name] = ""
            case "#- ":
                left_out.append(line[3:].strip())
            case "#= ":
                name = ""
            case _ if name:
                files[name] += line
            case _:
                seen.append(line.removeprefix("# ").rstrip("\n"))
    return Case(why, files, tuple(left_out), tuple(seen))


def examine_case(case: Case) -> list[str]:
    """Return what reading and checking shows, in words."""
    files = {**FILES, **case.files}
    return transcripts({name: files[name] for name in files.keys() - case.left_out})


def transcripts(files: Mapping[str, str | bytes]) -> list[str]:
    """Read and check files, and say every finding that is no note in one line."""
    reading = read_texts(dict(sorted(files.items())))
    found: tuple[Finding, ...] = ()
    if reading.handbook is not None:
        found = check(reading.handbook, incomplete=reading.incomplete)
    shown = [
        finding
        for finding in (*reading.findings, *found)
        if finding.severity is not Severity.NOTE
    ]
    return [transcript(finding) for finding in shown]
