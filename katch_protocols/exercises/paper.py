"""A tabletop exercise on paper: a key for the facilitator, then a sheet a moment."""

from collections.abc import Iterable, Iterator

from msgspec import to_builtins

from katch_protocols.drawings.pictograms import pictograms
from katch_protocols.drawings.printing import typeset
from katch_protocols.drawings.theme import COLOUR, Theme
from katch_protocols.exercises.exercise import Exercise
from katch_protocols.exercises.nouns import Tabletop
from katch_protocols.exercises.tabletop import tabletop
from katch_protocols.model.handbook import Handbook
from katch_protocols.papers.content.speaker import PaperTexts
from katch_protocols.papers.print import TEMPLATES, theme_in, words_in

__all__ = ["tabletop_papers", "tabletop_pdf"]


def tabletop_papers(
    exercise: Exercise, languages: Iterable[str], theme: Theme = COLOUR
) -> Iterator[tuple[str, bytes]]:
    """Yield an exercise in some languages, behind its file: ``ID/tabletop.kk.pdf``.

    Raises:
        ActivityRefusedError: The live case refuses a step of the path.
        MissingExtraError: The extra ``papers`` is not installed.
    """
    for language in languages:
        made = tabletop_pdf(tabletop(exercise, language), exercise.handbook, theme)
        yield f"{exercise.protocol.id}/tabletop.{language}.pdf", made


def tabletop_pdf(found: Tabletop, handbook: Handbook, theme: Theme = COLOUR) -> bytes:
    """Return an exercise as a PDF; the same exercise gives the same bytes.

    Raises:
        MissingExtraError: The extra ``papers`` is not installed.
    """
    wording = PaperTexts(handbook, found.language)
    every, turn = len(found.sheets), wording.say("tabletop-turn")
    data = {
        "language": found.language,
        "words": words_in(wording),
        "theme": theme_in(theme),
        "title": f"{wording.say('tabletop')}: {found.title}",
        "exercise": to_builtins(found),
        "numbers": [
            wording.say("tabletop-sheet", number=each.number, every=every)
            for each in found.sheets
        ],
        "points": [
            wording.say("tabletop-out-of", number=2 * len(each.marks))
            for each in found.sheets
        ],
        "turns": [turn if turn in each.told else "" for each in found.sheets],
        "all": wording.say(
            "tabletop-out-of", number=sum(2 * len(each.marks) for each in found.sheets)
        ),
        "pictures": {name.value: each.path for name, each in pictograms().items()},
        "colours": [theme.shown(each.role.colour) for each in found.sheets],
    }
    return typeset(TEMPLATES / "tabletop.typ", data)
