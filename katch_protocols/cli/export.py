"""``katch export PROTOCOL``: a protocol in another notation, and what got lost."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from katch_protocols.cli.case_records import read_cases
from katch_protocols.cli.commands import AnswerForm
from katch_protocols.cli.opening import open_sound_protocol
from katch_protocols.cli.options import (
    DayOption,
    FormatOption,
    HandbookOption,
    LanguageOption,
    OutputOption,
    ProtocolArgument,
    day_of,
    speak_titles,
)
from katch_protocols.cli.output import as_json, give
from katch_protocols.cli.refusals import CommandRefusal
from katch_protocols.errors import SubjectError
from katch_protocols.exchange.known_notations import notation_names
from katch_protocols.model.handbook import Handbook
from katch_protocols.verbs.export import export as export_protocol

__all__ = ["NotationName", "export"]

NotationName = StrEnum("NotationName", [(name, name) for name in notation_names()])  # type: ignore[misc]
"""The choices of ``--to``: the notations that there are."""


def export(  # noqa: PLR0913 - one parameter an option
    protocol: ProtocolArgument,
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    *,
    to: Annotated[NotationName, typer.Option("--to", metavar="NOTATION")],
    log: Annotated[list[Path] | None, typer.Option("--log", metavar="FILE")] = None,
    on: DayOption = None,
    losses: Annotated[bool, typer.Option("--losses")] = False,
    form: FormatOption = AnswerForm.TEXT,
    output: OutputOption = None,
) -> None:
    """Write a protocol, or cases of it, in another notation, with what got lost."""
    found = open_sound_protocol(protocol, handbook, deep=False)
    spoken = speak_titles(language, Handbook.of(found).languages)
    cases = None if log is None else read_cases(log, found)
    day = None if on is None else day_of(on)
    try:
        written = export_protocol(found, to=to, language=spoken, cases=cases, on=day)
    except SubjectError as error:
        raise CommandRefusal("wrong-subject", why=error) from None
    if form is AnswerForm.JSON:
        give(as_json(written.to_json()) + "\n", output, spoken)
        return
    text = "".join(f"{line}\n" for line in written.report) if losses else written.text
    give(text, output, spoken)
