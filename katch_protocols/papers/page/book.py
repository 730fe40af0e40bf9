"""The whole handbook as plain data for the page."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial

from msgspec import Struct

from katch_protocols.answers import encode
from katch_protocols.charts.build import chart
from katch_protocols.drawings.palette import party_colours
from katch_protocols.drawings.pictograms import pictograms
from katch_protocols.drawings.theme import COLOUR, Theme
from katch_protocols.duties.agreement_status import say_agreement_status
from katch_protocols.duties.enactment import RegionProgress, every_progress
from katch_protocols.duties.panels import sits
from katch_protocols.duties.phrases import bodies_under, say_progress
from katch_protocols.findings import Finding as Seen
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.parties import Agency as Body
from katch_protocols.model.parties import Region as District
from katch_protocols.papers.page.book_nouns import (
    Bond,
    Book,
    Mandate,
    PageAgency,
    PageAgreement,
    PageExport,
    PagePost,
    PageProgress,
    PageRegion,
    PageRole,
    PageSource,
    Plain,
)
from katch_protocols.papers.page.findings import PageFindings, anew
from katch_protocols.papers.page.ministries import ministries
from katch_protocols.papers.page.openers import open_counts, page_moments, path_told
from katch_protocols.papers.page.sheet_nouns import PagePicture, PageSheet
from katch_protocols.papers.page.sheets import Sheets
from katch_protocols.papers.page.texts import PageLanguages, Text
from katch_protocols.papers.page.wording import words_in
from katch_protocols.words.languages import own_name

__all__ = ["Bodies", "make_book", "plain_of", "plain_sheet"]


class Bodies(Struct, frozen=True):
    """Everything that a handbook says beside its protocols.

    ``colours`` are those that agencies have in every drawing.
    """

    handbook: Handbook
    languages: PageLanguages
    colours: Mapping[Id, str]
    anew: Collection[tuple[Id, Id]] = ()
    """Protocol and agency wherever a body must agree anew."""

    def agencies(self) -> Iterator[PageAgency]:
        """Yield every agency, in the order of the file."""
        for name, body in self.handbook.agencies.items():
            yield PageAgency(
                name,
                self.languages.label(body.title),
                self.languages.label(body.called),
                body.kind.value,
                body.level.value,
                body.part_of,
                bodies_under(name, self.handbook),
                body.external,
                self.colours[name],
                self._family(name),
                tuple(
                    self.languages.label(self.handbook.data[each].title)
                    for each in body.may_see
                    if each in self.handbook.data
                ),
                tuple(self._mandates(body)),
                self.languages.cited(body.source),
                tuple(self._agreed(name)),
            )

    def _family(self, agency: Id) -> Text | None:
        family = self.handbook.families.get(self.handbook.family_of(agency) or "")
        return None if family is None else self.languages.label(family.title)

    def _agreed(self, body: Id) -> Iterator[PageAgreement]:
        for protocol, found in self.handbook.agreed.get(body, {}).items():
            if protocol not in self.handbook.protocols:
                continue
            said = tuple(
                say_agreement_status(found.on, each)
                for each in self.languages.languages
            )
            anew = (protocol, body) in self.anew
            yield PageAgreement(
                protocol, said, self.languages.cited(found.source), anew
            )

    def _mandates(self, body: Body) -> Iterator[Mandate]:
        for function, sources in body.mandates.items():
            known = self.handbook.functions.get(function)
            title = known.title if known else None
            cited = self.languages.cited(sources)
            yield Mandate(self.languages.label(title, function), cited)

    def roles(self) -> Iterator[PageRole]:
        """Yield every role."""
        book = self.handbook
        for name, role in book.roles.items():
            title = self.languages.label(role.title)
            if not role.is_panel:
                yield PageRole(name, title, role.agencies)
                continue
            said = tuple(sits(role, book, code) for code in self.languages.languages)
            yield PageRole(name, title, (), book.seats(name), said)

    def regions(self) -> Iterator[PageRegion]:
        """Yield every region with what differs there."""
        progress: dict[Id, list[RegionProgress]] = defaultdict(list)
        told = every_progress(self.handbook)
        for each in told if any(one.reached for one in told) else ():
            progress[each.region].append(each)
        for name, region in self.handbook.regions.items():
            yield PageRegion(
                name,
                self.languages.label(region.title),
                self.languages.maybe(region.note),
                tuple(self._bonds(region)),
                tuple(self._posts(region)),
                tuple(map(self._progress, progress[name])),
            )

    def _bonds(self, region: District) -> Iterator[Bond]:
        for role, bound in region.roles.items():
            gap, cited = self.languages.maybe(bound.unbound), bound.source
            yield Bond(role, bound.agency, gap, self.languages.cited(cited))

    def _posts(self, region: District) -> Iterator[PagePost]:
        for post in region.posts.values():
            yield PagePost(
                self.languages.label(post.title),
                post.roles,
                post.people,
                post.cover.value,
            )

    def _progress(self, found: RegionProgress) -> PageProgress:
        return PageProgress(
            found.protocol,
            found.stage or "",
            self.languages.each(partial(say_progress, found)),
            self.languages.cited(found.source),
        )

    def sources(self) -> Iterator[PageSource]:
        """Yield everything that is cited."""
        for name, source in self.handbook.sources.items():
            yield PageSource(
                name,
                self.languages.label(source.title),
                source.kind.value,
                self.languages.maybe(source.cite),
                source.url or "",
                source.read,
            )


def make_book(  # noqa: PLR0913 - keywords with defaults, one a wish
    handbook: Handbook,
    findings: Sequence[Seen],
    sheets: Sequence[Plain],
    theme: Theme = COLOUR,
    *,
    exports: Sequence[PageExport] = (),
    path: PagePicture | None = None,
) -> Book:
    """Return everything that the page shows of a handbook.

    No clock is asked: bindings and waivers all count as in force. ``sheets`` are those
    of its protocols, in their order, as ``plain_sheet`` gives them. The ``theme`` is
    that of drawings and agencies. ``exports`` stand beside the page; without any it
    says the command that writes them. ``path`` is the drawing of the child's path.
    """
    languages = PageLanguages(handbook.languages)
    found = party_colours(handbook)
    colours = {party: theme.shown(colour) for party, colour in found.items()}
    bodies = Bodies(handbook, languages, colours, tuple(anew(findings)))
    charts = [chart(each, handbook) for each in handbook.protocols.values()]
    told = path_told(charts, handbook)
    moments, beside = ((), ()) if told is None else page_moments(told, theme)
    way = None if told is None else told.path
    return Book(
        id=handbook.id,
        title=languages.label(handbook.title),
        note=languages.maybe(handbook.note),
        languages=handbook.languages,
        names=languages.each(own_name),
        words=words_in(languages),
        agencies=tuple(bodies.agencies()),
        roles=tuple(bodies.roles()),
        regions=tuple(bodies.regions()),
        sources=tuple(bodies.sources()),
        escalation=tuple(
            (languages.span(each.after) if each.after.amount else None, each.tell)
            for each in handbook.escalation
        ),
        sheets=tuple(sheets),
        findings=tuple(PageFindings(handbook, languages).all(findings)),
        exports=tuple(exports),
        ministries=tuple(ministries(charts, handbook, colours, way)),
        open=tuple(open_counts(handbook)),
        path=path,
        moments=moments,
        beside=beside,
        pictures={each.value: drawn.path for each, drawn in pictograms().items()},
    )


def plain_sheet(sheets: Sheets) -> Plain:
    """Return what the page shows of one protocol, as JSON can hold it.

    It depends on nothing but the protocol, those that it names and what all share.

    Raises:
        ProtocolError: The protocol has problems; ``check`` says which.
    """
    return plain_of(sheets.sheet())


def plain_of(sheet: PageSheet) -> Plain:
    """Return a sheet as JSON can hold it."""
    found: Plain = encode(sheet)
    return found
