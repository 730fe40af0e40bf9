"""Proofs and measures as plain data that a file can hold, and read back from there.

A case that breaks a sentence is written as the positions of its rows in a table of the
protocol: who reads it back walks it again, so what is no case is refused. What cannot
be told so is written down as to be proved again.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from katch_protocols.charts.chart import Chart
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.proofs.judgement import Judgement
from katch_protocols.proofs.product_search import told
from katch_protocols.proofs.proof_session import MANY, most_configurations
from katch_protocols.proofs.prove import prove
from katch_protocols.proofs.time_sums import Spent, TimePart
from katch_protocols.proofs.timing.measure_nouns import (
    BestCase,
    Measures,
    Range,
    Span,
    WorstCase,
)
from katch_protocols.proofs.verdicts import Counterexample, Proof, Reason, Verdict
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.table import Row, Table

__all__ = ["read_judgement", "read_proofs", "written_judgement", "written_proofs"]

Plain = dict[str, Any]


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
    shelf = _Serializer(chart)
    return [shelf.written(proof) for proof in proofs.values()]


def read_proofs(
    written: Sequence[Mapping[str, Any]], chart: Chart, handbook: Handbook
) -> dict[Id, Proof]:
    """Return the proofs that were written of a protocol that has not changed since.

    Raises:
        ValueError: A story is no case of the protocol, or a word means nothing.
        KeyError, TypeError, IndexError: It is not what was written.
    """
    shelf = _Serializer(chart)
    found = {}
    for each in written:
        name = each["safeguard"]
        again = each.get("again", False)
        found[name] = (
            prove(chart, handbook, only=name)[name] if again else shelf.read(each)
        )
    return found


class _Serializer:
    """Finds the rows of stories in the tables in which a protocol's cases are told."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self._tables: dict[bool, Table] = {}

    def _table(self, *, folded: bool) -> Table:
        if folded not in self._tables:
            self._tables[folded] = compile_chart(self.chart, folded=folded)
        return self._tables[folded]

    def _rows(self, *, folded: bool) -> tuple[Row, ...]:
        table = self._table(folded=folded)
        return (*table.rows, *table.completions)

    def written(self, proof: Proof) -> Plain:
        story = proof.counterexample
        told = None if story is None else self._story(story)
        if story is not None and told is None:
            return {"safeguard": proof.safeguard, "again": True}
        return {
            "safeguard": proof.safeguard,
            "rule": proof.rule,
            "verdict": proof.verdict.value,
            "configurations": proof.configurations,
            "story": told,
            "reason": _written_reason(proof.reason),
            "near": list(proof.near),
            "waived_until": proof.waived_until and proof.waived_until.isoformat(),
        }

    def _story(self, story: Counterexample) -> Plain | None:
        """Return a story by positions of rows; ``None``: it is told in other rows."""
        # The table of a wide protocol has completions that stand by themselves.
        folded = most_configurations(self.chart) <= MANY
        rows = self._rows(folded=folded)
        if any(row not in rows for row in story.rows):
            return None
        return {
            "rows": [rows.index(row) for row in story.rows],
            "folded": folded,
            "deciding": story.deciding,
            "shortest": story.shortest,
            "reason": _written_reason(story.reason),
        }

    def read(self, written: Mapping[str, Any]) -> Proof:
        return Proof(
            self.chart.protocol.id,
            written["safeguard"],
            written["rule"],
            Verdict(written["verdict"]),
            written["configurations"],
            self._read_story(written["story"]),
            _read_reason(written["reason"]),
            tuple(written["near"]),
            waived_until=_read_day(written["waived_until"]),
        )

    def _read_story(self, written: Mapping[str, Any] | None) -> Counterexample | None:
        reason = None if written is None else _read_reason(written["reason"])
        if written is None or reason is None:
            return None
        folded = bool(written["folded"])
        every, table = self._rows(folded=folded), self._table(folded=folded)
        rows = tuple(every[at] for at in written["rows"])
        words = tuple(_walked(rows, table.initial))
        steps = told(table, rows, words)
        deciding, shortest = written["deciding"], bool(written["shortest"])
        return Counterexample(rows, words, deciding, reason, steps, shortest=shortest)


def _read_day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)


def _walked(rows: Sequence[Row], word: int) -> Iterator[int]:
    for row in rows:
        if not row.applies(word):
            raise ValueError(row.activity)
        word = row.after(word)
        yield word


def _written_reason(reason: Reason | None) -> Plain | None:
    if reason is None:
        return None
    spent = reason.spent
    return {
        "code": reason.code,
        "facts": dict(reason.facts),
        "spent": None
        if spent is None
        else {
            "limit": _written_span(spent.limit),
            "least": _written_span(spent.least),
            "minutes": spent.minutes,
            "parts": [_written_part(part) for part in spent.parts],
        },
    }


def _read_reason(written: Mapping[str, Any] | None) -> Reason | None:
    if written is None:
        return None
    spent = written["spent"]
    return Reason(
        written["code"],
        dict(written["facts"]),
        None
        if spent is None
        else Spent(
            _read_span(spent["limit"]),
            _read_span(spent["least"]),
            spent["minutes"],
            tuple(map(_read_part, spent["parts"])),
        ),
    )


def _written_span(span: Duration) -> list[Any]:
    return [span.amount, span.unit.value]


def _read_span(written: Sequence[Any]) -> Duration:
    amount, unit = written
    # What was reckoned may be longer than what a handbook may say.
    return Duration.model_construct(amount=amount, unit=Unit(unit))


def _written_part(part: TimePart) -> list[Any]:
    span = _written_span(part.limit)
    return [*span, part.minutes, part.state, part.timer, part.activity]


def _read_part(written: Sequence[Any]) -> TimePart:
    amount, unit, minutes, state, timer, activity = written
    return TimePart(_read_span((amount, unit)), minutes, state, timer, activity)


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
            "parts": [_written_part(part) for part in worst.parts],
            "states": list(worst.states),
            "loops": worst.loops,
            "exact": worst.exact,
            "asked": worst.asked,
            "exhausted": worst.exhausted,
        },
    }


def _read_times(written: Mapping[str, Any]) -> Span:
    worst = dict(written["worst"])
    worst["parts"] = tuple(map(_read_part, worst["parts"]))
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
