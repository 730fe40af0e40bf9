"""``katch diff OLD NEW``: who gains or loses what; which cases become possible."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from katch_protocols.changes.compare import Comparison, compare_versions, to_json
from katch_protocols.changes.comparison_report import ComparisonReport
from katch_protocols.cli.commands import Form
from katch_protocols.cli.opening import open_handbook, require_sound
from katch_protocols.cli.options import (
    FormatOption,
    LanguageOption,
    OutputOption,
    ThemeOption,
    speak,
)
from katch_protocols.cli.pictures import require_picture
from katch_protocols.cli.refusals import FINDINGS, Refusal, require_known, unknown
from katch_protocols.cli.reports.changes import change_lines
from katch_protocols.cli.screen import as_json, give, screen
from katch_protocols.drawings.drawing import Drawing
from katch_protocols.drawings.theme import ThemeName
from katch_protocols.errors import ProtocolError, UnknownNameError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.words.say import say

__all__ = ["diff"]


def diff(  # noqa: PLR0913 - one parameter an option
    old: Annotated[Path, typer.Argument(metavar="OLD")],
    new: Annotated[Path, typer.Argument(metavar="NEW")],
    language: LanguageOption = None,
    form: FormatOption = Form.TEXT,
    *,
    protocol: Annotated[
        str | None, typer.Option("--protocol", metavar="PROTOCOL")
    ] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code")] = False,
    draw: Annotated[Path | None, typer.Option("--draw", metavar="FILE")] = None,
    phase: Annotated[str | None, typer.Option("--phase", metavar="PHASE")] = None,
    theme: ThemeOption = ThemeName.COLOUR,
    output: OutputOption = None,
) -> int:
    """Print what changes from one handbook to the next, grouped by agency."""
    if draw is None and phase is not None:
        raise Refusal("misused-option", name="--phase", command="diff")
    if draw is not None and protocol is None:
        raise Refusal("missing-argument", name="--protocol PROTOCOL", command="diff")
    require_picture(draw)
    before, after = _opened(old), _opened(new)
    known = {*before.protocols, *after.protocols}
    require_known("unknown-protocol", protocol, known)
    found = compare_versions(before, after, only=protocol)
    spoken = speak(language, after.languages)
    _answer(found, before, after, form=form, language=spoken, output=output)
    if draw is not None and protocol is not None:
        drawn_in = language if language in after.languages else None
        wish = _Wish(drawn_in, phase, theme)
        try:
            drawing = _drawn(protocol, before, after, wish)
        except ProtocolError:
            require_sound(before, old)
            require_sound(after, new)
            raise
        drawing.save(draw)
        print(say("commands.written", spoken, file=draw.as_posix()), file=sys.stderr)
        for warning in drawing.warnings:
            print(warning, file=sys.stderr)
    return FINDINGS if exit_code and not found.is_same else 0


@dataclass(frozen=True)
class _Wish:
    """How the drawing is wanted."""

    language: str | None
    phase: Id | None
    theme: ThemeName


def _drawn(protocol: Id, before: Handbook, after: Handbook, wish: _Wish) -> Drawing:
    # Lazy, for a fast answer in words; it goes down, to the drawings.
    from katch_protocols.drawings.comparison import draw_comparison  # noqa: PLC0415

    try:
        return draw_comparison(
            protocol,
            before,
            after,
            language=wish.language,
            phase=wish.phase,
            theme=wish.theme,
        )
    except UnknownNameError as error:
        raise unknown(f"unknown-{error.kind}", error.name, error.near) from error


def _opened(folder: Path) -> Handbook:
    if folder.is_file():
        refusal = Refusal("not-a-handbook", file=folder.as_posix())
        raise refusal.and_see("one-protocol")
    return open_handbook(folder)


def _answer(  # noqa: PLR0913 - one parameter a choice of the reader
    found: Comparison,
    before: Handbook,
    after: Handbook,
    *,
    form: Form,
    language: str,
    output: Path | None,
) -> None:
    if form is Form.JSON:
        answer = as_json(to_json(found, before, after))
        give(f"{answer}\n", output, language)
        return
    lines = [*change_lines(ComparisonReport.of(found, before, after, language))]
    if output is not None:
        give("".join(f"{line.plain}\n" for line in lines), output, language)
        return
    for line in lines:
        screen().print(line)
