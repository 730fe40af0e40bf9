"""Of which protocol a case of a log is, and in which region."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.errors import LogError
from katch_protocols.evidence.logs.events import Place, micros
from katch_protocols.evidence.logs.names import region_told, titled
from katch_protocols.evidence.logs.records import Meanings
from katch_protocols.evidence.logs.tables import LogRow
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.logs import LogMapping
from katch_protocols.model.noun import Id

__all__ = ["CaseHomes", "cell_of"]

_Rows = Sequence[tuple[Place, LogRow]]


def cell_of(rows: _Rows, column: str) -> str | None:
    """Return what a column first says in the rows of a case."""
    cells = (row.cells.get(column) for _, row in rows)
    return next((each for each in cells if each is not None), None)


class CaseHomes(Struct, dict=True):
    """Tells the protocol and the region of a case, as a mapping has it.

    ``files`` are the names of the files, for whoever is told of a row.
    """

    mapping: LogMapping
    handbook: Handbook
    files: tuple[str, ...] = ()

    @cached_property
    def meanings(self) -> Meanings:
        """The texts that its protocols have had."""
        return Meanings(self.handbook)

    def placed(self, error: LogError, place: Place) -> LogError:
        """Return an error with its file and row, where they are known."""
        file, row = place
        return error.within(self.files[file], row) if self.files else error

    def protocol_of(self, rows: _Rows) -> CompiledCase | None:
        """Return the protocol of the rows of a case; ``None`` where nobody knows it.

        Raises:
            LogError: The mapping does not say which it is.
        """
        named = self.mapping.protocol
        name = named.name
        if named.column is not None:
            name = cell_of(rows, named.column)
            name = None if name is None else titled(name, self.handbook.protocols)
        if named.pin is not None:
            return self._pinned(named.pin, name)
        if name is None and named.column is None:
            known = list(self.handbook.protocols)
            if len(known) != 1:
                raise LogError("protocol")
            name = known[0]
        return None if name is None else self.meanings.newest(name)

    def not_in_force(
        self, compiled: CompiledCase, opened: Sequence[int] | NDArray[np.int64]
    ) -> int:
        """Return how many cases were opened while their protocol was not in force.

        None where the mapping names the pin: then it says that this text was meant.
        """
        if self.mapping.protocol.pin is not None:
            return 0
        at, (since, until) = np.asarray(opened), (compiled.since, compiled.until)
        return int(((at < micros(since)) | (at >= micros(until))).sum())

    def _pinned(self, pin: str, name: Id | None) -> CompiledCase:
        names = self.handbook.protocols if name is None else (name,)
        for each in names:
            found = self.meanings.of(pin, each)
            if found is not None:
                return found
        raise LogError("pin", pin=pin[:12])

    def region_of(self, rows: _Rows) -> Id | None:
        """Return the region of the rows of a case; ``None`` without regions.

        Raises:
            LogError: It is not told, or there is none of that name.
        """
        named = self.mapping.region
        if not self.handbook.regions:
            return None
        if named.name is not None:
            return named.name
        if named.column is None:
            raise LogError("region")
        told, regions = cell_of(rows, named.column), self.handbook.regions
        try:
            return region_told(told or "", named.column, regions, self.mapping.regions)
        except LogError as error:
            own = (at for at, row in rows if row.cells.get(named.column) == told)
            raise self.placed(error, next(own)) from None
