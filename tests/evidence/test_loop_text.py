"""What numba keeps of the compiled loops is of the text of all of them."""

import shutil
from pathlib import Path

import pytest

from katch_protocols.evidence.automaton import loop_text


def test_a_change_in_any_file_of_the_loops_is_another_text(tmp_path, monkeypatch):
    here = Path(loop_text.__file__).parent
    for file in here.glob("*.py"):
        shutil.copy(file, tmp_path)
    known = loop_text.loop_text()
    monkeypatch.setattr(loop_text, "__file__", str(tmp_path / "loop_text.py"))
    assert loop_text.loop_text() == known
    files = [*sorted(tmp_path.glob("loops*.py")), tmp_path / "case_arrays.py"]
    assert len(files) == 9
    seen = {known}
    for file in files:
        file.write_text(file.read_text("utf-8") + "\n# Changed.\n", "utf-8")
        seen.add(loop_text.loop_text())
    assert len(seen) == 10


def test_the_text_is_in_what_numba_keeps():
    pytest.importorskip("numba", reason="an extra")
    from katch_protocols.evidence.automaton import (  # noqa: PLC0415 - an extra
        loops,
        loops_of_beginnings,
        loops_of_explanations,
        loops_of_sets,
    )

    runs = loops._run, loops_of_beginnings._run, loops_of_explanations.explain
    for run in (*runs, loops_of_sets._run_moves, loops_of_sets._run_members):
        cells = [c.cell_contents for c in run.py_func.__closure__]
        assert cells == [loop_text.loop_text()]
