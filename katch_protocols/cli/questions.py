"""``katch questions``: what must still be asked of lawyers and ministries."""

from pathlib import Path

from katch_protocols.cli.opening import open_handbook, require_sound
from katch_protocols.cli.options import (
    HandbookOption,
    LanguageOption,
    OutputOption,
    speak,
)
from katch_protocols.cli.output import give
from katch_protocols.papers.questions import questions as write

__all__ = ["questions"]


def questions(
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    output: OutputOption = None,
) -> None:
    """Print the list as Markdown, or write it into a file."""
    known = open_handbook(handbook)
    require_sound(known, handbook, deep=False)
    spoken = speak(language, known.languages)
    give(write(known, spoken), output, spoken)
