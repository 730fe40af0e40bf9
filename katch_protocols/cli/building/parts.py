"""The parts of a build: each is made in whichever process, from a bench and plain data.

Texts are bytes by file name, the same on every machine.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from katch_protocols.cli.building.bench import Bench, Place, Written
from katch_protocols.drawings.draw import View, agencies, draw_every_language
from katch_protocols.drawings.drawing import Drawing
from katch_protocols.errors import KatchError
from katch_protocols.findings import Finding
from katch_protocols.model.noun import Id
from katch_protocols.papers.kinds import Kind
from katch_protocols.papers.make import make_booklet, make_paper
from katch_protocols.papers.page.book import plain_sheet
from katch_protocols.papers.page.sheets import Sheets
from katch_protocols.papers.proof import proof_page
from katch_protocols.proofs.judging import are_settled, judge
from katch_protocols.proofs.prove import prove
from katch_protocols.proofs.writing import written_judgement, written_proofs
from katch_protocols.rules.reach import MAX_CONFIGURATIONS
from katch_protocols.telling.proof_page import proof_pages

__all__ = [
    "Texts",
    "bookleted",
    "cards",
    "gaps",
    "judged",
    "lanes",
    "paper",
    "proofs",
    "sheet",
    "states",
    "tables",
]

Texts = Mapping[str, bytes]
"""The content of each file, by its name below the folder."""

_OF_THEIR_OWN = frozenset(
    {View.LANES, View.STATES, View.AGENCY, View.GAPS, View.MEASURES}
)


def judged(bench: Bench, protocol: Id, checked: bool) -> Written:
    """Prove and measure a protocol.

    ``checked``: a check proves it too. It looks at fewer cases; where that leaves a
    question open, its own proofs are there besides, as ``checked``. What cannot be
    judged gives nothing: a check says why, and who needs it tries again.
    """
    place = bench.place(protocol)
    chart, handbook = place.chart, place.handbook
    try:
        if not checked:
            return written_judgement(judge(chart, handbook), chart)
        known = prove(chart, handbook, limit=MAX_CONFIGURATIONS)
        written = written_judgement(judge(chart, handbook, known), chart)
    except KatchError:
        return {}
    if not are_settled(known):
        written["checked"] = written_proofs(known, chart)
    return written


def lanes(bench: Bench, protocol: Id) -> Texts:
    """Draw the lanes: ``PROTOCOL/lanes.LANGUAGE.svg``.

    Those of a protocol that is too large for a sheet of A3 are drawn phase by phase
    besides: ``PROTOCOL/lanes.PHASE.LANGUAGE.svg``.
    """
    return dict(_lanes(bench.place(protocol)))


def _lanes(place: Place) -> Iterator[tuple[str, bytes]]:
    chart, laid = place.chart, place.lanes
    theme = place.theme
    drawn = draw_every_language(chart, place.handbook, lanes=laid, theme=theme)
    yield from _named(f"{place.protocol}/{View.LANES}", drawn)
    if all(drawing.is_legible() for drawing in drawn.values()):
        return
    for phase in dict.fromkeys(filter(None, (node.phase for node in chart.nodes))):
        part = draw_every_language(
            chart, place.handbook, phase=phase, lanes=laid, theme=theme
        )
        yield from _named(f"{place.protocol}/{View.LANES}.{phase}", part)


def states(bench: Bench, protocol: Id) -> Texts:
    """Draw the states: ``PROTOCOL/states.LANGUAGE.svg``."""
    place = bench.place(protocol)
    drawn = draw_every_language(
        place.chart,
        place.handbook,
        view=View.STATES,
        graphviz=False,
        theme=place.theme,
    )
    return dict(_named(f"{protocol}/{View.STATES}", drawn))


def tables(bench: Bench, protocol: Id) -> Texts:
    """Draw every other view of the whole protocol: ``PROTOCOL/VIEW.LANGUAGE.svg``."""
    place = bench.place(protocol)
    texts: dict[str, bytes] = {}
    for view in View:
        if view not in _OF_THEIR_OWN:
            drawn = draw_every_language(
                place.chart, place.handbook, view=view, theme=place.theme
            )
            texts.update(_named(f"{protocol}/{view}", drawn))
    return texts


def cards(bench: Bench, protocol: Id) -> Texts:
    """Draw the card of every agency: ``PROTOCOL/agency.AGENCY.LANGUAGE.svg``."""
    place = bench.place(protocol)
    chart, handbook = place.chart, place.handbook
    texts: dict[str, bytes] = {}
    for agency in agencies(chart, handbook):
        card = draw_every_language(
            chart, handbook, view=View.AGENCY, agency=agency, theme=place.theme
        )
        texts.update(_named(f"{protocol}/{View.AGENCY}.{agency}", card))
    return texts


def gaps(bench: Bench, protocol: Id, findings: Sequence[Finding]) -> Texts:
    """Draw what a check found, as on any day: ``PROTOCOL/gaps.LANGUAGE.svg``."""
    place = bench.place(protocol)
    drawn = draw_every_language(
        place.chart,
        place.handbook,
        view=View.GAPS,
        findings=findings,
        lanes=place.lanes,
        theme=place.theme,
    )
    return dict(_named(f"{protocol}/{View.GAPS}", drawn))


def proofs(bench: Bench, protocol: Id, written: Written) -> Texts:
    """Tell what is proved and measured of a protocol.

    ``PROTOCOL/proof.LANGUAGE.md`` and ``PROTOCOL/measures.LANGUAGE.svg``.
    """
    place = bench.place(protocol)
    found = place.judged(written)
    pages = proof_pages(place.chart, place.handbook, found)
    drawn = draw_every_language(
        place.chart,
        place.handbook,
        view=View.MEASURES,
        measures=found.measures,
        theme=place.theme,
    )
    texts = {
        f"{protocol}/proof.{language}.md": proof_page(page).encode()
        for language, page in pages.items()
    }
    return {**texts, **dict(_named(f"{protocol}/{View.MEASURES}", drawn))}


def sheet(bench: Bench, protocol: Id, written: Written) -> Mapping[str, Any]:
    """Return what the offline page shows of a protocol."""
    place = bench.place(protocol)
    found = place.judged(written)
    sheets = Sheets(
        place.chart,
        place.handbook,
        found.proofs,
        place.lanes,
        theme=place.theme,
        measures=found.measures,
    )
    return plain_sheet(sheets)


def paper(bench: Bench, protocol: Id, kind: Kind, language: str) -> Texts:
    """Make one paper: ``PROTOCOL/poster.LANGUAGE.pdf``, and so on."""
    return dict([make_paper(bench.place(protocol).gathered, kind, language)])


def bookleted(bench: Bench, language: str, written: Mapping[Id, Written]) -> Texts:
    """Make the booklet of the handbook: ``booklet.LANGUAGE.pdf``."""
    found = []
    for protocol in bench.handbook.protocols:
        place = bench.place(protocol)
        judgement = place.judged(written[protocol])
        found.append(replace(place.gathered, judgement=judgement))
    return dict([make_booklet(found, bench.handbook, language)])


def _named(stem: str, drawings: Mapping[str, Drawing]) -> Iterator[tuple[str, bytes]]:
    for language, drawing in drawings.items():
        yield f"{stem}.{language}.svg", drawing.svg.encode()
