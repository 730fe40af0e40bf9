"""Whether a protocol can reach a configuration, from where a case began or its own."""

from msgspec.structs import replace

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.cases.state import CaseState
from katch_protocols.semantics.explore import Exploration, explore

__all__ = ["MOST_CONFIGURATIONS", "Reaching"]

MOST_CONFIGURATIONS = 1_000_000
"""How many configurations are looked at; with more, the log itself must be legal."""


class Reaching:
    """Everything that cases of one protocol can reach, found once for each start."""

    def __init__(self, compiled: CompiledCase, limit: int) -> None:
        self._compiled, self._limit = compiled, limit
        self._found: dict[int, Exploration] = {}

    def reaches(self, state: CaseState) -> bool | None:
        """Tell whether the word of a case can be reached; ``None``: it is too large."""
        table = self._compiled.table
        starts = dict.fromkeys((table.begun(state.given)[0], table.initial))
        mask = (1 << table.layout.width) - 1
        is_known = True
        for start in starts:
            found = self._explored(start)
            if len(found.where(mask, state.word)):
                return True
            is_known = is_known and found.exhausted
        return False if is_known else None

    def _explored(self, start: int) -> Exploration:
        if start not in self._found:
            table = replace(self._compiled.table, initial=start)
            self._found[start] = explore(table, limit=self._limit)
        return self._found[start]
