"""What case systems ask on forms: the statuses, answers and papers of a protocol.

A case system that has forms and lists of options, and no machine, takes these. A status
is a state in which a case can rest; choices are ids with their titles in every language
of the handbook.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from katch_protocols.charts.chart import ChartNode, Entry, NodeKind
from katch_protocols.duties.duty_clocks import clock_of
from katch_protocols.duties.limits import Limits
from katch_protocols.duties.phrases import Teller
from katch_protocols.exchange.duty_words import DutyWords
from katch_protocols.exchange.features import Feature
from katch_protocols.exchange.notation import Carried, ExportInput
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Label, readable
from katch_protocols.semantics.titles import Titles
from katch_protocols.words.lists import enumerated
from katch_protocols.words.say import say

__all__ = [
    "CARRIES",
    "CaseForm",
    "FormChoice",
    "FormQuestion",
    "FormStatus",
    "case_form",
    "words",
]

Texts = Mapping[str, str]
"""A text by language, the source language of the handbook first."""


class FormChoice(Struct, frozen=True):
    """Something that can be chosen: its id, and what it is called."""

    name: str
    texts: Texts


class FormQuestion(FormChoice, frozen=True):
    """A fact, with the values that can be chosen.

    ``about`` is the checklist behind it, as text; empty where it has none.
    """

    choices: tuple[FormChoice, ...]
    about: Texts


class FormStatus(FormChoice, frozen=True):
    """A state in which a case can rest, and what can be said while it is active.

    ``activities``, ``facts``, ``documents`` and ``reasons`` are names; ``about`` are
    its deadline and who acts, and the clocks and panels of its activities, as text.
    """

    activities: tuple[str, ...]
    facts: tuple[str, ...]
    documents: tuple[str, ...]
    reasons: tuple[str, ...]
    about: Texts


class CaseForm(FormChoice, frozen=True):
    """All that can be asked of a case of one protocol.

    ``has_strands``: a case can rest in several states at once.
    """

    statuses: tuple[FormStatus, ...]
    activities: tuple[FormChoice, ...]
    facts: tuple[FormQuestion, ...]
    documents: tuple[FormChoice, ...]
    reasons: tuple[FormChoice, ...]
    roles: tuple[FormChoice, ...]
    has_strands: bool


def words(key: str, source: ExportInput, **gaps: str) -> Texts:
    """Say a word of the room in every language of the handbook."""
    languages = source.handbook.languages
    return {each: say(f"exchange.{key}", each, **gaps) for each in languages}


def case_form(source: ExportInput) -> CaseForm:
    """Return what can be asked of a case of a protocol."""
    maker, chart = _FormMaker(source), source.chart
    entries = chart.entries
    own = chart.protocol
    return CaseForm(
        own.id,
        {each: own.title.say(each) for each in source.handbook.languages},
        tuple(maker.status(node) for node in chart.nodes if _rests(node)),
        maker.choices(NameKind.ACTIVITY, (entry.activity for entry in entries)),
        tuple(maker.question(name) for name in chart.facts),
        maker.choices(NameKind.DOCUMENT, chart.documents),
        tuple(maker.reasons()),
        maker.choices(NameKind.ROLE, (one for each in entries for one in _roles(each))),
        any(node.kind is NodeKind.PARALLEL for node in chart.nodes),
    )


def _rests(node: ChartNode) -> bool:
    return node.kind in {NodeKind.ATOMIC, NodeKind.FINAL}


def _roles(entry: Entry) -> Iterable[str]:
    return entry.act.raci.by


class _FormMaker(Struct, frozen=True, dict=True):
    source: ExportInput

    @cached_property
    def _limits(self) -> Limits:
        return Limits(self.source.chart, self.source.handbook)

    @cached_property
    def _words(self) -> Mapping[str, DutyWords]:
        chart, handbook = self.source.chart, self.source.handbook
        return {each: DutyWords(chart, handbook, each) for each in handbook.languages}

    @cached_property
    def _at(self) -> Mapping[int, Sequence[int]]:
        """The positions of entries by the node where they are declared."""
        found: dict[int, list[int]] = defaultdict(list)
        for at, entry in enumerate(self.source.chart.entries):
            found[entry.node].append(at)
        return found

    def _around(self, node: ChartNode) -> Sequence[Entry]:
        """Return what is declared in a state or around it, in document order."""
        chart, at = self.source.chart, self._at
        nodes = (node.index, *chart.ancestors(node.index))
        places = sorted(place for each in nodes for place in at.get(each, ()))
        return [chart.entries[place] for place in places]

    def texts(self, kind: NameKind, name: str) -> Texts:
        """Return what a name is called, in every language of the handbook."""
        chart, handbook = self.source.chart, self.source.handbook
        return {
            each: Titles(chart, handbook, each).title(kind, name)
            for each in handbook.languages
        }

    def choices(self, kind: NameKind, names: Iterable[str]) -> tuple[FormChoice, ...]:
        """Return names to choose from, each once."""
        found = dict.fromkeys(names)
        return tuple(FormChoice(name, self.texts(kind, name)) for name in found)

    def reasons(self) -> Iterator[FormChoice]:
        """Yield each reason code that some activity asks for, once."""
        languages = self.source.handbook.languages
        found: dict[str, Label | None] = {}
        for entry in self.source.chart.entries:
            for name, label in entry.act.reasons.items():
                found[name] = found.get(name) or label
        for name, label in found.items():
            said = label or Label(texts=dict.fromkeys(languages, readable(name)))
            yield FormChoice(name, {each: said.say(each) for each in languages})

    def question(self, name: str) -> FormQuestion:
        """Return a fact with its values."""
        values = self.source.chart.facts[name].values
        return FormQuestion(
            name,
            self.texts(NameKind.FACT, name),
            tuple(
                FormChoice(value, self.texts(NameKind.VALUE, f"{name}.{value}"))
                for value in values
            ),
            {
                each: "\n".join(self._asked(name, each))
                for each in self.source.handbook.languages
            },
        )

    def _asked(self, fact: str, language: str) -> Iterator[str]:
        words = self._words[language]
        if fact in words.listed_facts:
            yield words.checklist_title(fact)
            yield from words.checklist(fact)

    def status(self, node: ChartNode) -> FormStatus:
        """Return a state, with what can be said while it is active."""
        entries = self._around(node)
        return FormStatus(
            node.name,
            self.texts(NameKind.STATE, node.name),
            _once(entry.activity for entry in entries),
            _once(name for entry in entries for name in entry.act.records),
            _once(name for entry in entries for name in entry.act.produces),
            _once(name for entry in entries for name in entry.act.reasons),
            {
                each: "\n".join(self._about(node, each))
                for each in self.source.handbook.languages
            },
        )

    def _about(self, node: ChartNode, language: str) -> Iterator[str]:
        clock = clock_of(node.name, self._limits)
        if clock is not None and clock.kept is not None:
            yield Teller(language).due(clock.kept)
        if node.held_by is not None:
            titles = Titles(self.source.chart, self.source.handbook, language)
            actors = titles.title(NameKind.ROLE, node.held_by)
            yield say("exchange.calendar-answers", language, actors=actors)
        words = self._words[language]
        for entry in self._around(node):
            said = (*words.clocks(entry), *words.panels(entry))
            if said:
                title = self.texts(NameKind.ACTIVITY, entry.activity)[language]
                yield say("exchange.line", language, what=title, said=enumerated(said))


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


_MEANT = (
    Feature.STATES,
    Feature.ENDS,
    Feature.ACTIVITIES,
    Feature.FACTS,
    Feature.DOCUMENTS,
    Feature.REASONS,
    Feature.WHO_ACTS,
    Feature.LANGUAGES,
)

CARRIES: Mapping[Feature, Carried] = {
    **dict.fromkeys(_MEANT, Carried.MEANT),
    Feature.DEADLINES: Carried.TOLD,
    Feature.BASES: Carried.TOLD,
    Feature.DUTY_CLOCKS: Carried.TOLD,
    Feature.PANELS: Carried.TOLD,
    Feature.CHECKLISTS: Carried.TOLD,
}
"""How the forms of a case system carry what a protocol says."""
