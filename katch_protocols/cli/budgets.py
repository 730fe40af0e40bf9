"""``--budget``: what a command may spend, and the guard that ends it from outside."""

import atexit
import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from typer.core import TyperCommand
from typer.main import get_command

from katch_protocols.budget import Budget, Meter, begin, current

__all__ = ["BUDGET", "CLOCK", "VARIABLE", "open_budget", "stand_guard", "with_budget"]


_EVERY = 0.1
"""Seconds of the processor between two looks."""

_STATM = Path("/proc/self/statm")


def stand_guard() -> None:
    """Look at the budget of the main thread from outside, as long as it runs."""
    if not hasattr(signal, "setitimer"):
        return
    # Not the main thread, or not allowed: then every part looks for itself alone.
    with contextlib.suppress(ValueError, OSError):
        signal.signal(signal.SIGPROF, _look)
        signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)
        atexit.register(signal.setitimer, signal.ITIMER_PROF, 0)


def _look(_number: int, _frame: FrameType | None) -> None:
    current().guard(_resident())


def _resident() -> int:
    """Return how many bytes this process fills; 0 where the system does not tell."""
    try:
        pages = int(_STATM.read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


BUDGET = "BUDGET"
"""What the page of help calls the value of the option."""

VARIABLE = "KATCH_BUDGET"
"""Where the budget stands for commands that are not given one."""


CLOCK: Callable[[], float] = time.thread_time
"""What counts the seconds of every command: those of the processor, of its thread."""


def with_budget(command: TyperCommand) -> TyperCommand:
    """Give a command its option ``--budget``, read before the command begins."""
    app = typer.Typer(add_completion=False)
    app.command(add_help_option=False)(_option)
    command.params += get_command(app).params
    return command


def open_budget(budget: Budget) -> Meter:
    """Begin to spend a budget in this thread, by the clock of all commands."""
    return begin(Meter(budget, CLOCK))


def _open(text: str | None) -> None:
    try:
        open_budget(Budget() if text is None else Budget.read(text))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _option(
    budget: Annotated[
        str | None,
        typer.Option(
            "--budget",
            metavar=BUDGET,
            envvar=VARIABLE,
            expose_value=False,
            is_eager=True,
            callback=_open,
        ),
    ] = None,
) -> None:
    """Hold the option, as every command has it."""
