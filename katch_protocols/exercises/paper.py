"""A tabletop exercise on paper: a key for the facilitator, then a sheet a moment."""

from dataclasses import asdict

from katch_protocols.drawings.printing import typeset
from katch_protocols.drawings.theme import COLOUR, Theme
from katch_protocols.exercises.nouns import Tabletop
from katch_protocols.model.handbook import Handbook
from katch_protocols.papers.content.speaker import PaperTexts
from katch_protocols.papers.print import TEMPLATES, theme_in, words_in

__all__ = ["tabletop_pdf"]


def tabletop_pdf(found: Tabletop, handbook: Handbook, theme: Theme = COLOUR) -> bytes:
    """Return an exercise as a PDF; the same exercise gives the same bytes.

    Raises:
        MissingExtraError: The extra ``papers`` is not installed.
    """
    tongue = PaperTexts(handbook, found.language)
    every = len(found.sheets)
    data = {
        "language": found.language,
        "words": words_in(tongue),
        "theme": theme_in(theme),
        "title": f"{tongue.say('tabletop')}: {found.title}",
        "exercise": asdict(found),
        "numbers": [
            tongue.say("tabletop-sheet", number=each.number, every=every)
            for each in found.sheets
        ],
        "points": [
            tongue.say("tabletop-out-of", number=2 * len(each.marks))
            for each in found.sheets
        ],
        "all": tongue.say(
            "tabletop-out-of", number=sum(2 * len(each.marks) for each in found.sheets)
        ),
        "colours": [theme.shown(each.role.colour) for each in found.sheets],
    }
    return typeset(TEMPLATES / "tabletop.typ", data)
