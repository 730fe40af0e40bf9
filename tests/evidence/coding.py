"""Rows read as codes, as a large log is, and every engine's audit of the same rows."""

from collections.abc import Iterable, Mapping

from katch_protocols.evidence.audits.audit import Audit, audit_coded, audit_log
from katch_protocols.evidence.automaton.following import Engine
from katch_protocols.evidence.logs.assembling import Assembly
from katch_protocols.evidence.logs.coded_reading import CodedReading, LogTerms
from katch_protocols.evidence.logs.events import LogReading
from katch_protocols.evidence.logs.hashed_cells import HashedCells
from katch_protocols.evidence.logs.hashing import Hashing
from katch_protocols.evidence.logs.log_files import untold
from katch_protocols.evidence.logs.log_parts import PartsInMemory, parted
from katch_protocols.evidence.logs.ordering import LogWindow
from katch_protocols.evidence.logs.row_coder import RowCoder
from katch_protocols.evidence.logs.tables import LogRow, asked
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.logs import LogMapping
from tests.evidence.logs import KEY

__all__ = ["FAST", "audits", "coded", "seen"]

FAST = (Engine.ARRAYS, Engine.COMPILED)

_FEW = 7
Rows = Iterable[Mapping[str, str]]


def _rows(rows: Rows) -> list[LogRow]:
    cells = ({key: text for key, text in row.items() if text} for row in rows)
    return [LogRow(n, each) for n, each in enumerate(cells, start=2)]


def whole(
    rows: Rows, mapping: LogMapping, book: Handbook, window: LogWindow
) -> LogReading:
    """Read rows for the definition."""
    assembly = Assembly(mapping, book, Hashing(KEY), window)
    lines = _rows(rows)
    assembly.take(0, lines)
    cases = tuple(assembly.cases())
    return LogReading(
        mapping,
        book,
        cases,
        ("log.csv",),
        window.until,
        assembly.events,
        +assembly.left_out,
        unmapped=untold(mapping, {name for row in lines for name in row.cells}),
        hashing=assembly.hashing,
        first_left_out=assembly.first_left_out,
    )


def coded(
    rows: Rows,
    mapping: LogMapping,
    book: Handbook,
    window: LogWindow,
    *,
    parts: int = 1,
) -> CodedReading:
    """Read rows as codes, in so many parts."""
    hashing = Hashing(KEY)
    columns = mapping.columns
    coder = RowCoder(asked(mapping), columns.case, HashedCells(columns, hashing))

    def chunks():
        for row in _rows(rows):
            coder.take_rows(0, [row])
            if len(coder) >= _FEW:
                yield coder.done()
        yield coder.done()

    if parts == 1:
        coder.take_rows(0, _rows(rows))
        found = PartsInMemory(coder.done())
    else:
        found = parted(chunks(), parts, columns.opener)
    terms = LogTerms(mapping, book, window)
    return CodedReading(found, terms, ("log.csv",), (), hashing)


def audits(
    rows: Rows, mapping: LogMapping, book: Handbook, window: LogWindow
) -> list[Audit]:
    """Return the audit of the definition, then that of each engine."""
    rows = [*rows]
    return [
        audit_log(whole(rows, mapping, book, window)),
        *(audit_coded(coded(rows, mapping, book, window), each) for each in FAST),
        audit_coded(coded(rows, mapping, book, window, parts=3), Engine.ARRAYS),
    ]


def seen(audit: Audit) -> tuple[object, object]:
    """Return everything that an audit tells of cases and of counts."""
    return audit.verdicts(), audit.to_json()
