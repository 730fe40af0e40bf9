"""One case: what is possible now, and what comes next."""

from collections.abc import Iterator, Mapping

from katch_protocols.errors import ActivityRefusedError, UnknownNameError
from katch_protocols.semantics.table import Row, Table
from katch_protocols.sentences.nearness import nearest_names

__all__ = ["find_row", "possible_activities", "step"]


def step(
    table: Table, word: int, activity: str, records: Mapping[str, str] | None = None
) -> int:
    """Return the word after ``activity``; ``records`` are the facts the actor states.

    Raises:
        UnknownNameError: The protocol has no such activity.
        ActivityRefusedError: The activity is not possible in ``word``.
    """
    row = find_row(table, word, activity, records or {})
    return word & ~row.clear | row.set


def find_row(table: Table, word: int, activity: str, records: Mapping[str, str]) -> Row:
    """Return the row that ``activity`` takes; raises as ``step`` does."""
    for row in table.by_step.get((activity, tuple(records.items())), ()):
        if word & row.mask == row.match:
            return row
    return _find_in_any_order(table, word, activity, records)


def _find_in_any_order(
    table: Table, word: int, activity: str, records: Mapping[str, str]
) -> Row:
    """Look again where facts came in another order; refuse what there is not."""
    known = [key for key in table.by_step if key[0] == activity]
    if not known:
        names = list(dict.fromkeys(name for name, _ in table.by_step))
        near = nearest_names(activity, names)
        raise UnknownNameError("activity", activity, near)
    for key in known:
        if dict(key[1]) != records:
            continue
        for row in table.by_step[key]:
            if word & row.mask == row.match:
                return row
    raise ActivityRefusedError(activity)


def possible_activities(table: Table, word: int) -> Iterator[str]:
    """Yield each activity that is possible now, once, in the order of the table."""
    yield from dict.fromkeys(
        row.activity for row in table.possible(word) if not row.timed
    )
