"""``katch table PROTOCOL``: everything that a protocol means, as JSON."""

from pathlib import Path

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
from katch_protocols.verbs.compile import compile

__all__ = ["table"]


def table(
    protocol: ProtocolArgument,
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    output: OutputOption = None,
) -> None:
    """Print the compiled table; the docs explain how to read it in an hour."""
    found = open_sound_protocol(protocol, handbook, deep=False)
    said = speak(language, Handbook.of(found).languages)
    rows = compile(found).to_json()
    give(f"{as_json(rows, indent=1)}\n", output, said)
