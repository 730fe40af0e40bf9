"""``katch glossary``: the words of a handbook in each of its languages."""

from pathlib import Path

from katch_protocols.cli.opening import open_handbook, require_sound
from katch_protocols.cli.options import (
    HandbookOption,
    LanguageOption,
    OutputOption,
    speak,
)
from katch_protocols.cli.output import give
from katch_protocols.papers.glossary import glossary as write

__all__ = ["glossary"]


def glossary(
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    output: OutputOption = None,
) -> None:
    """Print the glossary as Markdown, or write it into a file."""
    known = open_handbook(handbook)
    require_sound(known, handbook, deep=False)
    spoken = speak(language, known.languages)
    give(write(known, spoken), output, spoken)
