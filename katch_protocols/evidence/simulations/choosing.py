"""Which engine makes runs: the definition, or the same compiled, where it is worth it.

Both tell the same, bit by bit.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module

from katch_protocols.evidence.simulations.engine.loop import run
from katch_protocols.evidence.simulations.engine.store import ToldRun
from katch_protocols.evidence.simulations.plan import Plan

__all__ = ["MANY", "RunMaker", "maker_for", "prepare"]

MANY = 250_000
"""With so many tasks runs are compiled; the definition takes some ten seconds for them.

That is about as long as the compiler takes the first time; what it makes is kept.
"""

_COMPILED = "katch_protocols.evidence.simulations.compiled"

_NOT_TO_BE_HAD = (ImportError, RuntimeError, OSError)
"""Not installed, or numba finds no folder in which to keep what it compiles."""

RunMaker = Callable[[int, int, int], ToldRun]
"""Makes a run: of a seed, its number, and whether steps are told (0 or 1)."""


def prepare(tasks: int, compiling: Callable[[], None]) -> None:
    """Compile what makes so many tasks, if nothing kept is there.

    ``compiling`` is called before, for whoever waits. Other processes on this machine
    find it kept.
    """
    if tasks < MANY:
        return
    with suppress(*_NOT_TO_BE_HAD):
        notice = import_module(f"{_COMPILED}.notice")
        with notice.noticed(compiling):
            import_module(f"{_COMPILED}.runs")


def maker_for(plan: Plan, tasks: int) -> RunMaker:
    """Return what makes runs of a plan in which about so many tasks are begun."""
    return (_compiled(plan) if tasks >= MANY else None) or partial(run, plan)


def _compiled(plan: Plan) -> RunMaker | None:
    """Return compiled runs; ``None`` where they cannot be had."""
    try:
        runs = import_module(f"{_COMPILED}.runs")
        made: RunMaker | None = (
            runs.CompiledRuns(plan).once if runs.fits(plan) else None
        )
    except (*_NOT_TO_BE_HAD, OverflowError):  # a number too large for an array
        return None
    return made
