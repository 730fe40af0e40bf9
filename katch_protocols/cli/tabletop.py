"""``katch tabletop PROTOCOL``: sheets with which a case is played at a table."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from katch_protocols.cli.commands import AnswerForm
from katch_protocols.cli.opening import open_sound_protocol
from katch_protocols.cli.options import (
    FolderOption,
    FormatOption,
    HandbookOption,
    LanguageOption,
    ProtocolArgument,
    ThemeOption,
    speak,
    speak_titles,
)
from katch_protocols.cli.output import as_json
from katch_protocols.cli.papers import write_papers
from katch_protocols.cli.refusals import CommandRefusal, require_known
from katch_protocols.drawings.theme import THEMES, ThemeName
from katch_protocols.errors import ActivityRefusedError
from katch_protocols.exercises.exercise import exercise_of
from katch_protocols.exercises.paper import tabletop_papers
from katch_protocols.exercises.tabletop import tabletop as make_tabletop
from katch_protocols.model.handbook import Handbook
from katch_protocols.words.lists import as_typed
from katch_protocols.words.say import say

__all__ = ["tabletop"]


def tabletop(  # noqa: PLR0913 - one parameter an option
    protocol: ProtocolArgument,
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    form: FormatOption = AnswerForm.TEXT,
    *,
    region: Annotated[str | None, typer.Option("--region", metavar="REGION")] = None,
    theme: ThemeOption = ThemeName.COLOUR,
    output: FolderOption = Path("papers"),
) -> None:
    """Make the sheets of an exercise; files of the same name are replaced."""
    found = open_sound_protocol(protocol, handbook, deep=False)
    home = Handbook.of(found)
    require_known("unknown-region", region, home.regions)
    titles = speak_titles(language, home.languages)
    spoken = home.languages if language is None else (titles,)
    said = speak(language, home.languages)
    played = exercise_of(found, home, region)
    try:
        unread = played.unread
    except ActivityRefusedError as error:
        raise CommandRefusal("unplayable", why=error) from None
    if form is AnswerForm.JSON:
        print(as_json(make_tabletop(played, titles).to_json()))
        return
    made = tabletop_papers(played, spoken, THEMES[theme])
    for path in write_papers(output, made):
        print(say("commands.written", said, file=path.as_posix()))
    if unread:
        note = say("commands.unread-injects", said, injects=as_typed(unread))
        print(note, file=sys.stderr)
