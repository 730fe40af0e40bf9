"""What a solver prints unasked is kept off the standard output, and nothing else."""

import os

import pytest

from katch_protocols.evidence.indicators.stray_lines import without_stray_lines


def test_only_the_solvers_own_lines_are_kept_back(
    capfd: pytest.CaptureFixture[str],
) -> None:
    os.write(1, b"before\n")
    with without_stray_lines():
        os.write(1, b"of the host\nHighsMipSolverData::f tmpSolver.run();\nlast\n")
    os.write(1, b"after\n")
    assert capfd.readouterr().out.split("\n") == [
        "before",
        "of the host",
        "last",
        "after",
        "",
    ]
