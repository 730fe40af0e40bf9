"""``katch draw PROTOCOL``: one view of one protocol, as a file."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from katch_protocols.cli.opening import open_protocol
from katch_protocols.cli.options import (
    DayOption,
    HandbookOption,
    LanguageOption,
    OutputOption,
    ProtocolArgument,
    ThemeOption,
    speak,
    speak_titles,
)
from katch_protocols.cli.pictures import require_picture
from katch_protocols.cli.refusals import Refusal, unknown
from katch_protocols.drawings.draw import View
from katch_protocols.drawings.theme import ThemeName
from katch_protocols.errors import UnknownNameError
from katch_protocols.model.handbook import Handbook
from katch_protocols.verbs.draw import draw as draw_protocol
from katch_protocols.words.say import say

__all__ = ["draw"]


def draw(  # noqa: PLR0913 - one parameter an option
    protocol: ProtocolArgument,
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    *,
    view: Annotated[View, typer.Option("--view", metavar="VIEW")] = View.LANES,
    phase: Annotated[str | None, typer.Option("--phase", metavar="PHASE")] = None,
    agency: Annotated[str | None, typer.Option("--agency", metavar="AGENCY")] = None,
    on: DayOption = None,
    theme: ThemeOption = ThemeName.COLOUR,
    output: OutputOption = None,
) -> None:
    """Draw a protocol; what makes it hard to read on paper is said beside."""
    found = open_protocol(protocol, handbook)
    home = Handbook.of(found)
    drawn_in = speak_titles(language, home.languages)
    _require(home, view, phase, agency)
    path = output or Path(_name(protocol, view, agency or phase, drawn_in))
    require_picture(path)
    try:
        drawing = draw_protocol(
            found,
            view=view,
            language=drawn_in,
            phase=phase,
            agency=agency,
            as_of=None if on is None else on.date(),
            theme=theme,
        )
    except UnknownNameError as error:
        raise unknown("unknown-phase", error.name, error.near) from error
    drawing.save(path)
    print(
        say("commands.written", speak(language, home.languages), file=path.as_posix())
    )
    for warning in drawing.warnings:
        print(warning, file=sys.stderr)


def _require(home: Handbook, view: View, phase: str | None, agency: str | None) -> None:
    """Refuse an option that the view does not know, and a view that lacks its own."""
    if phase is not None and not view.tells_a_story:
        raise Refusal("misused-option", name="--phase", command="draw")
    if view is not View.AGENCY:
        if agency is not None:
            raise Refusal("misused-option", name="--agency", command="draw")
        return
    if agency is None:
        raise Refusal("missing-argument", name="--agency AGENCY", command="draw")
    if agency not in home.agencies:
        raise unknown("unknown-agency", agency, home.agencies)


def _name(protocol: str, view: View, part: str | None, language: str) -> str:
    parts = [protocol, view.value, *([part] if part else []), language, "svg"]
    return ".".join(parts)
