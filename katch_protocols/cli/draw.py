"""``katch draw PROTOCOL``: one view of one protocol, as a file."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from katch_protocols.cli.opening import open_protocol
from katch_protocols.cli.options import (
    DayOption,
    HandbookOption,
    LanguageOption,
    ProtocolArgument,
    ThemeOption,
    require_picture,
    speak,
    speak_titles,
)
from katch_protocols.cli.output import STANDARD_OUTPUT, give_file
from katch_protocols.cli.refusals import CommandRefusal, unknown
from katch_protocols.drawings.known_views import view_named, view_names
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.theme import ThemeName
from katch_protocols.drawings.view import View
from katch_protocols.errors import UnknownNameError
from katch_protocols.model.handbook import Handbook
from katch_protocols.verbs.draw import draw as draw_protocol
from katch_protocols.words.say import say

__all__ = ["ViewName", "draw"]

ViewName = StrEnum("ViewName", [(name, name) for name in view_names()])  # type: ignore[misc]
"""The choices of ``--view``: the views that there are."""

_LANES = ViewName("lanes")


def draw(  # noqa: PLR0913 - one parameter an option
    protocol: ProtocolArgument,
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    *,
    view: Annotated[ViewName, typer.Option("--view", metavar="VIEW")] = _LANES,
    phase: Annotated[str | None, typer.Option("--phase", metavar="PHASE")] = None,
    agency: Annotated[str | None, typer.Option("--agency", metavar="AGENCY")] = None,
    on: DayOption = None,
    theme: ThemeOption = ThemeName.COLOUR,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="PATH")
    ] = None,
) -> None:
    """Draw a protocol; what makes it hard to read on paper is said beside."""
    found = open_protocol(protocol, handbook)
    home = Handbook.of(found)
    drawn_in = speak_titles(language, home.languages)
    shown = view_named(view)
    _require(home, shown, phase, agency)
    file = f"{protocol}.{shown.file(drawn_in, agency or phase)}"
    path = output or Path(file)
    if path != STANDARD_OUTPUT:
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
        raise unknown("unknown-phase", error.name, found.phases) from error
    spoken = speak(language, home.languages)
    if path == STANDARD_OUTPUT:
        give_file(drawing.svg.encode(), path, spoken)
    else:
        drawing.save(path)
        print(say("commands.written", spoken, file=path.as_posix()))
    if drawing.sheets:
        count = len(drawing.sheets)
        print(say("commands.on-sheets", spoken, number=count), file=sys.stderr)
    for warning in drawing.warnings:
        print(warning, file=sys.stderr)


def _require(
    home: Handbook, view: View[Material], phase: str | None, agency: str | None
) -> None:
    """Refuse an option that the view does not know, and a view that lacks its own."""
    for kind, part in (("phase", phase), ("agency", agency)):
        if part is not None and view.takes != kind:
            raise CommandRefusal("misused-option", name=f"--{kind}", command="draw")
        if part is None and view.takes == kind and view.needs_part:
            needed = f"--{kind} {kind.upper()}"
            raise CommandRefusal("missing-argument", name=needed, command="draw")
    if agency is not None and agency not in home.agencies:
        raise unknown("unknown-agency", agency, home.agencies)
