"""A case as rows, walked again from its start."""

from katch_protocols.semantics.table import Row, Table

__all__ = ["replay"]


def replay(table: Table, rows: tuple[Row, ...]) -> tuple[int, ...]:
    """Return the words after each row, from the start of a case."""
    words, word = [], table.initial
    for row in rows:
        word = row.after(word)
        words.append(word)
    return tuple(words)
