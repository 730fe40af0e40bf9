"""No handbook, however it is made, stops the check or takes the machine with it.

The limits are bounds of safety, far above what is needed; they measure no speed. What
each handbook takes is in ``benchmarks/hostile.py``.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.catalogue.monsters import MONSTERS

ROOT = Path(__file__).parents[2]
MEGABYTES = 500
SECONDS = 300


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Let one process meet them all, under limits of the operating system."""
    command = [
        sys.executable,
        "-m",
        "tests.catalogue.monsters",
        str(tmp_path_factory.mktemp("monsters")),
        str(MEGABYTES),
        str(SECONDS),
    ]
    # Threads reserve memory that they never touch.
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    run = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""
    return {name: each["seen"] for name, each in json.loads(run.stdout).items()}


@pytest.mark.parametrize("name", MONSTERS)
def test_a_handbook_made_to_hurt_gives_an_ordinary_finding(
    name: str, seen: dict[str, list[str]]
) -> None:
    assert MONSTERS[name][1] in seen[name]


def test_a_handbook_made_to_hurt_shows_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "handbook.yaml").write_bytes(b"handbook: &a [*a, \x00")
    (tmp_path / "roles.yaml").write_bytes(b"\xff\xfe\x00")
    run = subprocess.run(
        [sys.executable, "-m", "katch_protocols", "check", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "Traceback" not in run.stdout + run.stderr
    assert "roles.yaml:1:1" in run.stdout
