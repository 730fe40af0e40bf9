"""``katch explain RULE``: the page of a rule, in the terminal."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markdown import Markdown

from katch_protocols.cli.opening import speak_here
from katch_protocols.cli.options import LanguageOption
from katch_protocols.cli.refusals import unknown
from katch_protocols.findings import Said
from katch_protocols.words.languages import ENGLISH
from katch_protocols.words.say import say

__all__ = ["explain", "page", "pages"]


def _folder() -> Path:
    package = Path(__file__).parents[1]
    shipped = package / "rules" / "pages"
    if shipped.is_dir():
        return shipped
    return package.parent / "docs" / "reference" / "rules"


def pages() -> Mapping[str, Path]:
    """Return the file of each rule's page, by the rule's name, in their order."""
    return {each.stem: each for each in sorted(_folder().glob("*/*.md"))}


def page(rule: str) -> str:
    """Return the Markdown of a rule's page; ``KeyError`` if there is none."""
    return pages()[rule].read_text(encoding="utf-8")


def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE")],
    language: LanguageOption = None,
) -> None:
    """Print the page of ``rule``: what it sees, why, and how to mend it.

    The page is English. In another language the sentences of its findings stand before
    it, their gaps left open. The terminal shows it laid out; a pipe gets the Markdown
    as it is.
    """
    said = speak_here(language)
    name = rule.strip().lower()
    if name not in pages():
        raise unknown("unknown-rule", rule, pages())
    text = page(name)
    general = Said.of_any(name, said)
    if general != Said.of_any(name, ENGLISH):
        text = "\n\n".join((*_told(name, general, said), text))
    if sys.stdout.isatty():
        Console().print(Markdown(text))
    else:
        print(text, end="")


def _told(rule: str, general: Said, language: str) -> Iterator[str]:
    """Yield what findings of a rule say in a language, in paragraphs of Markdown."""
    yield f"# {rule}"
    for part in ("saw", "why", "fix"):
        head = say(f"commands.explain-{part}", language)
        yield f"**{head}.** {getattr(general, part)}"
    yield say("commands.explain-page", language)
