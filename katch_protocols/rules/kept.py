"""Everything that a check found in a handbook, kept until it says something else.

Findings depend on the handbook with every word in it, on the day, and on the library
with all that is installed beside it; they lie under a digest of all of these. Where
something was written does not count: a place is looked up anew. So a comment, or
another order of the files, seeks nothing again.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from importlib.metadata import entry_points
from typing import Any, Protocol

from katch_protocols.findings import Finding, Severity, by_place
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.kept.canonical import digest_of_all
from katch_protocols.rules.well_known import GROUP, OVER_BUDGET

__all__ = ["FindingCache", "check_kept"]

Plain = Mapping[str, Any]


class FindingCache(Protocol):
    """Keeps answers by digests; ``library`` stands for all that finds anything."""

    @property
    def library(self) -> str:
        """Stands for the library, and for all that is installed beside it."""

    def find(self, digest: str) -> Plain | None:
        """Return the answer under a digest."""

    def put(self, digest: str, answer: Plain) -> None:
        """Keep an answer under its digest."""


def check_kept(  # noqa: PLR0913 - one keyword a wish
    cache: FindingCache | None,
    handbook: Handbook,
    *,
    incomplete: frozenset[str] = frozenset(),
    as_of: date | None = None,
    deep: bool = True,
    errors_only: bool = False,
    seek: Callable[[], tuple[Finding, ...]] | None = None,
) -> tuple[Finding, ...]:
    """Return what ``check`` finds; of the same handbook nothing is sought again.

    Not ``deep``: no case is looked at, only what is written. With ``errors_only``
    nothing is asked of our own rules that find no error. ``seek`` checks as is asked
    here, for whoever has made proofs for it.

    Rules that other packages add may look at anything, so with them nothing is kept;
    nor is what met the budget.
    """
    asked = incomplete, as_of, deep, errors_only
    may_keep = cache is not None and not entry_points(group=GROUP)
    key = ""
    if cache is not None and may_keep:
        key = digest_of_all(cache.library, handbook, asked)
    told = cache.find(key) if cache and key else None
    known = None if told is None else _again(told, handbook)
    if known is not None:
        return known
    found = seek() if seek is not None else _sought(handbook, *asked)
    if cache and key and all(each.rule != OVER_BUDGET for each in found):
        plain = json.loads(json.dumps({"found": [_written(each) for each in found]}))
        if _is_same(_again(plain, handbook), found):
            cache.put(key, plain)
    return found


def _sought(
    handbook: Handbook,
    incomplete: frozenset[str],
    as_of: date | None,
    deep: bool,
    errors_only: bool,
) -> tuple[Finding, ...]:
    # Lazy: all rules, and all that proves, is loaded only where something is sought.
    from katch_protocols.rules.check import check_context  # noqa: PLC0415
    from katch_protocols.rules.context import Context  # noqa: PLC0415
    from katch_protocols.rules.rule import rules  # noqa: PLC0415

    context = Context(handbook, incomplete, as_of, deep=deep)
    mild = [each.name for each in rules() if errors_only and not each.finds_errors]
    return check_context(context, but=mild)


def _written(one: Finding) -> list[Any]:
    return [
        one.rule,
        one.severity,
        list(one.path),
        dict(one.facts),
        list(one.near),
        {language: dict(titles) for language, titles in one.titles.items()},
        one.registered,
    ]


def _again(told: Plain, handbook: Handbook) -> tuple[Finding, ...] | None:
    """Return the findings that were written, unless they are none."""
    try:
        found = [_read(written, handbook) for written in told["found"]]
    except (ValueError, KeyError, TypeError):
        return None
    return tuple(sorted(found, key=by_place))


def _read(written: Iterable[Any], handbook: Handbook) -> Finding:
    rule, severity, path, facts, near, titles, registered = written
    return Finding(
        rule,
        Severity(severity),
        tuple(path),
        facts,
        tuple(near),
        handbook.place(tuple(path)),
        titles=titles,
        registered=registered,
    )


def _is_same(again: tuple[Finding, ...] | None, found: tuple[Finding, ...]) -> bool:
    """Tell whether findings read back as they are, with what they say by language."""
    return again == found and all(
        one.titles == other.titles for one, other in zip(again, found, strict=True)
    )
