"""A case as rows, walked again from its start."""

from collections.abc import Sequence
from dataclasses import replace

from katch_protocols.proofs.verdicts import CaseStep, Counterexample
from katch_protocols.semantics.case_step import find_row
from katch_protocols.semantics.table import Row, Table

__all__ = ["replay", "retold", "told"]


def replay(table: Table, rows: tuple[Row, ...]) -> tuple[int, ...]:
    """Return the words after each row, from the start of a case."""
    words, word = [], table.initial
    for row in rows:
        word = row.after(word)
        words.append(word)
    return tuple(words)


def retold(story: Counterexample, table: Table) -> Counterexample:
    """Return the same case in the rows and words of the protocol's own table.

    Each step is taken as a live case would take it, so a case that is not legal cannot
    be told.

    Raises:
        ActivityRefusedError: The case is not one of the protocol.
    """
    rows: list[Row] = []
    words: list[int] = []
    word = table.initial
    for row in story.rows:
        found = find_row(table, word, row.activity, dict(row.records))
        word = found.after(word)
        rows.append(found)
        words.append(word)
    steps = told(table, rows, words)
    return replace(story, rows=tuple(rows), words=tuple(words), steps=steps)


def told(
    table: Table, rows: Sequence[Row], words: Sequence[int]
) -> tuple[CaseStep, ...]:
    """Return rows, and the words after each, as people tell them."""
    return tuple(_step(table, *pair) for pair in zip(rows, words, strict=True))


def _step(table: Table, row: Row, word: int) -> CaseStep:
    by = () if row.entry is None else row.entry.act.raci.by
    states = table.configuration(word).states
    return CaseStep(row.activity, by, dict(row.records), states)
