"""``katch vectors PROTOCOL``: walks that every reader of the table must reproduce."""

from pathlib import Path
from typing import Annotated

import typer

from katch_protocols.cli.opening import open_sound_protocol
from katch_protocols.cli.options import (
    HandbookOption,
    LanguageOption,
    OutputOption,
    ProtocolArgument,
    speak,
)
from katch_protocols.cli.output import as_json, give
from katch_protocols.model.handbook import Handbook
from katch_protocols.verbs.vectors import vectors as draw

__all__ = ["vectors"]


def vectors(
    protocol: ProtocolArgument,
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    seed: Annotated[int, typer.Option("--seed", metavar="NUMBER")] = 0,
    output: OutputOption = None,
) -> None:
    """Print walks through the table, with what a reader of it must answer."""
    found = open_sound_protocol(protocol, handbook, deep=False)
    spoken = speak(language, Handbook.of(found).languages)
    walks = draw(found, seed=seed).to_json()
    give(as_json(walks, indent=1) + "\n", output, spoken)
