"""letters-not-drawn: a language of the handbook whose letters the fonts lack."""

from collections.abc import Iterator

from katch_protocols.findings import Path, Severity, Wording
from katch_protocols.model.labels import Label
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot
from katch_protocols.words.letters import first_lost, script_of

__all__ = ["RULE"]

_LANGUAGES = ("handbook", "languages")


def _spots(context: Context) -> Iterator[Spot]:
    for position, language in enumerate(context.handbook.languages):
        lost = _lost(context, language)
        if lost is None:
            continue
        facts = {"language": language, "letter": lost, "script": script_of(lost)}
        yield Spot(_path(context, position), facts)


def _lost(context: Context, language: str) -> str | None:
    for _, label in context.every(Label):
        letter = first_lost(label.texts.get(language, ""))
        if letter is not None:
            return letter
    return None


def _path(context: Context, position: int) -> Path:
    """Return where a language stands; one alone needs no list."""
    alone = len(context.handbook.languages) == 1
    return _LANGUAGES if alone else (*_LANGUAGES, position)


RULE = Rule(
    name="letters-not-drawn",
    family=Family.LABELS,
    severity=Severity.WARNING,
    wording=Wording(
        saw="The bundled fonts lack letters of '{language}', such as '{letter}' "
        "({script}).",
        why="Papers and pictures show empty boxes in their place.",
        fix="Show this language on the page in a browser, which has fonts of its own; "
        "print the others.",
    ),
    spots=_spots,
)
