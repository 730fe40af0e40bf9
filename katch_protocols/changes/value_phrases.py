"""What stood in a place and what stands there now, in the language of the reader."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import singledispatchmethod
from typing import cast

from msgspec import Struct

from katch_protocols.changes.measured_phrases import say_measured_part
from katch_protocols.changes.naming import Naming
from katch_protocols.changes.value_kinds import ENTRIES, KINDS, MOMENTS, PARTIES
from katch_protocols.findings import Path
from katch_protocols.model.activities import ACTOR, Handover, Opens, Target
from katch_protocols.model.agreements import Agreement
from katch_protocols.model.checklists import ChecklistLine
from katch_protocols.model.citations import Citation
from katch_protocols.model.conditions import (
    And,
    Condition,
    FactIs,
    FactKnown,
    Happened,
    HasDocument,
    InState,
    Not,
    Or,
)
from katch_protocols.model.deadlines import Deadline, Duration, Escalation
from katch_protocols.model.indicators import Baseline, IndicatorTarget, LadderStep
from katch_protocols.model.measures import MeasureRule
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id, Label, Noun
from katch_protocols.model.parties import Binding, Trained
from katch_protocols.model.path import AtMoment
from katch_protocols.model.progress import Progress, Reached
from katch_protocols.model.protocol import Waiver
from katch_protocols.model.safeguards import Safeguard, SafeguardRule, Sentence
from katch_protocols.model.states import Branch, Outcome, Timer
from katch_protocols.sentences.saying import (
    say_condition,
    say_duration,
    say_safeguard,
)
from katch_protocols.sentences.text import print_condition, print_safeguard
from katch_protocols.words.citations import cited
from katch_protocols.words.dates import day, since
from katch_protocols.words.lists import as_typed, enumerated, one_line
from katch_protocols.words.quotes import in_quotes
from katch_protocols.words.say import listed, say

__all__ = ["Values"]


def _cites(value: object) -> bool:
    return isinstance(value, Citation)


def _written(value: object) -> object:
    """Return a citation as a file has it; another value as it is."""
    if not isinstance(value, Citation):
        return value
    return f"{value.source}: {as_typed(value.places)}" if value.places else value.source


_CONDITIONS = (FactIs, FactKnown, InState, HasDocument, Happened, Not, And, Or)


class Values(Struct, frozen=True):
    """Says the values of one place; ``key`` is its key, as ``words`` names fields."""

    naming: Naming
    path: Path
    key: str

    @property
    def protocol(self) -> Id | None:
        """The protocol that the place is a part of."""
        is_own = self.path[0] == "protocols"
        return str(self.path[1]) if is_own and len(self.path) > 1 else None

    def said(self, value: object) -> str:
        """Say one value."""
        match value:
            case Label():
                said = self._text(value)
            case Noun():
                said = self._noun(value)
            case tuple():
                said = self.names(value)
            case Mapping():
                said = enumerated(self._entry(*each) for each in value.items())
            case bool():
                said = self.naming.word("written-yes")
            case StrEnum():
                said = self.naming.code(value)
            case date():
                said = day(value, self.naming.language)
            case _:
                said = self.name(str(value))
        return said

    def _entry(self, name: str, value: object) -> str:
        """Say an entry of a mapping; what a body agreed to, by its protocol."""
        title = self.naming.entry("protocols", name)
        key = in_quotes(title) if isinstance(value, Agreement) else name
        return f"{key}: {self.said(value)}"

    def names(self, values: Sequence[object]) -> str:
        """Say several values of one place."""
        said = map(self.said, values)
        if values and isinstance(values[0], Noun) and not _cites(values[0]):
            return enumerated(said)
        return listed(said, self.naming.language)

    def plain(self, value: object) -> str:
        """Write a value as a file does, with ids in place of titles."""
        match value:
            case SafeguardRule():
                said = print_safeguard(cast("Sentence", value))
            case Target() | Duration() | str():
                said = str(value)
            case tuple():
                return as_typed(map(self.plain, map(_written, value)))
            case Noun() if type(value) in _CONDITIONS:
                said = print_condition(cast("Condition", value))
            case Branch(when=when, to=to):
                return f"{self.plain(when)}: {self.plain(to)}" if when else f"`{to}`"
            case Timer(limit=limit, to=to):
                said = f"{limit}: {to}"
            case Noun():
                said = value.model_dump_json(exclude_defaults=True)
            case _:
                said = str(value)
        return f"`{said}`"

    def _text(self, label: Label) -> str:
        language = self.naming.language
        if language in label.texts:
            return in_quotes(self.naming.label(label, ""))
        return self.in_language(label)

    def in_language(self, label: Label) -> str:
        """Say the first text of a label, and in which language it is."""
        code, text = next(iter(label.texts.items()), ("", ""))
        return self.naming.word("written-in-language", text=text, language=code)

    def name(self, name: str) -> str:
        """Return the title of a name that stands in the place; other texts as is."""
        naming, key = self.naming, self.key
        if (key, name) == ("accountable", ACTOR):
            return naming.word("written-actor")
        if key in PARTIES:
            return naming.party(name)
        titles: tuple[str, ...]
        if key in MOMENTS:
            titles = naming.moment(name)
        elif key in KINDS:
            titles = (self.title(KINDS[key], name),)
        elif key in ENTRIES:
            titles = (naming.entry(ENTRIES[key], name),)
        elif key == "sets":
            titles = (self.title(NameKind.VALUE, f"{self.path[-1]}.{name}"),)
        else:
            return name
        return one_line(map(in_quotes, titles))

    @singledispatchmethod
    def _noun(self, noun: Noun) -> str:
        """Say a noun; one that is not known here is said by its title."""
        title = getattr(noun, "title", None)
        label = title if isinstance(title, Label) else None
        return in_quotes(self.naming.label(label, str(getattr(noun, "id", self.key))))

    @_noun.register(FactIs)
    @_noun.register(FactKnown)
    @_noun.register(InState)
    @_noun.register(HasDocument)
    @_noun.register(Happened)
    @_noun.register(Not)
    @_noun.register(And)
    @_noun.register(Or)
    def _condition(self, noun: Condition) -> str:
        return say_condition(noun, self.naming.language, self)

    @_noun.register
    def _rule(self, noun: SafeguardRule) -> str:
        sentence = cast("Sentence", noun)
        said = say_safeguard(sentence, self.naming.language, self)
        return said.rstrip(".")

    @_noun.register
    def _safeguard(self, noun: Safeguard) -> str:
        return self._rule(noun.rule)

    @_noun.register
    def _span(self, noun: Duration) -> str:
        return say_duration(noun, self.naming.language)

    @_noun.register
    def _at_moment(self, noun: AtMoment) -> str:
        return one_line(map(in_quotes, self.naming.moment(noun.at)))

    @_noun.register(Baseline)
    @_noun.register(IndicatorTarget)
    @_noun.register(LadderStep)
    @_noun.register(MeasureRule)
    def _measured(self, noun: Noun) -> str:
        return say_measured_part(noun, self.naming)

    @_noun.register
    def _binding(self, noun: Binding) -> str:
        if noun.unbound is not None:
            return self._text(noun.unbound)
        return self.naming.party(noun.agency or "")

    @_noun.register
    def _trained(self, noun: Trained) -> str:
        counts = {"trained": str(noun.trained), "teachers": str(noun.may_teach)}
        return self.naming.word("written-trained", **counts)

    @_noun.register
    def _progress(self, noun: Progress) -> str:
        language = self.naming.language
        return enumerated(
            say(
                "duties.stage-since",
                language,
                stage=say(f"duties.stage-{stage.value}", language),
                since=since(reached.since, language),
            )
            for stage, reached in noun.stages()
        )

    @_noun.register
    def _reached(self, noun: Reached) -> str:
        said = [day(noun.since, self.naming.language)]
        said += map(self._citation, noun.source)
        return one_line(said)

    @_noun.register
    def _waiver(self, noun: Waiver) -> str:
        return self._text(noun.reason)

    @_noun.register
    def _agreement(self, noun: Agreement) -> str:
        word, text = self.naming.word, noun.text
        if noun.on is None:
            return word("written-agreement-proposed", text=text)
        return word("written-agreed", day=day(noun.on, self.naming.language), text=text)

    @_noun.register
    def _target(self, noun: Target) -> str:
        title = self.title(NameKind.STATE, noun.state)
        word = self.naming.word
        return word("written-resume", state=title) if noun.resume else in_quotes(title)

    @_noun.register
    def _branch(self, noun: Branch) -> str:
        target, word = self._target(noun.to), self.naming.word
        if noun.when is None:
            return word("written-otherwise", target=target)
        condition = self._condition(noun.when)
        return word("written-line", condition=condition, target=target)

    @_noun.register
    def _timer(self, noun: Timer) -> str:
        gaps = {"span": self._span(noun.limit), "target": self._target(noun.to)}
        return self.naming.word("written-timer", **gaps)

    @_noun.register
    def _checklist_line(self, noun: ChecklistLine) -> str:
        title = in_quotes(self.naming.label(noun.title, noun.value))
        return one_line((title, *(f"{each} {n}" for each, n in noun.when.items())))

    @_noun.register
    def _citation(self, noun: Citation) -> str:
        title = in_quotes(self.naming.entry("sources", noun.source))
        return cited(title, noun.places, self.naming.language)

    @_noun.register
    def _escalation(self, noun: Escalation) -> str:
        party = self.naming.party(noun.tell)
        gaps = {"span": self._span(noun.after), "target": party}
        return self.naming.word("written-timer", **gaps)

    @_noun.register
    def _deadline(self, noun: Deadline) -> str:
        basis = self.naming.code(noun.basis)
        return self.naming.word("term", span=self._span(noun.limit), basis=basis)

    @_noun.register
    def _opens(self, noun: Opens) -> str:
        said = [in_quotes(self.naming.entry("protocols", noun.protocol))]
        if noun.within is not None:
            said.append(self._span(noun.within.limit))
        if noun.region is not None:
            said.append(self.naming.word("written-another-region"))
        return one_line(said)

    @_noun.register
    def _handover(self, noun: Handover) -> str:
        said = [self.naming.party(each) for each in noun.to]
        if noun.within is not None:
            said.append(self._deadline(noun.within))
        return one_line(said)

    def event_kind(self, name: str) -> NameKind:
        """Tell whether an event of a sentence is an activity or a state."""
        return self.naming.event_kind(self.protocol, name)

    def good_ends(self) -> frozenset[Outcome]:
        """Return the outcomes with which a case of the protocol can end well."""
        return self.naming.good_ends(self.protocol)

    def title(self, kind: NameKind, name: str) -> str:
        """Return what a name of a sentence of this place is called."""
        return self.naming.title(self.protocol, kind, name)
