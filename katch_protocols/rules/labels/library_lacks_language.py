"""library-lacks-language: a language of the handbook that the library lacks."""

from collections.abc import Iterator

from katch_protocols.findings import Path, Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot
from katch_protocols.words.say import is_translated

__all__ = ["RULE"]

_LANGUAGES = ("handbook", "languages")


def _spots(context: Context) -> Iterator[Spot]:
    handbook = context.handbook
    for position, language in enumerate(handbook.languages):
        if is_translated(language):
            continue
        facts = {"language": language, "instead": handbook.library_language}
        alone = len(handbook.languages) == 1
        path: Path = _LANGUAGES if alone else (*_LANGUAGES, position)
        yield Spot(path, facts)


RULE = Rule(
    name="library-lacks-language",
    family=Family.LABELS,
    severity=Severity.NOTE,
    wording=Wording(
        saw="The library does not speak '{language}'; it says its own words in "
        "'{instead}'.",
        why="Drawings and papers then mix two languages.",
        fix="Choose another with `library_language`, or translate the library: "
        "`katch new language {language}`.",
    ),
    spots=_spots,
)
