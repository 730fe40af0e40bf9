"""A command loads only what it needs: whoever asks for help waits for nothing else."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.rules.saltmarsh import SALTMARSH

_RUN = """
import io, sys
from contextlib import redirect_stdout
from katch_protocols.__main__ import main
sys.argv = ["katch", *{words!r}]
told = io.StringIO()
try:
    with redirect_stdout(told):
        main()
except SystemExit as end:
    assert not end.code, end.code
assert told.getvalue().strip()
print(*sorted({{name.partition(".")[0] for name in sys.modules}}))
"""


def loaded(*words: str) -> set[str]:
    """Return which packages a command has loaded when it ends."""
    code = _RUN.format(words=list(words))
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return set(ran.stdout.split())


@pytest.fixture
def district(tmp_path: Path) -> Path:
    for name, text in SALTMARSH.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_help_loads_neither_typer_nor_pydantic_nor_numpy_nor_babel() -> None:
    found = loaded("--help")
    heavy = {"typer", "pydantic", "numpy", "babel", "networkx", "fontTools", "yaml"}
    assert found & heavy == set()
    assert "katch_protocols" in found


def test_a_check_in_english_loads_no_table_of_languages_and_no_fonts(
    district: Path,
) -> None:
    found = loaded("check", str(district), "--language", "en")
    assert found & {"babel", "fontTools", "typst", "pptx", "docx"} == set()
    assert "pydantic" in found
