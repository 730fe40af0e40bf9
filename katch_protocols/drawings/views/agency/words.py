"""What the card of an agency says of its duties, deadlines and neighbours."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from katch_protocols.drawings.sheets.sheet import Row
from katch_protocols.drawings.sheets.subject import Subject, by_when
from katch_protocols.drawings.story.saying import span, together
from katch_protocols.duties.agency import AgencyDuties, told_late
from katch_protocols.duties.nouns import Handoff, Part, Share
from katch_protocols.duties.raci import acting
from katch_protocols.model.citations import Citation
from katch_protocols.model.noun import Id, Label
from katch_protocols.words.citations import cited
from katch_protocols.words.lists import enumerated, one_line

__all__ = ["CardWords", "is_others"]

_BOTH = {Part.RESPONSIBLE, Part.ACCOUNTABLE}


def is_others(share: Share) -> bool:
    """Whether others do a duty and the agency only answers for it."""
    binding = [part for part in share.parts if part.binds]
    return binding == [Part.ACCOUNTABLE]


class CardWords(Struct, frozen=True, dict=True):
    """Says what concerns one agency, in every language."""

    subject: Subject

    @cached_property
    def _known(self) -> dict[int, tuple[Share, tuple[Label, ...]]]:
        return {}

    @cached_property
    def _rows(self) -> dict[tuple[int, str], Row]:
        return {}

    def counted(self, key: str, many: int) -> Label:
        """Return the title of a section with how many duties stand there."""
        number = Label(texts=dict.fromkeys(self.subject.languages, str(many)))
        parts = (self.subject.word(key), number)
        return together(parts, self.subject.languages, how=": ".join)

    def row(self, share: Share, language: str) -> Row:
        """Return a duty as a row of the text twin."""
        key = id(share), language
        found = self._rows.get(key)
        if found is None:
            # What is known holds its share, so no other share can have its id.
            known = self._known.get(id(share))
            if known is None:
                known = self._known[id(share)] = share, self._labels(share)
            title, part, sources = (each.say(language) for each in known[1])
            when = by_when(share.duty, language)
            found = self._rows[key] = title, part, when, sources
        return found

    def _labels(self, share: Share) -> tuple[Label, ...]:
        """Return what a share is, what its agency does, and what that rests on."""
        duty = share.duty
        return self.subject.duty(duty), self.part(share), self.sources(duty.source)

    def part(self, share: Share) -> Label:
        """Say what the agency does in a duty."""
        keys = [part.value for part in share.parts if part.binds]
        if keys == [Part.ACCOUNTABLE]:
            return self._answers(share)
        if set(share.parts) >= _BOTH:
            rest = [key for key in keys if Part(key) not in _BOTH]
            keys = ["both", *rest]
        words = [self.subject.word(f"duties.part-{key}") for key in keys]
        return together(words, self.subject.languages, how=enumerated)

    def _answers(self, share: Share) -> Label:
        """Say that it answers, and who does it: the duty itself is not its own."""
        subject = self.subject
        doers = dict.fromkeys(
            map(subject.home, acting(share.duty.names, Part.RESPONSIBLE))
        )
        names = [subject.short(each) for each in doers]
        if not names:
            return subject.word("duties.part-accountable")
        who = together(names, subject.languages, how=one_line)
        return subject.word("done-by", who=who)

    def sources(self, citations: Iterable[Citation]) -> Label:
        """Name what a duty rests on, and the places in it."""
        known = self.subject.handbook.sources
        titles = [
            Label.of(
                {
                    each: cited(known[one.source].title.say(each), one.places, each)
                    for each in self.subject.languages
                }
            )
            for one in citations
            if one.source in known
        ]
        return together(titles, self.subject.languages, how=enumerated)

    def if_late(self, found: AgencyDuties) -> Label | None:
        """Say whom the handbook tells of a broken deadline, if any is its duty."""
        subject = self.subject
        chain = told_late(found, subject.handbook)
        if not chain:
            return None
        times: dict[Id, list[Label]] = {}
        for step in chain:
            when = subject.word("at-once")
            if step.after.amount:
                after = span(step.after, subject.languages)
                when = subject.word("after", span=after)
            times.setdefault(step.tell, []).append(when)
        told = []
        for name, whens in times.items():
            said = together(whens, subject.languages, how=one_line)
            parts = [subject.short(name), said]
            told.append(together(parts, subject.languages, how=": ".join))
        rest = together(told, subject.languages, how=enumerated)
        parts = [subject.word("if-late"), rest]
        return together(parts, subject.languages, how=". ".join)

    def by_other(
        self, handoffs: Iterable[Handoff], *, comes: bool
    ) -> Iterator[tuple[Sequence[Id], Sequence[Label]]]:
        """Yield other agencies with what they hand over or get; each title once.

        Those with the same activities stand together.
        """
        found: dict[Id, dict[str, Label]] = {}
        for handoff in handoffs:
            other = handoff.sender if comes else handoff.receiver
            label = self.subject.named(handoff.title, handoff.activity)
            found.setdefault(other, {})[handoff.activity] = label
        alike: dict[tuple[str, ...], list[Id]] = {}
        for other, labels in found.items():
            alike.setdefault(tuple(labels), []).append(other)
        for others in alike.values():
            yield tuple(others), tuple(found[others[0]].values())

    def parties(self, others: Sequence[Id]) -> Label:
        """Name one agency in full, several in short."""
        if len(others) == 1:
            return self.subject.full(others[0])
        names = [self.subject.short(other) for other in others]
        return together(names, self.subject.languages, how=one_line)
