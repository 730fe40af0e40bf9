"""untranslated-text: a text that is the same in English and in another language."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.labels import Label
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]

_ENGLISH = "en"


def _spots(context: Context) -> Iterator[Spot]:
    for path, label in context.every(Label):
        english = label.texts.get(_ENGLISH, "")
        # Abbreviations are written alike everywhere.
        if not any(letter.islower() for letter in english):
            continue
        for language, text in label.texts.items():
            if language != _ENGLISH and text == english:
                yield Spot((*path, language), {"language": language})


RULE = Rule(
    name="untranslated-text",
    family=Family.LABELS,
    severity=Severity.NOTE,
    wording=Wording(
        saw="The text in '{language}' is a copy of the English.",
        why="A copy looks like a translation that somebody has checked.",
        fix="Translate it, or leave it out so that the gap shows.",
    ),
    spots=_spots,
)
