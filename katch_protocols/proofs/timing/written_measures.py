"""Measures as plain data that a file can hold, and read back from there."""

from collections.abc import Mapping, Sequence
from typing import Any

from katch_protocols.model.noun import Id
from katch_protocols.proofs.kept.written import Plain, read_part, written_part
from katch_protocols.proofs.timing.measure_nouns import (
    BestCase,
    Measures,
    Range,
    Span,
    WorstCase,
)

__all__ = ["read_measures", "written_measures"]


def written_measures(found: Measures) -> Plain:
    """Return the measures of a protocol as plain data."""
    return {
        "states": found.states,
        "activities": found.activities,
        "configurations": found.configurations,
        "counts": {name: _written_range(each) for name, each in found.counts.items()},
        "not_measured": list(found.not_measured),
        "handoffs": found.handoffs,
        "handoffs_a_case": _written_range(found.handoffs_a_case),
        "agencies": _written_range(found.agencies),
        "times": [_written_times(span) for span in found.times],
    }


def read_measures(protocol: Id, written: Mapping[str, Any]) -> Measures:
    """Return the measures that were written.

    Raises:
        ValueError, KeyError, TypeError: It is not what was written.
    """
    return Measures(
        protocol,
        written["states"],
        written["activities"],
        written["configurations"],
        {name: _read_range(each) for name, each in written["counts"].items()},
        tuple(written["not_measured"]),
        written["handoffs"],
        _read_range(written["handoffs_a_case"]),
        _read_range(written["agencies"]),
        tuple(map(_read_times, written["times"])),
    )


def _written_range(found: Range | None) -> list[Any] | None:
    return None if found is None else [found.worst, found.best, list(found.loop)]


def _read_range(written: Sequence[Any] | None) -> Range | None:
    if written is None:
        return None
    worst, best, loop = written
    return Range(worst, best, tuple(loop))


def _written_times(span: Span) -> Plain:
    worst, best = span.worst, span.best
    return {
        "from": span.start,
        "to": span.end,
        "unless": list(span.unless),
        "milestone": span.milestone,
        "safeguard": span.safeguard,
        "best": [best.minutes, best.exhausted],
        "worst": {
            "minutes": worst.minutes,
            "parts": [written_part(part) for part in worst.parts],
            "states": list(worst.states),
            "loops": worst.loops,
            "exact": worst.exact,
            "asked": worst.asked,
            "exhausted": worst.exhausted,
        },
    }


def _read_times(written: Mapping[str, Any]) -> Span:
    worst = dict(written["worst"])
    worst["parts"] = tuple(map(read_part, worst["parts"]))
    worst["states"] = tuple(worst["states"])
    minutes, exhausted = written["best"]
    return Span(
        written["from"],
        written["to"],
        WorstCase(**worst),
        BestCase(minutes, exhausted),
        tuple(written["unless"]),
        written["milestone"],
        written["safeguard"],
    )
