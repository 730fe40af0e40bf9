"""How the process of a command ends: at once, and with nothing lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from katch_protocols.cli.commands import INTERRUPTED

_IDLE = "OPENBLAS_THREAD_TIMEOUT"
"""Of how many cycles the threads of NumPy turn as they wait, a power of two."""

_RUN = """
import sys, threading, time
from pathlib import Path
from katch_protocols.__main__ import command

class Large:
    def __del__(self):
        print("taken apart")

def later():
    time.sleep(0.3)
    Path({file!r}).write_text("whole")

sys.large = Large()
threading.Thread(target=later).start()
sys.argv = ["katch", *{words!r}]
command()
"""


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [(["--version"], 0, "katch "), (["no-such"], 2, "no-such")],
)
def test_what_still_runs_ends_first_and_nothing_is_taken_apart(
    tmp_path: Path, words: list[str], code: int, told: str
) -> None:
    file = tmp_path / "written"
    script = _RUN.format(file=str(file), words=words)
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert ran.returncode == code
    assert told in ran.stdout + ran.stderr
    assert "taken apart" not in ran.stdout
    assert file.read_text() == "whole"


def test_a_command_that_fails_by_a_fault_ends_as_python_ends_it() -> None:
    script = (
        "import katch_protocols.__main__ as entry\n"
        "def run(): raise KeyError('seen')\n"
        "entry.run = run\n"
        "entry.command()\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert "KeyError: 'seen'" in ran.stderr


@pytest.mark.parametrize(("given", "expected"), [({}, "4"), ({_IDLE: "20"}, "20")])
def test_idle_threads_of_numpy_sleep_at_once_unless_told_otherwise(
    given: dict[str, str], expected: str
) -> None:
    script = (
        "import os, katch_protocols.__main__ as entry\n"
        f"entry.run = lambda: print(os.environ[{_IDLE!r}]) or 0\n"
        "entry.command()\n"
    )
    before = {name: text for name, text in os.environ.items() if name != _IDLE}
    ran = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env=before | given,
    )
    assert ran.stdout.split() == [expected]


@pytest.mark.parametrize("module", ["katch_protocols.cli.main", "numpy", "typer"])
def test_who_stops_a_command_while_it_is_loaded_is_shown_no_trace(
    district: Path, module: str
) -> None:
    script = (
        "import os, signal, sys, katch_protocols.__main__ as entry\n"
        # Who runs the tests in the background may have told them not to heed it.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "class Stopping:\n"
        "    def find_spec(self, name, *_):\n"
        f"        if name == {module!r}: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Stopping())\n"
        f"words = ['prove', 'found_alone', '--handbook', {str(district)!r}]\n"
        "sys.argv = ['katch', *words]\n"
        "entry.command()\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (INTERRUPTED, "", "")
