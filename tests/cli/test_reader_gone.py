"""``katch … | head``: whoever reads has gone, and what was to be written is there."""

import subprocess
import sys

import pytest

from tests.cli.test_simulate import shore  # noqa: F401 - a fixture
from tests.evidence.test_command import desk  # noqa: F401 - a fixture


def run_unread(*words):
    """Run ``katch`` with nobody at the other end of what it prints."""
    command = [sys.executable, "-m", "katch_protocols", *words]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as ran:
        ran.stdout.close()
        told = ran.stderr.read()
    assert b"Traceback" not in told
    return ran.returncode


@pytest.mark.usefixtures("district", "shore")
def test_a_simulated_log_is_written_all_the_same(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run_unread("simulate", "shore.yaml", "--runs", "2", "--log", "steps.csv")
    assert (tmp_path / "steps.csv").read_text(encoding="utf-8").startswith("case,")


def test_verdicts_are_written_all_the_same(desk):  # noqa: F811 - see above
    run_unread("audit", "log.yaml", "--verdicts", "rows.csv")
    assert (desk / "rows.csv").read_text(encoding="utf-8").startswith("case,")
