"""``--budget``: what a command may spend, said once for all commands that have it."""

import time
from collections.abc import Callable
from typing import Annotated

import typer
from typer.core import TyperCommand
from typer.main import get_command

from katch_protocols.budget import Budget, Meter, begin

__all__ = ["CLOCK", "VARIABLE", "open_budget", "with_budget"]

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
            metavar="BUDGET",
            envvar=VARIABLE,
            expose_value=False,
            is_eager=True,
            callback=_open,
        ),
    ] = None,
) -> None:
    """Hold the option, as every command has it."""
