"""What things are called in two versions, in the language of the reader."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from katch_protocols.changes.version import HandbookVersion
from katch_protocols.charts.chart import Chart
from katch_protocols.charts.titles import party_called
from katch_protocols.model.deadlines import Basis
from katch_protocols.model.handbook import Handbook, SourceKind
from katch_protocols.model.indicators import Aim
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id, Label, readable
from katch_protocols.model.parties import AgencyKind, Cover, Level
from katch_protocols.model.periods import Dimension
from katch_protocols.model.protocol import Status
from katch_protocols.model.states import OnPause, Outcome
from katch_protocols.semantics.titles import Titles
from katch_protocols.words.say import listed, say

__all__ = ["Naming"]

_CODES: Mapping[type[StrEnum], str] = {
    Basis: "duties.basis-",
    Outcome: "drawings.",
    Status: "drawings.",
    AgencyKind: "page.kind-",
    Level: "page.level-",
    Cover: "page.cover-",
    Aim: "indicators.aim-",
    Dimension: "changes.dimension-",
    OnPause: "changes.pause-",
    SourceKind: "changes.source-",
}
"""How the keys of the words for codes begin; other codes are said as they are."""


class Naming(Struct, frozen=True, dict=True):
    """Says names as titles: those of the later version, else of the earlier one."""

    before: HandbookVersion
    after: HandbookVersion
    language: str

    def word(self, key: str, /, **gaps: object) -> str:
        """Return one of the words of a comparison."""
        return say(f"changes.{key}", self.language, **gaps)

    def party(self, name: Id) -> str:
        """Return the short name of an agency, or the title of a role."""
        return self._first(lambda book: party_called(book, name), name)

    def parties(self, names: Iterable[Id]) -> str:
        """Return several parties in one line, each once."""
        return listed(dict.fromkeys(map(self.party, names)), self.language)

    def entry(self, kind: str, name: Id) -> str:
        """Return the title of an entry of a handbook: a region, a source, and so on."""

        def found(book: Handbook) -> Label | None:
            entries: Mapping[str, object] = getattr(book, kind)
            label = getattr(entries.get(name), "title", None)
            return label if isinstance(label, Label) else None

        return self._first(found, name)

    def activity(self, protocol: Id, name: str) -> str:
        """Return the title of an activity by its full name."""
        return self._charted(protocol, name, lambda chart: chart.title_of(name))

    def state(self, protocol: Id, name: str) -> str:
        """Return the title of a state by its full name."""

        def found(chart: Chart) -> Label | None:
            index = chart.by_name.get(name)
            return None if index is None else chart.nodes[index].title

        return self._charted(protocol, name, found)

    def document(self, protocol: Id, name: Id) -> str:
        """Return the title of a document."""

        def found(chart: Chart) -> Label | None:
            document = chart.documents.get(name)
            return None if document is None else document.title

        return self._charted(protocol, name, found)

    def event(self, protocol: Id, name: str) -> str:
        """Return the title of an activity, a state or what is measured, by its name."""
        counted = (each.counted.get(name) for each in self._charts(protocol))
        measured = next((each.title for each in counted if each is not None), None)
        if measured is not None:
            return self.label(measured, name)
        known = any(name in each.activities for each in self._charts(protocol))
        return (self.activity if known else self.state)(protocol, name)

    def title(self, protocol: Id | None, kind: NameKind, name: str) -> str:
        """Return what a bare name of a protocol's sentences is called."""
        for titles in self._titles(protocol):
            said = titles.title(kind, name)
            if said != readable(name):
                return said
        return readable(name)

    def moment(self, at: str) -> tuple[str, ...]:
        """Return the titles of a protocol and of what happens in it, if it is named."""
        home, _, name = at.partition(".")
        kind = next(
            (
                kind
                for kind in ("fragments", "protocols")
                for version in (self.after, self.before)
                if home in getattr(version.handbook, kind)
            ),
            "protocols",
        )
        title = self.entry(kind, home)
        return (title, self.title(home, NameKind.EVENT, name)) if name else (title,)

    def event_kind(self, protocol: Id | None, name: str) -> NameKind:
        """Tell whether an event of a protocol's sentences is an activity or a state."""
        kinds = (titles.event_kind(name) for titles in self._titles(protocol))
        return next(
            (kind for kind in kinds if kind is not NameKind.EVENT), NameKind.EVENT
        )

    def good_ends(self, protocol: Id | None) -> frozenset[Outcome]:
        """Return the outcomes with which a case of a protocol can end well."""
        ends = (titles.good_ends() for titles in self._titles(protocol))
        return frozenset().union(*ends)

    def label(self, label: Label | None, name: str) -> str:
        """Return a label; what has none is said by its id, made readable."""
        said = label.say(self.language) if label is not None else ""
        return said or readable(name)

    def in_regions(self, said: str, places: Sequence[Id]) -> str:
        """Return words with the regions where it is so; without any as they are."""
        if not places:
            return said
        titles = (self.entry("regions", place) for place in places)
        return self.word("in-regions", said=said, regions=listed(titles, self.language))

    def code(self, value: StrEnum | None) -> str:
        """Return what one of the library's own codes is called: a basis, an outcome."""
        if value is None:
            return "–"
        key = _CODES.get(type(value))
        return (
            str(value)
            if key is None
            else say(f"{key}{value.replace(' ', '_')}", self.language)
        )

    def _first(self, of: Callable[[Handbook], Label | None], name: str) -> str:
        labels = (of(each.handbook) for each in (self.after, self.before))
        return self.label(next((each for each in labels if each), None), name)

    def _charted(
        self, protocol: Id, name: str, of: Callable[[Chart], Label | None]
    ) -> str:
        labels = map(of, self._charts(protocol))
        return self.label(next((each for each in labels if each), None), name)

    def _charts(self, protocol: Id) -> list[Chart]:
        found = (each.every_chart.get(protocol) for each in (self.after, self.before))
        return [each for each in found if each is not None]

    def _titles(self, protocol: Id | None) -> tuple[Titles, ...]:
        if protocol is None:
            return self._anywhere
        return tuple(
            Titles(each.every_chart[protocol], each.handbook, self.language)
            for each in (self.after, self.before)
            if protocol in each.every_chart
        )

    @cached_property
    def _anywhere(self) -> tuple[Titles, ...]:
        """Titles for what binds several protocols: any of them may know a name."""
        return tuple(
            Titles(chart, each.handbook, self.language)
            for each in (self.after, self.before)
            for chart in each.every_chart.values()
        )
