"""What was found of tables, as long as somebody holds it."""

from weakref import WeakValueDictionary

from katch_protocols.semantics.explore import Exploration, explore
from katch_protocols.semantics.table import Table

__all__ = ["explored"]


def explored(table: Table, *, limit: int) -> Exploration:
    """Return what ``explore`` finds, once for all who look at the very same table.

    It is found again where nobody holds it any more, and where another limit may leave
    out something.
    """
    # What is held holds its table, so no other table can have its id.
    key = id(table), limit
    found = _held.get(key)
    if found is None:
        found = _whole.get(id(table))
        if found is None or not found.is_within(limit):
            found = explore(table, limit=limit)
        _held[key] = found
        if found.exhausted:
            _whole[id(table)] = found
    return found


_held: WeakValueDictionary[tuple[int, int], Exploration] = WeakValueDictionary()
"""What was found of a table within a limit."""

_whole: WeakValueDictionary[int, Exploration] = WeakValueDictionary()
"""What was found where nothing was left out, within whatever limit."""
