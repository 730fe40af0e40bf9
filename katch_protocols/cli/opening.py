"""Open a handbook or one of its protocols, or say why that cannot be."""

from collections.abc import Sequence
from pathlib import Path

from katch_protocols.charts.build import chart
from katch_protocols.cli.refusals import Refusal, UnsoundHandbookError, unknown
from katch_protocols.errors import ProtocolError
from katch_protocols.files.read import read
from katch_protocols.files.reading import Reading
from katch_protocols.findings import Finding, Severity
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol
from katch_protocols.rules.check import check

__all__ = ["errors", "open_handbook", "open_protocol", "reread"]


def reread(folder: Path) -> Reading:
    """Read a folder as far as it goes.

    Raises:
        Refusal: There is no such folder.
    """
    if not folder.is_dir():
        refusal = Refusal("no-handbook", folder=str(folder))
        raise refusal.and_see("start-handbook", folder=str(folder))
    return read(folder)


def errors(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings that keep a handbook from being used."""
    return tuple(each for each in findings if each.severity is Severity.ERROR)


def open_handbook(folder: Path) -> Handbook:
    """Return the handbook in a folder, read without an error.

    Raises:
        Refusal: There is no such folder.
        UnsoundHandbookError: A file cannot be used.
    """
    reading = reread(folder)
    handbook, wrong = reading.handbook, errors(reading.findings)
    if wrong or handbook is None:
        source = handbook.language if handbook else "en"
        raise UnsoundHandbookError(wrong or reading.findings, folder, source)
    return handbook


def open_protocol(name: str, folder: Path) -> Protocol:
    """Return one protocol that has a meaning.

    Raises:
        Refusal: There is no such folder or protocol.
        UnsoundHandbookError: A file cannot be used, or a rule finds an error.
    """
    handbook = open_handbook(folder)
    if name not in handbook.protocols:
        raise unknown("unknown-protocol", name, handbook.protocols)
    protocol = handbook.protocols[name]
    problems = chart(protocol, handbook).problems
    if not problems:
        return protocol
    if wrong := errors(check(handbook)):
        raise UnsoundHandbookError(wrong, folder, handbook.language)
    raise ProtocolError(name, [problem.code for problem in problems])
