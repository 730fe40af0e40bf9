"""Long work is shown on a terminal, beside the answer, and nowhere else."""

import io

import pytest
from rich.console import Console

from katch_protocols.budget import Budget, Meter, spending
from katch_protocols.cli import output


def shown(monkeypatch: pytest.MonkeyPatch, *, terminal: bool) -> str:
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=terminal, width=80)
    monkeypatch.setattr(output, "screen", lambda **_: console)
    meter = Meter(Budget(None, None), lambda: 0.0)
    with spending(meter), output.working("en"), meter.blaming(("protocols", "tip")):
        console.print(output._Working(meter, "Proving"))
    return stream.getvalue()


def test_a_terminal_sees_which_protocol_is_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "Proving tip" in shown(monkeypatch, terminal=True)


@pytest.mark.usefixtures("district")
def test_a_pipe_sees_nothing(katch) -> None:
    ran = katch("check")
    assert ran.err == ""
