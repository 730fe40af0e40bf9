"""All that papers say of one protocol, and the fingerprint of its text."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from katch_protocols.changes.lost_deadline import UnsetDeadline, unset_deadline
from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.charts.fingerprint import fingerprint
from katch_protocols.drawings.lanes.minimap import Minimap
from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.palette import party_colours
from katch_protocols.drawings.paper import A3, LEAST_OF_LANES
from katch_protocols.drawings.scene import Scene
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.small_print import small_print
from katch_protocols.drawings.story.folding import told_in_phase
from katch_protocols.drawings.story.nouns import Story
from katch_protocols.drawings.story.tell import tell
from katch_protocols.drawings.theme import COLOUR, Theme, themed
from katch_protocols.drawings.views.child_path.view import ChildPathView
from katch_protocols.duties.responsibility import Responsibility, responsibility_of
from katch_protocols.errors import ProtocolError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Protocol
from katch_protocols.papers.content.cards import CardTexts, cards
from katch_protocols.papers.content.nouns import Card, NumberedStep, RaciTable
from katch_protocols.papers.content.sizes import ProtocolSizes, sizes_of
from katch_protocols.papers.content.speaker import PaperTexts
from katch_protocols.papers.content.tables import raci_table, steps_of
from katch_protocols.proofs.judgement import Judgement, proofs_of
from katch_protocols.proofs.verdicts import Proof
from katch_protocols.telling.proof_page import ProofPage, proof_pages
from katch_protocols.telling.proof_report import tally

__all__ = ["FIRST", "Gathered", "Pictures", "sealed"]


class Pictures(Struct, frozen=True, dict=True):
    """A protocol laid out once, for all papers and languages."""

    chart: Chart
    handbook: Handbook
    laid: LanesView | None = None
    """The whole protocol, if somebody laid it out before."""

    @cached_property
    def whole(self) -> LanesView:
        """The whole protocol.

        Raises:
            ProtocolError: The chart has problems; ``check`` says which.
        """
        if self.laid is not None:
            return self.laid
        if problems := self.chart.problems:
            raise ProtocolError(
                self.chart.protocol.id, [each.code for each in problems]
            )
        return LanesView(tell(self.chart, self.handbook), self.chart.protocol)

    @property
    def story(self) -> Story:
        """What the whole shows."""
        return self.whole.story

    @property
    def numbers(self) -> Mapping[str, int]:
        """The number of each step; every paper has the same."""
        return self.whole.numbers

    @cached_property
    def phases(self) -> tuple[LanesView, ...]:
        """One view a phase; empty where there are fewer than two."""
        story, protocol = self.story, self.chart.protocol
        if len(story.phases) < 2:  # noqa: PLR2004 - a single phase is the whole
            return ()
        return tuple(
            LanesView(told_in_phase(story, phase.id), protocol, whole=self.whole)
            for phase in story.phases
        )

    def sheets(self, language: str) -> Iterator[Scene]:
        """Yield what to print on A3: the whole if it can be read there, else phases."""
        whole = self.whole.scene(language)
        if legible(whole) or not self.phases:
            yield whole
            return
        for view in self.phases:
            yield view.scene(language)


def legible(scene: Scene) -> bool:
    """Whether nobody needs a magnifier for a scene on A3."""
    return small_print(scene, A3, LEAST_OF_LANES) is None


FIRST = (1980, 1, 1, 0, 0, 0)
"""The first instant that a ZIP file can tell; no clock is read."""


def sealed(package: bytes) -> bytes:
    """Return a package whose parts all bear the same instant, in the same order."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            info = zipfile.ZipInfo(name, FIRST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            new.writestr(info, old.read(name))
    return out.getvalue()


class Gathered(Struct, frozen=True, dict=True):
    """One protocol: its drawings, duties and proofs; each is worked out when asked."""

    protocol: Protocol
    handbook: Handbook
    judgement: Judgement | None = None
    """What was proved and measured of it, if somebody did so before."""
    theme: Theme = COLOUR
    laid: LanesView | None = None
    """Its lanes, if somebody laid them out before."""

    @cached_property
    def chart(self) -> Chart:
        """The protocol with nothing left implicit."""
        return chart(self.protocol, self.handbook)

    @cached_property
    def pictures(self) -> Pictures:
        """Its drawings."""
        return Pictures(self.chart, self.handbook, self.laid)

    @cached_property
    def answer(self) -> Responsibility:
        """Who must do what in it; everything counts as in force."""
        return responsibility_of([self.chart], self.handbook)

    @cached_property
    def sizes(self) -> ProtocolSizes:
        """How large it is."""
        numbered = self.pictures.numbers
        return sizes_of(self.protocol, self.handbook, self.answer, numbered)

    @cached_property
    def colours(self) -> Mapping[Id, str]:
        """The colour of each party, the same on every paper of one theme."""
        found = party_colours(self.handbook)
        return {party: self.theme.shown(colour) for party, colour in found.items()}

    def shown(self, scene: Scene) -> Scene:
        """Return a drawing in the colours of the papers."""
        return themed(scene, self.theme)

    @cached_property
    def path(self) -> ChildPathView:
        """The path of the child through it, as its drawing tells it."""
        return ChildPathView(Subject(self.chart, self.handbook))

    @cached_property
    def verdicts(self) -> Mapping[Id, Proof]:
        """The proofs of its promises, soundness first."""
        known = self.judgement.proofs if self.judgement else None
        return proofs_of(self.chart, self.handbook, known)

    @cached_property
    def unset(self) -> UnsetDeadline | None:
        """The proposed deadline on which most promises rest, if any."""
        return unset_deadline(self.chart, self.handbook, self.verdicts)

    @cached_property
    def proofs(self) -> Mapping[str, ProofPage]:
        """What is proved of it, by language."""
        return proof_pages(self.chart, self.handbook, self.judgement)

    def tally(self, language: str) -> str:
        """Say how many of its promises stand where."""
        return tally(self.verdicts.values()).say(language)

    def wording(self, language: str) -> PaperTexts:
        """Return the wording of one language."""
        return PaperTexts(self.handbook, language)

    def raci(self, language: str) -> RaciTable:
        """Return the table of responsibility."""
        wording = self.wording(language)
        return raci_table(self.answer.raci, wording, self.colours, self.protocol)

    def cards(self, language: str) -> Iterator[Card]:
        """Yield the card of every agency that has a duty in it."""
        wording = self.wording(language)
        hashed = fingerprint(self.chart, self.handbook)
        return cards(
            self.answer,
            wording,
            self.colours,
            self.protocol,
            besides=CardTexts(hashed, tuple(self.never(language))),
        )

    def never(self, language: str) -> Iterator[str]:
        """Yield what its safeguards ask of every body, in few words, each once."""
        bound = binding_safeguards(self.chart, self.handbook).values()
        asked = (each.never.say(language) for each in bound if each.never is not None)
        yield from dict.fromkeys(asked)

    def map_of(self, agency: Id) -> Minimap:
        """Return the little map on which the column of an agency is lit."""
        duties = self.answer.agencies[agency]
        return Minimap(self.pictures.whole, duties, self.handbook)

    def steps(self, language: str) -> Iterator[NumberedStep]:
        """Yield the steps in words."""
        return steps_of(self.pictures.story, self.pictures.numbers, language)
