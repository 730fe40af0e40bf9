"""What is seen of a handbook at one moment, and the last that could be drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from katch_protocols.charts.build import chart
from katch_protocols.errors import KatchError
from katch_protocols.files.read import Reading
from katch_protocols.findings import Finding, Severity
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id

__all__ = ["Sight", "is_readable", "seen"]


@dataclass(frozen=True)
class Sight:
    """One look at a handbook.

    Attributes:
        number: Which look it is; it grows.
        findings: Everything that was found, in the order of their places.
        is_busy: The rules are still at work; the findings may be those of before.
        drawn_from: Of each protocol the last handbook in which it could be drawn.
        stale: The protocols whose last handbook is not what stands in the files now.
        edited: The protocol whose file was saved last.
        fault: What went wrong in the library itself, by the name of the exception.
    """

    number: int = 0
    findings: tuple[Finding, ...] = ()
    is_busy: bool = True
    drawn_from: Mapping[Id, Handbook] = field(default_factory=dict)
    stale: frozenset[Id] = frozenset()
    edited: Id | None = None
    fault: str = ""


def is_readable(reading: Reading) -> bool:
    """Whether every file could be used, so that drawings show what is written."""
    wrong = any(each.severity is Severity.ERROR for each in reading.findings)
    return reading.handbook is not None and not wrong


def seen(
    before: Mapping[Id, Handbook], reading: Reading
) -> tuple[Mapping[Id, Handbook], frozenset[Id]]:
    """Return of each protocol the last handbook that can be drawn; and who is stale.

    While a file cannot be used nothing is redrawn: what it says may be missing
    anywhere.
    """
    handbook = reading.handbook
    if handbook is None or not is_readable(reading):
        return before, frozenset(before)
    found: dict[Id, Handbook] = {}
    stale = set()
    for name in handbook.protocols:
        if _can_be_drawn(name, handbook):
            found[name] = handbook
        elif name in before:
            found[name] = before[name]
            stale.add(name)
    return found, frozenset(stale)


def _can_be_drawn(name: Id, handbook: Handbook) -> bool:
    try:
        return not chart(handbook.protocols[name], handbook).problems
    except KatchError:
        return False
