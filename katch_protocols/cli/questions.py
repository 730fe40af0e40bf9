"""``katch questions``: what must still be asked of lawyers and ministries."""

from pathlib import Path

from katch_protocols.cli.languages import choose
from katch_protocols.cli.opening import open_handbook, require_sound
from katch_protocols.cli.options import HandbookOption, LanguageOption, OutputOption
from katch_protocols.papers.questions import questions as write
from katch_protocols.words.say import say

__all__ = ["questions"]


def questions(
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    output: OutputOption = None,
) -> None:
    """Print the list as Markdown, or write it into a file."""
    known = open_handbook(handbook)
    require_sound(known, handbook)
    spoken = choose(language, known.language)
    text = write(known, spoken)
    if output is None:
        print(text, end="")
        return
    output.write_text(text, encoding="utf-8")
    print(say("commands.written", spoken, file=output.as_posix()))
