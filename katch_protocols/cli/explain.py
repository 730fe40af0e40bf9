"""``katch explain RULE``: the page of a rule, in the terminal."""

import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.markdown import Markdown

from katch_protocols.cli.options import LanguageOption, speak
from katch_protocols.cli.pages import page, pages
from katch_protocols.cli.refusals import unknown

__all__ = ["explain"]


def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE")],
    language: LanguageOption = None,
) -> None:
    """Print the page of ``rule``: what it sees, why, and how to mend it.

    The terminal shows it laid out; a pipe gets the Markdown as it is.
    """
    speak(language)  # the page is English; the refusals speak it
    name = rule.strip().lower()
    if name not in pages():
        raise unknown("unknown-rule", rule, pages())
    text = page(name)
    if sys.stdout.isatty():
        Console().print(Markdown(text))
    else:
        print(text, end="")
