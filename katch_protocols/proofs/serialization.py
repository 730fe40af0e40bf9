"""Proofs and measures as plain data that a file can hold, and read back from there.

A case that breaks a sentence is written as the positions of its rows in a table of the
protocol: who reads it back walks it again, so what is no case is refused. What cannot
be told so is written down as to be proved again.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from katch_protocols.charts.chart import Chart
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.proofs.judgement import Judgement
from katch_protocols.proofs.kept.written import (
    Plain,
    WrittenProofs,
    read_part,
    written_part,
)
from katch_protocols.proofs.prove import prove
from katch_protocols.proofs.timing.measure_nouns import (
    BestCase,
    Measures,
    Range,
    Span,
    WorstCase,
)
from katch_protocols.proofs.verdicts import Proof

__all__ = ["read_judgement", "read_proofs", "written_judgement", "written_proofs"]


def written_judgement(judgement: Judgement, chart: Chart) -> Plain:
    """Return a judgement as plain data."""
    return {
        "proofs": written_proofs(judgement.proofs, chart),
        "measures": _written_measures(judgement.measures),
    }


def read_judgement(
    written: Mapping[str, Any], chart: Chart, handbook: Handbook
) -> Judgement:
    """Return the judgement that was written; raises as ``read_proofs`` does."""
    measures = _read_measures(chart.protocol.id, written["measures"])
    return Judgement(read_proofs(written["proofs"], chart, handbook), measures)


def written_proofs(proofs: Mapping[Id, Proof], chart: Chart) -> list[Plain]:
    """Return the proofs of one protocol as plain data, in their order."""
    shelf = WrittenProofs(chart)
    return [shelf.written(proof) for proof in proofs.values()]


def read_proofs(
    written: Sequence[Mapping[str, Any]], chart: Chart, handbook: Handbook
) -> dict[Id, Proof]:
    """Return the proofs that were written of a protocol that has not changed since.

    Raises:
        ValueError: A story is no case of the protocol, or a word means nothing.
        KeyError, TypeError, IndexError: It is not what was written.
    """
    shelf = WrittenProofs(chart)
    found = {}
    for each in written:
        name = each["safeguard"]
        again = each.get("again", False)
        found[name] = (
            prove(chart, handbook, only=name)[name] if again else shelf.read(each)
        )
    return found


def _written_measures(found: Measures) -> Plain:
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


def _read_measures(protocol: Id, written: Mapping[str, Any]) -> Measures:
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
