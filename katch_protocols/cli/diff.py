"""``katch diff OLD NEW``: who gains or loses what; which cases become possible."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer
from msgspec import Struct
from rich.text import Text

from katch_protocols.changes.behaviour import Likeness
from katch_protocols.changes.compare import Comparison, compare_versions, to_json
from katch_protocols.changes.comparison_report import ComparisonReport, Remark
from katch_protocols.changes.nouns import ChangeKind
from katch_protocols.cli.commands import AnswerForm
from katch_protocols.cli.opening import open_handbook, require_sound
from katch_protocols.cli.options import (
    FormatOption,
    LanguageOption,
    OutputOption,
    ThemeOption,
    require_picture,
    speak,
)
from katch_protocols.cli.output import as_json, give, screen
from katch_protocols.cli.refusals import (
    FINDINGS,
    CommandRefusal,
    require_known,
    unknown,
)
from katch_protocols.drawings.drawing import Drawing
from katch_protocols.drawings.theme import ThemeName
from katch_protocols.errors import ProtocolError, UnknownNameError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.words.say import listed, say

__all__ = ["change_lines", "diff"]


_SIGNS = {
    ChangeKind.ADDED: ("+", "green"),
    ChangeKind.REMOVED: ("-", "red"),
    ChangeKind.CHANGED: ("~", "yellow"),
}
_MOVED = (">", "cyan")


def change_lines(telling: ComparisonReport) -> Iterator[Text]:
    """Yield the lines to print."""
    found, word = telling.comparison, telling.naming.word
    if found.is_same:
        yield Text(word("nothing"))
        return
    agencies = telling.by_agency()
    if agencies:
        yield Text(word("head-agencies"), style="bold")
        yield from _by_agency(agencies, telling)
        yield Text()
    if found.anew:
        yield Text(word("head-anew"), style="bold")
        yield from _anew(telling)
        yield Text()
    if found.astray:
        yield Text(word("head-astray"), style="bold")
        yield from _astray(telling)
        yield Text()
    behaviour = [*_behaviour(telling)]
    if behaviour:
        yield Text(word("head-behaviour"), style="bold")
        yield from behaviour
        yield Text()
    yield Text(word("head-written"), style="bold")
    yield from _written(telling)
    yield Text()
    if found.meaningless:
        names = (telling.protocol(each) for each in found.meaningless)
        yield Text(
            word("meaningless", protocols=listed(names, telling.naming.language))
        )
    concerned = len({each.agency for each in agencies})
    yield Text(word("counts", agencies=concerned, written=len(found.written)))


def _anew(telling: ComparisonReport) -> Iterator[Text]:
    """Yield for each protocol the bodies that must agree to it anew."""
    for protocol in dict.fromkeys(name for name, _ in telling.comparison.anew):
        bodies = (body for name, body in telling.comparison.anew if name == protocol)
        yield Text(f"    {telling.protocol(protocol)}", style="dim")
        yield Text(f"      {telling.naming.parties(bodies)}")


def _astray(telling: ComparisonReport) -> Iterator[Text]:
    """Yield each move that leads nowhere, by protocol."""
    place: object = ()
    for each in telling.comparison.astray:
        if each.protocol != place:
            place = each.protocol
            yield Text(f"    {telling.protocol(each.protocol)}", style="dim")
        gaps = {"before": each.old, "after": each.new}
        said = telling.naming.word(f"astray-{each.lacking}", **gaps)
        yield Text.assemble("      ", ("!", "red"), f" {said}")


def _by_agency(
    sentences: Sequence[Remark], telling: ComparisonReport
) -> Iterator[Text]:
    agency = protocol = None
    for each in sentences:
        if each.agency != agency:
            agency, protocol = each.agency, None
            yield Text(f"  {telling.naming.party(agency or '')}")
        if each.protocol != protocol:
            protocol = each.protocol
            yield Text(f"    {telling.protocol(protocol)}", style="dim")
        yield _line(each)


def _behaviour(telling: ComparisonReport) -> Iterator[Text]:
    """Yield how cases compare, of the protocols in which anything is to be told."""
    for found in telling.comparison.behaviour:
        if found.likeness is Likeness.SAME and not telling.touches(found.protocol):
            continue
        yield Text(f"    {telling.protocol(found.protocol)}", style="dim")
        for each in telling.behaviour(found):
            if found.likeness is Likeness.DIFFERENT:
                yield _line(each)
            else:
                yield Text(f"      {each.text}")


def _written(telling: ComparisonReport) -> Iterator[Text]:
    place: object = ()
    for each in telling.as_written():
        if each.protocol != place:
            place = each.protocol
            yield Text(f"    {telling.protocol(each.protocol)}", style="dim")
        where = telling.place(each)
        yield Text.assemble(_line(each), (f"  {where}" if where else "", "dim"))


def _line(sentence: Remark) -> Text:
    change = sentence.change
    moved = change is not None and (change.moved or change.renamed)
    sign, style = _MOVED if moved else _SIGNS[sentence.kind]
    return Text.assemble("      ", (sign, style), f" {sentence.text}")


def diff(  # noqa: PLR0913 - one parameter an option
    old: Annotated[Path, typer.Argument(metavar="OLD")],
    new: Annotated[Path, typer.Argument(metavar="NEW")],
    language: LanguageOption = None,
    form: FormatOption = AnswerForm.TEXT,
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
        raise CommandRefusal("misused-option", name="--phase", command="diff")
    if draw is not None and protocol is None:
        raise CommandRefusal(
            "missing-argument", name="--protocol PROTOCOL", command="diff"
        )
    require_picture(draw)
    before, after = _opened(old), _opened(new)
    known = {*before.protocols, *after.protocols}
    require_known("unknown-protocol", protocol, known)
    found = compare_versions(before, after, only=protocol)
    spoken = speak(language, after.languages)
    _answer(found, before, after, form=form, language=spoken, output=output)
    if draw is not None and protocol is not None:
        drawn_in = language if language in after.languages else None
        options = _DrawingOptions(drawn_in, phase, theme)
        try:
            drawing = _drawn(protocol, before, after, options)
        except ProtocolError:
            require_sound(before, old)
            require_sound(after, new)
            raise
        drawing.save(draw)
        print(say("commands.written", spoken, file=draw.as_posix()), file=sys.stderr)
        for warning in drawing.warnings:
            print(warning, file=sys.stderr)
    return FINDINGS if exit_code and not found.is_same else 0


class _DrawingOptions(Struct, frozen=True):
    """How the drawing is wanted."""

    language: str | None
    phase: Id | None
    theme: ThemeName


def _drawn(
    protocol: Id, before: Handbook, after: Handbook, options: _DrawingOptions
) -> Drawing:
    # Lazy, for a fast answer in words; it goes down, to the drawings.
    from katch_protocols.drawings.changes.view import draw_comparison  # noqa: PLC0415

    try:
        return draw_comparison(
            protocol,
            before,
            after,
            language=options.language,
            phase=options.phase,
            theme=options.theme,
        )
    except UnknownNameError as error:
        raise unknown(f"unknown-{error.kind}", error.name, error.near) from error


def _opened(folder: Path) -> Handbook:
    if folder.is_file():
        refusal = CommandRefusal("not-a-handbook", file=folder.as_posix())
        raise refusal.and_see("one-protocol")
    return open_handbook(folder)


def _answer(  # noqa: PLR0913 - one parameter a choice of the reader
    found: Comparison,
    before: Handbook,
    after: Handbook,
    *,
    form: AnswerForm,
    language: str,
    output: Path | None,
) -> None:
    if form is AnswerForm.JSON:
        answer = as_json(to_json(found, before, after))
        give(f"{answer}\n", output, language)
        return
    lines = [*change_lines(ComparisonReport.of(found, before, after, language))]
    if output is not None:
        give("".join(f"{line.plain}\n" for line in lines), output, language)
        return
    for line in lines:
        screen().print(line)
