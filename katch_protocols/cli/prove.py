"""``katch prove PROTOCOL [SAFEGUARD]``: what holds in every case, and what breaks."""

from pathlib import Path
from typing import Annotated

import typer

from katch_protocols.charts.build import chart
from katch_protocols.cli.days import day_of
from katch_protocols.cli.languages import SPOKEN, choose
from katch_protocols.cli.opening import open_protocol
from katch_protocols.cli.options import (
    DayOption,
    Form,
    FormatOption,
    HandbookOption,
    LanguageOption,
    ProtocolArgument,
)
from katch_protocols.cli.refusals import FINDINGS, Refusal, unknown
from katch_protocols.cli.reports.proofs import fails, proofs_json, proofs_text
from katch_protocols.cli.screen import screen
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.binding import binding_safeguards
from katch_protocols.proofs.prove import SOUNDNESS
from katch_protocols.proofs.prove import prove as prove_chart
from katch_protocols.proofs.report import Report

__all__ = ["prove"]


def prove(  # noqa: PLR0913 - one parameter an option
    protocol: ProtocolArgument,
    safeguard: Annotated[str | None, typer.Argument(metavar="SAFEGUARD")] = None,
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    form: FormatOption = Form.TEXT,
    *,
    on: DayOption = None,
) -> int:
    """Print every verdict, with a story where one is broken; 1 when a promise fails."""
    if language is not None and language not in SPOKEN:
        refusal = Refusal("unknown-language", name=language)
        raise refusal.and_see("choose", choices=", ".join(SPOKEN))
    found = open_protocol(protocol, handbook)
    home = Handbook.of(found)
    made = chart(found, home)
    names = (SOUNDNESS, *binding_safeguards(made, home))
    if safeguard is not None and safeguard not in names:
        raise unknown("unknown-safeguard", safeguard, names)
    answers = prove_chart(made, home, only=safeguard, as_of=day_of(on))
    proofs = tuple(answers.values())
    report = Report(made, home, choose(language, home.language))
    if form is Form.JSON:
        print(proofs_json(proofs, report))
    else:
        for line in proofs_text(proofs, report):
            screen().print(line)
    return FINDINGS if any(map(fails, proofs)) else 0
