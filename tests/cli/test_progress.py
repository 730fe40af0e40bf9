"""Long work is shown on a terminal, beside the answer, and nowhere else."""

import io

import pytest
from rich.console import Console

from katch_protocols.budget import Budget, Meter, counting, progressed, spending
from katch_protocols.cli import output
from katch_protocols.evidence.simulations.simulate import simulate
from tests.evidence.simulations.queues import handbook, scenario
from tests.evidence.simulations.test_simulating import text


def shown(monkeypatch: pytest.MonkeyPatch, *, terminal: bool) -> str:
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=terminal, width=80)
    monkeypatch.setattr(output, "screen", lambda **_: console)
    meter = Meter(Budget(None, None), lambda: 0.0)
    with spending(meter), output.working("en"), meter.blaming(("protocols", "tip")):
        console.print(output._Working(meter, "en", "proving"))
    return stream.getvalue()


def test_a_terminal_sees_which_protocol_is_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "Proving tip" in shown(monkeypatch, terminal=True)


def counts(language: str, items: int) -> str:
    meter = Meter(Budget(None, None), lambda: 0.0)
    with spending(meter):
        told = output._Working(meter, language, "simulating")
        found = [str(told.__rich__())]
        progressed("configurations", items)
        found.append(str(told.__rich__()))
        for _ in counting("numbers", "ab"):
            progressed("runs", items)
            found.append(str(told.__rich__()))
        progressed("runs", items)
        found.append(str(told.__rich__()))
    return "\n".join(found)


def test_what_long_work_counts_is_told_and_inside_of_it_nothing_else() -> None:
    assert counts("en", 12_345) == (
        "Simulating\n"
        "Working out where cases can come to: 12,345 so far\n"
        "Trying what each number changes: 0 so far\n"
        "Trying what each number changes: 1 so far\n"
        "Making runs: 12,345 so far"
    )
    assert counts("ru", 20).splitlines()[-1] == "Делаю прогоны: пока 20"


def test_a_simulation_counts_where_cases_can_come_to_and_then_its_runs() -> None:
    meter, seen = Meter(Budget(None, None), lambda: 0.0), []
    meter.look = lambda _growing=0: seen.append(meter.counted)
    with spending(meter):
        found = simulate(scenario(text("2 cases a week")), handbook())
    assert ("configurations", 1) in seen
    assert (found.runs, len(found.variants)) == (12, 2)
    assert seen[-1] == ("runs", 23)


@pytest.mark.usefixtures("district")
def test_a_pipe_sees_nothing(katch) -> None:
    ran = katch("check")
    assert ran.err == ""
