"""A column that says the same in each row is held and written once."""

import numpy as np
import pytest

from katch_protocols.evidence.logs.arrow_columns import places_in
from katch_protocols.evidence.logs.coded_files import joined, read_pieces, written
from katch_protocols.evidence.logs.hashed_cells import HashedCells
from katch_protocols.evidence.logs.hashing import Hashing
from katch_protocols.evidence.logs.known_texts import KnownTexts
from katch_protocols.evidence.logs.log_parts import PartsInMemory
from katch_protocols.evidence.logs.row_coder import RowCoder
from katch_protocols.evidence.logs.run_file import RunFile
from tests.evidence.test_parts import COLUMNS, KEY, NAMES, told


def constant(rows, name):
    """Tell whether a column is held as one code."""
    codes = rows.columns[name].codes
    return codes.strides == (0,), set(codes.tolist())


def test_a_column_of_one_text_is_held_and_written_once():
    pa = pytest.importorskip("pyarrow", reason="an extra")
    names = ["a", "b", "c", "d"]

    def cells(*texts):
        found = pa.array(texts, pa.string()).dictionary_encode()
        known = KnownTexts(places_in, pa.concat_arrays)
        return known.cells("x", np.asarray(found.indices), found.dictionary)

    def rows(*events):
        coder = RowCoder(NAMES, "case", HashedCells(COLUMNS, Hashing(KEY)))
        for first in range(0, len(events), 2):
            part = {
                "case": cells(*names[first : first + 2]),
                "event": cells(*events[first : first + 2]),
            }
            coder.take_part(0, first, 2, part)
        return coder.done()

    same, other = rows(*["refer"] * 4), rows("refer", "refer", "open", "open")
    assert constant(same, "event") == (True, {0})
    assert constant(other, "event") == (False, {0, 1})
    file = RunFile()
    span = file.add(written(same))
    (again,) = read_pieces(file.read(span))
    assert constant(again, "event") == (True, {0})
    assert told(PartsInMemory(again)) == told(PartsInMemory(same))
    assert [row[2] for row in told(PartsInMemory(again))[0]] == ["refer"] * 4
    # Of parts that are of one text each, but not of the same one, each code is kept.
    assert [row[2] for row in told(PartsInMemory(other))[0]] == [
        "refer",
        "refer",
        "open",
        "open",
    ]
    both = joined([same, other, again])
    assert [row[2] for row in told(PartsInMemory(both))[0]] == [
        *["refer"] * 6,
        *["open"] * 2,
        *["refer"] * 4,
    ]
