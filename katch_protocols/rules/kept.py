"""Everything that a check found in a handbook, kept until something is written anew.

Findings depend on the bytes of every file that was read, on the day, and on the
library with all that is installed beside it; they lie under a digest of all of these.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from importlib.metadata import entry_points
from typing import Any, Protocol

from katch_protocols.findings import Finding, Place, Severity
from katch_protocols.model.handbook import Handbook
from katch_protocols.rules.well_known import GROUP, OVER_BUDGET

__all__ = ["FindingShelf", "check_kept"]

Plain = Mapping[str, Any]


class FindingShelf(Protocol):
    """Keeps answers by digests; ``library`` stands for all that finds anything."""

    @property
    def library(self) -> str:
        """Stands for the library, and for all that is installed beside it."""

    def find(self, digest: str) -> Plain | None:
        """Return the answer under a digest."""

    def put(self, digest: str, answer: Plain) -> None:
        """Keep an answer under its digest."""


def check_kept(
    shelf: FindingShelf | None,
    handbook: Handbook,
    texts: Mapping[str, bytes],
    *,
    incomplete: frozenset[str] = frozenset(),
    as_of: date | None = None,
) -> tuple[Finding, ...]:
    """Return what ``check`` finds; of the same files nothing is sought again.

    ``texts`` are the files of which the handbook was read, by their names. Rules that
    other packages add may look at anything, so with them nothing is kept; nor is what
    met the budget.
    """
    may_keep = shelf is not None and not entry_points(group=GROUP)
    key = _digest(shelf.library, texts, incomplete, as_of) if shelf and may_keep else ""
    told = shelf.find(key) if shelf and key else None
    known = None if told is None else _again(told)
    if known is not None:
        return known
    # Lazy: all rules, and all that proves, is loaded only where something is sought.
    from katch_protocols.rules.check import check  # noqa: PLC0415

    found = check(handbook, incomplete=incomplete, as_of=as_of)
    if shelf and key and all(each.rule != OVER_BUDGET for each in found):
        plain = json.loads(json.dumps({"found": [_written(each) for each in found]}))
        if _is_same(_again(plain), found):
            shelf.put(key, plain)
    return found


def _digest(
    library: str,
    texts: Mapping[str, bytes],
    incomplete: frozenset[str],
    as_of: date | None,
) -> str:
    parts = [library, str(as_of), *sorted(incomplete)]
    for name in sorted(texts):
        parts += [name, sha256(texts[name]).hexdigest()]
    return sha256(json.dumps(parts).encode()).hexdigest()


def _written(one: Finding) -> list[Any]:
    place = one.place
    return [
        one.rule,
        one.severity,
        list(one.path),
        dict(one.facts),
        list(one.near),
        None if place is None else [place.file, place.line, place.column],
        {language: dict(titles) for language, titles in one.titles.items()},
        one.registered,
    ]


def _again(told: Plain) -> tuple[Finding, ...] | None:
    """Return the findings that were written, unless they are none."""
    try:
        return tuple(map(_read, told["found"]))
    except (ValueError, KeyError, TypeError):
        return None


def _read(written: Iterable[Any]) -> Finding:
    rule, severity, path, facts, near, place, titles, registered = written
    return Finding(
        rule,
        Severity(severity),
        tuple(path),
        facts,
        tuple(near),
        None if place is None else Place(*place),
        titles=titles,
        registered=registered,
    )


def _is_same(again: tuple[Finding, ...] | None, found: tuple[Finding, ...]) -> bool:
    """Tell whether findings read back as they are, with what they say by language."""
    return again == found and all(
        one.titles == other.titles for one, other in zip(again, found, strict=True)
    )
