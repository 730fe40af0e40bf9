"""``katch words``: translations of the library that a native reader must confirm."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

import typer
from msgspec import to_builtins
from rich.text import Text

from katch_protocols.cli.commands import AnswerForm
from katch_protocols.cli.options import FormatOption, LanguageOption, one_of, speak
from katch_protocols.cli.output import as_json, screen
from katch_protocols.words.catalogues import Unconfirmed, unconfirmed
from katch_protocols.words.languages import ENGLISH, SPOKEN, own_name
from katch_protocols.words.say import say

__all__ = ["words"]

_Found = Mapping[str, Sequence[Unconfirmed]]


def words(
    translated: Annotated[
        str | None, typer.Argument(metavar="TRANSLATION", show_default=False)
    ] = None,
    language: LanguageOption = None,
    form: FormatOption = AnswerForm.TEXT,
) -> None:
    """Print what is to be confirmed in one language, or in all: domain, key, text."""
    known = [each for each in SPOKEN if each != ENGLISH]
    spoken = speak(language)
    chosen = known if translated is None else [one_of(translated, known)]
    found = {each: tuple(unconfirmed(each)) for each in chosen}
    if form is AnswerForm.JSON:
        print(as_json(_answer(found)))
        return
    for line in _lines(found, spoken):
        screen().print(line)


def _answer(found: _Found) -> Mapping[str, object]:
    return {
        "unconfirmed": [
            {"language": language, **to_builtins(each)}
            for language, entries in found.items()
            for each in entries
        ],
        "counts": {
            language: Counter(each.domain for each in entries)
            for language, entries in found.items()
        },
    }


def _lines(found: _Found, spoken: str) -> Iterator[Text]:
    for language, entries in found.items():
        gaps = {"language": own_name(language), "number": len(entries)}
        yield Text(say("commands.unconfirmed", spoken, **gaps), style="bold")
        for domain, number in Counter(each.domain for each in entries).items():
            yield Text()
            yield Text(f"  {domain}: {number}", style="bold")
            for each in (one for one in entries if one.domain == domain):
                yield Text.assemble("    ", (each.key, "bold"), f"  {_line(each.text)}")
                yield Text(f"      {_line(each.english)}", style="dim")
                if each.doubt:
                    yield Text(f"      {each.doubt}", style="italic")


def _line(text: str) -> str:
    return " ".join(text.split())
