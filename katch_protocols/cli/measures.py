"""``katch measures PROTOCOL``: sizes, times and the child's path, in numbers."""

import json
from collections.abc import Iterator
from pathlib import Path

from katch_protocols.charts.build import chart
from katch_protocols.cli.languages import choose
from katch_protocols.cli.opening import open_protocol, require_language
from katch_protocols.cli.options import (
    Form,
    FormatOption,
    HandbookOption,
    LanguageOption,
    ProtocolArgument,
)
from katch_protocols.cli.screen import screen
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.timing.measured import Measures
from katch_protocols.proofs.timing.measures import measure
from katch_protocols.telling.formatter import Voice
from katch_protocols.telling.measure_report import Numbers

__all__ = ["measures"]


def measures(
    protocol: ProtocolArgument,
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    form: FormatOption = Form.TEXT,
) -> None:
    """Print what a protocol means for one child: best and worst over all cases."""
    require_language(language, handbook)
    found = open_protocol(protocol, handbook)
    home = Handbook.of(found)
    made = chart(found, home)
    measured = measure(made, home)
    if form is Form.JSON:
        print(json.dumps(measured.to_json(), ensure_ascii=False, indent=2))
        return
    voice = Voice(made, home, choose(language, home.language))
    for line in _lines(measured, Numbers(voice)):
        screen().print(line)


def _lines(measured: Measures, numbers: Numbers) -> Iterator[str]:
    yield from numbers.counts(measured)
    for span in measured.times:
        yield ""
        first, *rest = numbers.span(span)
        yield first
        for line in rest:
            yield f"  {line}"
