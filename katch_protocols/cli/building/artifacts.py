"""The files of a build: how each is made."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from msgspec.structs import replace

from katch_protocols.cli.building.placing import EXPORTS, Texts
from katch_protocols.cli.building.workers import (
    LANES,
    SharedProtocol,
    WorkerState,
    Written,
)
from katch_protocols.drawings.draw import page_of
from katch_protocols.drawings.known_views import view_named
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.sheets.sheet import stacked_scenes
from katch_protocols.drawings.small_print import SmallPrint
from katch_protocols.drawings.svg import to_svg
from katch_protocols.drawings.view import Reads, View
from katch_protocols.errors import ActivityRefusedError, KatchError
from katch_protocols.exchange.export import export
from katch_protocols.exchange.known_notations import built_notations
from katch_protocols.exchange.notation import ExportInput
from katch_protocols.exercises.exercise import exercise_of
from katch_protocols.exercises.for_page import player_in
from katch_protocols.exercises.paper import tabletop_papers
from katch_protocols.findings import Finding
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.papers.make import (
    PaperKind,
    make_booklet,
    make_ministries,
    make_paper,
)
from katch_protocols.papers.page.book import plain_sheet
from katch_protocols.papers.page.book_nouns import PageExport
from katch_protocols.papers.page.sheets import Sheets
from katch_protocols.papers.page.texts import PageLanguages
from katch_protocols.papers.proof import proof_page
from katch_protocols.proofs.judgement import are_settled, judge
from katch_protocols.proofs.prove import prove
from katch_protocols.proofs.serialization import written_judgement, written_proofs
from katch_protocols.rules.reachable import MAX_CONFIGURATIONS
from katch_protocols.telling.proof_page import proof_pages
from katch_protocols.words.say import say

__all__ = [
    "DrawnFiles",
    "bookleted",
    "drawn",
    "exported",
    "judged",
    "offered",
    "papers",
    "proofs",
    "sheet",
]


class DrawnFiles(NamedTuple):
    """Drawings by file, and which of them have letters too small for their paper.

    As large in every language, these are told of the first one alone.
    """

    texts: dict[str, bytes]
    small: dict[str, SmallPrint]


def judged(state: WorkerState, protocol: Id, checked: bool) -> Written:
    """Prove and measure a protocol.

    ``checked``: a check proves it too. It looks at fewer cases; where that leaves a
    question open, its own proofs are there besides, as ``checked``. What cannot be
    judged gives nothing: a check says why, and who needs it tries again.
    """
    shared = state.shared(protocol)
    chart, handbook = shared.chart, shared.handbook
    known = None
    try:
        if checked:
            known = prove(chart, handbook, limit=MAX_CONFIGURATIONS)
        judgement = judge(chart, handbook, known)
        written = written_judgement(judgement, chart)
    except KatchError:
        return {}
    shared.keep(judgement)
    if known is not None and not are_settled(known):
        written["checked"] = written_proofs(known, chart)
    return written


def drawn(
    state: WorkerState,
    protocol: Id,
    name: str,
    findings: Sequence[Finding] = (),
    written: Written | None = None,
) -> DrawnFiles:
    """Draw one view of a protocol: ``PROTOCOL/VIEW.LANGUAGE.svg``.

    A view that shows one part at a time is drawn for each part, and all parts together
    on the sheet that is kept; one that is too large for A3 is drawn by parts besides,
    where it says so: ``PROTOCOL/VIEW.PART.LANGUAGE.svg``.
    """
    shared, view = state.shared(protocol), view_named(name)
    measures = shared.judged(written or {}).measures if _measured(view) else None
    given = replace(shared.material, findings=findings, measures=measures)
    made = DrawnFiles({}, {})
    ending = f".{state.handbook.language}.svg"
    for file, svg, small in _drawn(view, given, shared):
        made.texts[f"{protocol}/{file}"] = svg.encode()
        if small is not None and file.endswith(ending):
            made.small[f"{protocol}/{file}"] = small
    return made


_Picture = tuple[str, str, SmallPrint | None]
"""A file, the SVG in it, and which of its letters are too small."""


def _measured(view: View[Material]) -> bool:
    return Reads.MEASURES in view.reads


def _drawn(
    view: View[Material], given: Material, shared: SharedProtocol
) -> Iterator[_Picture]:
    if view.needs_part:
        yield from _drawn_by_parts(view, given, shared)
        return
    languages = given.handbook.languages
    if view.name == LANES:
        drawings = shared.drawings
    else:
        page = page_of(view, given, shared.theme)
        drawings = {language: page.picture(language) for language in languages}
    for language, drawing in drawings.items():
        yield view.file(language), drawing.svg, drawing.small
    if view.is_split and not all(each.is_legible() for each in drawings.values()):
        parts = view.parts(given.chart, given.handbook)
        for part, _ in parts if len(parts) > 1 else ():
            page = page_of(view, given.of(part), shared.theme)
            for language in languages:
                drawing = page.picture(language)
                yield view.file(language, part), drawing.svg, drawing.small


def _drawn_by_parts(
    view: View[Material], given: Material, shared: SharedProtocol
) -> Iterator[_Picture]:
    parts = view.parts(given.chart, given.handbook)
    pages = {part: page_of(view, given.of(part), shared.theme) for part, _ in parts}
    for language in given.handbook.languages if pages else ():
        scenes = {part: page.scene(language) for part, page in pages.items()}
        for part, scene in scenes.items():
            drawing = pages[part].pictured(scene)
            yield view.file(language, part), drawing.svg, drawing.small
        if view.kept is not None:
            title = given.chart.protocol.title.say(language)
            title = f"{title}. {say(view.title, language)}"
            sheet = to_svg(stacked_scenes([*scenes.values()], title))
            yield view.kept_file(language), sheet, None


def proofs(state: WorkerState, protocol: Id, written: Written) -> Texts:
    """Tell what is proved of a protocol: ``PROTOCOL/proof.LANGUAGE.md``."""
    shared = state.shared(protocol)
    pages = proof_pages(shared.chart, shared.handbook, shared.judged(written))
    return {
        f"{protocol}/proof.{language}.md": proof_page(page).encode()
        for language, page in pages.items()
    }


def exported(state: WorkerState, protocol: Id) -> Texts:
    """Write a protocol for other programs: ``exports/PROTOCOL.bpmn``, and so on.

    The language is the first of the handbook.
    """
    shared = state.shared(protocol)
    source = ExportInput(shared.chart, shared.handbook, shared.handbook.languages[0])
    written = [export(source, to=each.name) for each in built_notations()]
    return {f"{EXPORTS}/{each.file}": each.text.encode() for each in written}


def offered(handbook: Handbook) -> tuple[PageExport, ...]:
    """Return the exports that stand beside the page."""
    languages = PageLanguages(handbook.languages)
    return tuple(
        PageExport(f"{EXPORTS}/", each.suffix, languages.each(partial(say, each.title)))
        for each in built_notations()
    )


def sheet(
    state: WorkerState,
    protocol: Id,
    written: Written,
    losses: bool,
) -> Mapping[str, Any]:
    """Return what the offline page shows of a protocol."""
    shared = state.shared(protocol)
    found = shared.judged(written)
    sheets = Sheets(
        shared.chart,
        shared.handbook,
        found.proofs,
        shared.lanes,
        theme=shared.theme,
        measures=found.measures,
        drops=losses,
        player=player_in(shared.theme),
        drawings=tuple(shared.drawings.values()),
    )
    return plain_sheet(sheets)


def papers(state: WorkerState, protocol: Id, written: Written) -> Texts:
    """Make the papers of a protocol: ``PROTOCOL/poster.LANGUAGE.pdf``, and so on.

    All of them at once, with its exercise: what one works out, the others say too.
    """
    found = state.shared(protocol).gathered(written)
    kinds = [kind for kind in PaperKind if not kind.is_of_handbook]
    languages = state.handbook.languages
    made = (make_paper(found, kind, each) for kind in kinds for each in languages)
    return dict([*made, *_exercised(state, protocol)])


def _exercised(state: WorkerState, protocol: Id) -> Sequence[tuple[str, bytes]]:
    """Make the sheets of an exercise: ``PROTOCOL/tabletop.LANGUAGE.pdf``.

    There are none of a protocol that nobody can play; the page says why.
    """
    book, theme = state.handbook, state.shared(protocol).theme
    played = exercise_of(book.protocols[protocol], book, None)
    try:
        return tuple(tabletop_papers(played, book.languages, theme))
    except ActivityRefusedError:
        return ()


def bookleted(
    state: WorkerState,
    language: str,
    written: Mapping[Id, Written],
    address: str | None,
) -> Texts:
    """Make the booklet, and a sheet a ministry: ``ministry.FAMILY.LANGUAGE.pdf``."""
    handbook = state.handbook
    found = [state.shared(name).gathered(written[name]) for name in handbook.protocols]
    sheets = make_ministries(found, handbook, language, address)
    return dict([make_booklet(found, handbook, language), *sheets])
