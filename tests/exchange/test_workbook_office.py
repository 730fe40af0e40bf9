"""LibreOffice opens a workbook and saves it: it is read back as it was written."""

import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from katch_protocols.exchange.workbook.read import read_workbook_into
from katch_protocols.exchange.workbook.write import write_workbook
from katch_protocols.files.read import read, read_texts
from tests.conftest import required
from tests.exchange.heavy import heavy
from tests.rules.saltmarsh import SALTMARSH
from tests.shipped import PROTOCOLS


def saved(data: bytes, folder: Path) -> bytes:
    """Return a workbook as LibreOffice saves it."""
    into = folder / "saved"
    (folder / "book.xlsx").write_bytes(data)
    words = [
        required("soffice"),
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        *("--convert-to", "xlsx:Calc MS Excel 2007 XML"),
        *("--outdir", str(into), str(folder / "book.xlsx")),
    ]
    subprocess.run(words, check=True, capture_output=True, timeout=300)
    return (into / "book.xlsx").read_bytes()


@heavy
@pytest.mark.parametrize("shipped", [False, True])
def test_a_workbook_that_was_saved_elsewhere_is_the_same_handbook(shipped, tmp_path):
    reading = read(PROTOCOLS) if shipped else read_texts(SALTMARSH)
    language = reading.sound().language
    written = write_workbook(reading, language)
    data = saved(written, tmp_path)
    assert data != written
    found = read_workbook_into(data, reading)
    assert (found.texts, found.slips, found.is_late) == ({}, (), False)
    # What helps whoever fills it in is still there: lists to choose from, heads that
    # stay, the hidden line of codes.
    before, after = (load_workbook(BytesIO(each)) for each in (written, data))
    assert before.sheetnames == after.sheetnames
    for name in before.sheetnames:
        old, new = before[name], after[name]
        assert old.freeze_panes == new.freeze_panes
        assert old.sheet_state == new.sheet_state
        assert chosen(old) == chosen(new)
        assert old.row_dimensions[1].hidden == new.row_dimensions[1].hidden


def chosen(sheet) -> list[str]:
    """Return the cells of a sheet that have a list to choose from."""
    lists = sheet.data_validations.dataValidation
    return sorted(str(each.sqref) for each in lists if each.type == "list")
