"""What is least is found, however the solver goes about it."""

from types import SimpleNamespace
from typing import Any

import pytest
import scipy.optimize

from katch_protocols.evidence.indicators.integer_program import Program


def test_a_program_that_is_lost_on_being_made_simpler_is_asked_as_it_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As HiGHS once was of releases that follow one another."""
    real = scipy.optimize.milp

    def milp(*args: Any, options: dict[str, bool], **more: Any) -> Any:
        if options["presolve"]:
            return SimpleNamespace(x=None)
        return real(*args, options=options, **more)

    monkeypatch.setattr(scipy.optimize, "milp", milp)
    program = Program()
    number = program.number(0, 9)
    program.bound({number: 2.0}, low=5)
    assert program.least({number: 1.0}) == [3]
    assert program.greatest({number: 1.0}) == [9]
    program.bound({number: 2.0}, high=4)
    assert program.least({number: 1.0}) is None
