"""Every drawing and the proofs of one protocol, as texts by file name."""

from collections.abc import Iterator, Mapping

from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.drawings.draw import View, agencies, draw_every_language
from katch_protocols.drawings.drawing import Drawing
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.papers.page.build import make_page
from katch_protocols.papers.proof import proof_page
from katch_protocols.proofs.page import proof_pages
from katch_protocols.proofs.timing.measures import measure
from katch_protocols.rules.check import check_context
from katch_protocols.rules.context import Context

__all__ = ["sheets", "whole"]


def sheets(protocol: Id, handbook: Handbook) -> Mapping[str, str]:
    """Return the SVG of each drawing: ``PROTOCOL/VIEW.LANGUAGE.svg``.

    The lanes of a protocol that is too large for a sheet of A3 are drawn phase by
    phase besides: ``PROTOCOL/lanes.PHASE.LANGUAGE.svg``. Every agency with a lane of
    its own has a card, ``PROTOCOL/agency.AGENCY.LANGUAGE.svg``. What is proved of it
    stands in ``PROTOCOL/proof.LANGUAGE.md``. The same bytes on every machine.
    """
    return dict(_sheets(chart(handbook.protocols[protocol], handbook), handbook))


def whole(handbook: Handbook, context: Context) -> Mapping[str, str]:
    """Return what takes the whole handbook: the offline page, and what a check found.

    The page is ``index.html``; the findings of a protocol are drawn on its lanes, as if
    on any day: ``PROTOCOL/gaps.LANGUAGE.svg``.
    """
    findings = check_context(context)
    texts = {"index.html": make_page(handbook, context)}
    for name, protocol in handbook.protocols.items():
        meant = chart(protocol, handbook)
        drawn = draw_every_language(meant, handbook, view=View.GAPS, findings=findings)
        texts.update(_named(f"{name}/{View.GAPS}", drawn))
    return texts


def _sheets(meant: Chart, handbook: Handbook) -> Iterator[tuple[str, str]]:
    folder = meant.protocol.id
    lanes = draw_every_language(meant, handbook, view=View.LANES)
    yield from _named(f"{folder}/lanes", lanes)
    if not all(drawing.is_legible() for drawing in lanes.values()):
        for phase in dict.fromkeys(filter(None, (n.phase for n in meant.nodes))):
            part = draw_every_language(meant, handbook, view=View.LANES, phase=phase)
            yield from _named(f"{folder}/lanes.{phase}", part)
    measures = measure(meant, handbook)
    for view in View:
        if view in {View.LANES, View.AGENCY, View.GAPS}:
            continue
        drawn = draw_every_language(
            meant, handbook, view=view, graphviz=False, measures=measures
        )
        yield from _named(f"{folder}/{view}", drawn)
    for agency in agencies(meant, handbook):
        card = draw_every_language(meant, handbook, view=View.AGENCY, agency=agency)
        yield from _named(f"{folder}/agency.{agency}", card)
    for language, page in proof_pages(meant, handbook, measures=measures).items():
        yield f"{folder}/proof.{language}.md", proof_page(page)


def _named(stem: str, drawings: Mapping[str, Drawing]) -> Iterator[tuple[str, str]]:
    for language, drawing in drawings.items():
        yield f"{stem}.{language}.svg", drawing.svg
