"""Proofs as plain data that a file can hold, and read back from there.

A case that breaks a sentence is written as the positions of its rows in a table of the
protocol: who reads it back walks it again, so what is no case is refused.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Protocol

from katch_protocols.charts.chart import Chart
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.proofs.bounds import MANY
from katch_protocols.proofs.product_search import told
from katch_protocols.proofs.proof_session import most_configurations
from katch_protocols.proofs.time_sums import Spent, TimePart
from katch_protocols.proofs.verdicts import Counterexample, Proof, Reason, Verdict
from katch_protocols.semantics.compile import compile_chart, own_table
from katch_protocols.semantics.table import Row, Table

__all__ = ["Plain", "WrittenProofs", "read_part", "written_part"]

Plain = dict[str, Any]


class Tables(Protocol):
    """Returns the table in which the cases of a protocol are told."""

    def __call__(self, *, folded: bool) -> Table:
        """Return it; not ``folded``: completions stand by themselves."""


class WrittenProofs:
    """Writes the proofs of a protocol as plain data, and reads them back.

    A case is told by the positions of its rows in a table of the protocol. Without
    ``tables`` they are compiled.
    """

    def __init__(self, chart: Chart, tables: Tables | None = None) -> None:
        self.chart = chart
        self._compiled = tables or partial(_compiled, chart)
        self._known: dict[bool, tuple[Row, ...]] = {}

    def _table(self, *, folded: bool) -> Table:
        return self._compiled(folded=folded)

    def _rows(self, *, folded: bool) -> tuple[Row, ...]:
        if folded not in self._known:
            table = self._table(folded=folded)
            self._known[folded] = (*table.rows, *table.completions)
        return self._known[folded]

    def surely(self, proof: Proof) -> Plain | None:
        """Return a proof as plain data that reads back as the very same, if it does."""
        try:
            found = json.loads(json.dumps(self.written(proof)))
        except TypeError:
            return None
        is_same = not found.get("again") and self.again(found) == proof
        return found if is_same else None

    def again(self, told: Mapping[str, Any]) -> Proof | None:
        """Return a proof that was written, unless it says what cannot be."""
        try:
            return self.read(told)
        except (ValueError, KeyError, TypeError, IndexError, AttributeError):
            return None

    def written(self, proof: Proof) -> Plain:
        """Return a proof as plain data; ``again`` where it can't be told so."""
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
        places = {id(row): place for place, row in enumerate(rows)}
        try:
            at = [
                places[id(row)] if id(row) in places else rows.index(row)
                for row in story.rows
            ]
        except ValueError:
            return None
        return {
            "rows": at,
            "folded": folded,
            "deciding": story.deciding,
            "shortest": story.shortest,
            "reason": _written_reason(story.reason),
        }

    def read(self, written: Mapping[str, Any]) -> Proof:
        """Return the proof that was written.

        Raises:
            ValueError: A story is no case of the protocol, or a word means nothing.
            KeyError, TypeError, IndexError: It is not what was written.
        """
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


def _compiled(chart: Chart, *, folded: bool) -> Table:
    return own_table(chart) if folded else compile_chart(chart, folded=False)


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
            "limit": written_span(spent.limit),
            "least": written_span(spent.least),
            "minutes": spent.minutes,
            "parts": [written_part(part) for part in spent.parts],
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
            read_span(spent["limit"]),
            read_span(spent["least"]),
            spent["minutes"],
            tuple(map(read_part, spent["parts"])),
        ),
    )


def written_span(span: Duration) -> list[Any]:
    """Return a span as plain data."""
    return [span.amount, span.unit.value]


def read_span(written: Sequence[Any]) -> Duration:
    """Return the span that was written."""
    amount, unit = written
    # What was reckoned may be longer than what a handbook may say.
    return Duration.model_construct(amount=amount, unit=Unit(unit))


def written_part(part: TimePart) -> list[Any]:
    """Return a part of a sum of times as plain data."""
    span = written_span(part.limit)
    return [*span, part.minutes, part.state, part.timer, part.activity]


def read_part(written: Sequence[Any]) -> TimePart:
    """Return the part of a sum of times that was written; raises as ``read`` does."""
    amount, unit, minutes, state, timer, activity = written
    return TimePart(read_span((amount, unit)), minutes, state, timer, activity)
