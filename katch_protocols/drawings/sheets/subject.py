"""What the views of responsibility draw, and what they say beside a duty."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Self

from msgspec import Struct

from katch_protocols.charts.chart import Chart, EntryKind
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.palette import families_of, family_of, party_colours
from katch_protocols.drawings.sheets.fitting import LEAST, Fitted, fitted
from katch_protocols.drawings.story.duties import LaneNames
from katch_protocols.drawings.story.nouns import Lane, Story
from katch_protocols.drawings.story.saying import named, span, together, word
from katch_protocols.drawings.story.tell import tell
from katch_protocols.drawings.text import Face
from katch_protocols.drawings.theme import MUTED
from katch_protocols.duties.about_child import is_about_a_child
from katch_protocols.duties.nouns import Duty, Share
from katch_protocols.duties.panels import decided_title
from katch_protocols.duties.parties import home_of
from katch_protocols.duties.phrases import Teller
from katch_protocols.duties.responsibility import Responsibility, responsibility_of
from katch_protocols.graphs.handoffs import HandoffWays
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label
from katch_protocols.words.quotes import in_quotes
from katch_protocols.words.say import listed

__all__ = ["Subject", "beside", "by_when", "no_deadline"]


class Subject(Struct, frozen=True, dict=True):
    """One protocol as the views of responsibility see it."""

    chart: Chart
    handbook: Handbook
    as_of: date | None = None

    @classmethod
    def of(cls, given: Material) -> Self:
        """Return what the views of responsibility draw of what they are given."""
        return cls(given.chart, given.handbook, given.as_of)

    @cached_property
    def story(self) -> Story:
        """The story that the lanes view tells; lanes and phases come from there."""
        return tell(self.chart, self.handbook)

    @cached_property
    def answer(self) -> Responsibility:
        """Who must do what in this protocol."""
        return responsibility_of([self.chart], self.handbook, as_of=self.as_of)

    @cached_property
    def told_inside(self) -> tuple[Label, ...]:
        """Says that a protocol which runs here tells its handoffs itself, if one does.

        Counted together with those here, each of them is counted once.
        """
        names = HandoffWays(self.chart).elsewhere
        titles = [self.handbook.protocols[name].title for name in names]
        texts = {
            code: listed((in_quotes(title.say(code)) for title in titles), code)
            for code in self.languages
        }
        protocols = Label(texts=texts)
        return (self.word("handoffs-inside", protocols=protocols),) if titles else ()

    @property
    def languages(self) -> Sequence[str]:
        """The languages of the handbook."""
        return self.handbook.languages

    def fitted(  # noqa: PLR0913 - keywords with defaults, one a wish
        self,
        label: Label,
        room: float,
        size: float = 13,
        *,
        bold: bool = False,
        most: int = 3,
        least: float = LEAST,
        further: int = 0,
    ) -> Fitted:
        """Set a label in the languages of the handbook, as ``fitting.fitted``."""
        return fitted(
            label,
            self.languages,
            room,
            size=size,
            face=Face.SEMIBOLD if bold else Face.REGULAR,
            most=most,
            least=least,
            further=further,
        )

    @property
    def title(self) -> Label:
        """The title of the protocol."""
        return self.chart.protocol.title

    @cached_property
    def colours(self) -> Mapping[Id, str]:
        """The colour of each party, the same in every view."""
        return party_colours(self.handbook)

    def families(self, parties: Iterable[Id]) -> tuple[tuple[str, Label], ...]:
        """Return the colour and the title of each family that some parties are of."""
        return families_of(parties, self.handbook)

    def colour(self, party: Id) -> str:
        """Return the colour of a party; muted if nobody knows it."""
        return self.colours.get(party, MUTED)

    def home(self, name: Id) -> Id:
        """Return the lane of a role or an agency."""
        return home_of(name, self.handbook)

    def short(self, party: Id) -> Label:
        """Return the short name of a party."""
        return self._lane(party).short

    def full(self, party: Id) -> Label:
        """Return the full name of a party."""
        return self._lane(party).title

    def _lane(self, party: Id) -> Lane:
        """Return the lane of a party: every row of a table asks for some."""
        found = self._lanes.get(party)
        if found is None:
            names = LaneNames(self.handbook, self.languages)
            found = self._lanes[party] = names.lane(party)
        return found

    @cached_property
    def _lanes(self) -> dict[Id, Lane]:
        """The lanes that were asked for, by their parties."""
        return {}

    def duty(self, duty: Duty) -> Label:
        """Return the title of a duty; of a panel's with how many must sit."""
        title = duty.title or self.activity(duty.activity)
        return decided_title(duty, title, self.handbook)

    def brief(self, duty: Duty) -> Label:
        """Return the short title of a duty, else its title, as ``duty`` says it.

        Where several duties share it, its step tells them apart.
        """
        title = self.chart.short_of(duty.activity)
        if title is None:
            return self.duty(duty)
        said = decided_title(duty, title, self.handbook)
        place = next(filter(None, duty.places), None)
        if not duty.one_of_several or place is None:
            return said
        return together((said, place), self.languages, how=": ".join)

    def asked(self, duty: Duty) -> str:
        """Return the activity that a duty answers; of one that is written itself."""
        if duty.kind.is_written:
            return duty.activity
        above, dot, bare = duty.activity.rpartition(".")
        return above + dot + bare.removeprefix(f"{duty.kind}_")

    def family(self, party: Id) -> Id:
        """Return the family of a party; empty where it has none or several."""
        return family_of(party, self.handbook) or ""

    def activity(self, name: str) -> Label:
        """Return the title of an activity; an answer without one speaks of its act."""
        title = self.chart.title_of(name)
        above, dot, bare = name.rpartition(".")
        for kind in (EntryKind.ACKNOWLEDGE, EntryKind.DECLINE):
            asked = above + dot + bare.removeprefix(f"{kind}_")
            if title is None and asked != name:
                return self.word(kind.value, title=self.activity(asked))
        return named(title, name, self.languages)

    def named(self, label: Label | None, name: str) -> Label:
        """Return a label, or a readable name where there is none."""
        return named(label, name, self.languages)

    def word(self, key: str, **gaps: str | Label) -> Label:
        """Return one of the drawing's own words in every language."""
        return word(key, self.languages, **gaps)

    @cached_property
    def is_about_a_child(self) -> bool:
        """Whether a case is a child's."""
        return is_about_a_child(self.chart)

    def kind(self, view: str) -> str:
        """Return the key of the small title of a view that speaks of a child."""
        return view if self.is_about_a_child else f"{view}-no-child"

    def phase(self, name: Id | None) -> Label | None:
        """Return the title of a phase; what has none may come at any step.

        ``None`` where the protocol has no phases at all.
        """
        for phase in self.story.phases:
            if phase.id == name:
                return phase.title
        return self.word("any-step") if self._phases else None

    def rank(self, phase: Id | None) -> int:
        """Return the place of a phase in the story; what has none comes last."""
        return self._phases.get(phase or "", len(self._phases))

    @cached_property
    def _phases(self) -> Mapping[Id, int]:
        titled = (phase.id for phase in self.story.phases if phase.title is not None)
        return {name: at for at, name in enumerate(titled)}

    @cached_property
    def duties(self) -> Sequence[Duty]:
        """The duties phase by phase; an answer follows what it answers."""
        return tuple(sorted(self.answer.raci, key=self._place))

    def ordered(self, shares: Sequence[Share]) -> Sequence[Share]:
        """Return the shares of an agency in the order of the duties."""
        return tuple(sorted(shares, key=lambda share: self._place(share.duty)))

    def _place(self, duty: Duty) -> tuple[int, int]:
        asked = self.asked(duty)
        own = self._positions[duty.activity]
        return self.rank(duty.phase), self._positions.get(asked, own)

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        """Where each activity stands in the answer; the last place of several."""
        return {duty.activity: at for at, duty in enumerate(self.answer.raci)}


def _teller(language: str) -> Teller:
    return Teller(language, lambda each: span(each, (language,)).say(language))


def beside(duty: Duty, subject: Subject) -> Label | None:
    """Say what the bare deadline of a duty would leave out, if anything."""
    said = {code: _teller(code).beside(duty) for code in subject.languages}
    if not any(said.values()):
        return None
    return Label(texts={code: " · ".join(notes) for code, notes in said.items()})


def by_when(duty: Duty, language: str) -> str:
    """Return the same with the deadline itself, as a cell of a text twin."""
    return _teller(language).by_when(duty)


def no_deadline(duty: Duty, subject: Subject) -> Label | None:
    """Say that a duty has no deadline; nothing where that of a step is told."""
    said = {code: _teller(code).none(duty) for code in subject.languages}
    return Label(texts=said) if any(said.values()) else None
