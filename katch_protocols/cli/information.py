"""``katch information PROTOCOL``: which agency can come to know what, by which step."""

import json
from collections.abc import Iterator
from pathlib import Path

from katch_protocols.charts.build import chart
from katch_protocols.cli.days import day_of
from katch_protocols.cli.languages import choose
from katch_protocols.cli.opening import open_protocol, require_language
from katch_protocols.cli.options import (
    DayOption,
    Form,
    FormatOption,
    HandbookOption,
    LanguageOption,
    ProtocolArgument,
)
from katch_protocols.cli.refusals import FINDINGS
from katch_protocols.cli.screen import screen
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.information import information_flow
from katch_protocols.proofs.knowledge import InformationFlow
from katch_protocols.telling.formatter import Voice
from katch_protocols.telling.information_report import Knowing

__all__ = ["information"]


def information(
    protocol: ProtocolArgument,
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    form: FormatOption = Form.TEXT,
    *,
    on: DayOption = None,
) -> int:
    """Print the matrix of agencies and data; 1 when something is passed on wrongly."""
    require_language(language, handbook)
    found = open_protocol(protocol, handbook)
    home = Handbook.of(found)
    made = chart(found, home)
    flow = information_flow(made, home, as_of=day_of(on))
    if form is Form.JSON:
        print(json.dumps(flow.to_json(), ensure_ascii=False, indent=2))
    else:
        voice = Voice(made, home, choose(language, home.language))
        for line in _lines(flow, Knowing(voice)):
            screen().print(line)
    return FINDINGS if flow.overreach or flow.unconsented else 0


def _lines(flow: InformationFlow, knowing: Knowing) -> Iterator[str]:
    yield from knowing.matrix(flow)
    for agency in flow.agencies:
        known = tuple(knowing.steps(flow, agency))
        if known:
            yield ""
            yield knowing.agency(agency)
        for title, steps in known:
            yield f"  {title}: {steps}"
    yield ""
    yield from knowing.faults(flow)
