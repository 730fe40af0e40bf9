"""Whoever keeps the blocks of a tutorial in one file can run that file again."""

import subprocess
import sys
from pathlib import Path

from katch_protocols.cli.starts import handbook_start
from tests.house.pages import BLOCK

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "build" / "first-embedding.md"


def test_the_first_embedding_runs_as_one_file_with_all_that_was_written(tmp_path):
    files = handbook_start("saltmarsh", ["en"], example=True)
    said, shown = [], []
    for block in BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        body = block["body"]
        if block["kind"] == "yaml":
            files[body.partition("\n")[0].removeprefix("# ")] = body
        elif block["kind"] == "python":
            said.append(body)
        elif block["kind"] == "text":
            shown.append(body)
    for name, text in files.items():
        file = tmp_path / "saltmarsh" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    script = tmp_path / "tutorial.py"
    script.write_text("\n".join(said), encoding="utf-8")
    words = [sys.executable, script.name]
    ran = subprocess.run(
        words, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.stderr == ""
    assert ran.stdout == "".join(shown)
