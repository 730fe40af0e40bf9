"""What is said of the deadline of a duty: the same in every output."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from katch_protocols.duties.nouns import Duty, Limit
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.noun import Label, readable
from katch_protocols.sentences.saying import say_duration
from katch_protocols.words.say import say

__all__ = ["Teller"]


@dataclass(frozen=True)
class Teller:
    """Tells deadlines in one ``language``; ``span`` says how long, short or in full."""

    language: str
    span: Callable[[Duration], str] | None = None

    def due(self, limit: Limit) -> str:
        """Say a deadline with what it rests on."""
        return self._word("due", span=self.long(limit), basis=self.basis(limit))

    def long(self, limit: Limit) -> str:
        """Say how long a deadline is."""
        if self.span is not None:
            return self.span(limit.limit)
        return say_duration(limit.limit, self.language)

    def basis(self, limit: Limit) -> str:
        """Say what a deadline rests on."""
        return self._word(f"basis-{limit.basis.value}")

    def none(self, duty: Duty) -> str:
        """Say that a duty has no deadline; nothing where that of a step is told."""
        return "" if duty.limit or duty.around else self._word("no-deadline")

    def by_when(self, duty: Duty) -> str:
        """Say the deadline of a duty and all that is told beside it; may be empty."""
        own = [] if duty.limit is None else [self.due(duty.limit)]
        return ", ".join((*own, *self.beside(duty)))

    def beside(self, duty: Duty) -> tuple[str, ...]:
        """Say what the bare deadline of a duty would leave out.

        From when it counts, who else keeps it, what holds at other steps, when the
        receiver must confirm, and the deadlines of the steps around it.
        """
        return tuple(self._beside(duty))

    def _beside(self, duty: Duty) -> Iterator[str]:
        if duty.one_of_several:
            steps = zip(duty.states, duty.places, strict=True)
            titles = [_title(place, name, self.language) for name, place in steps]
            if said := "; ".join(dict.fromkeys(filter(None, titles))):
                yield self._word("at-step", steps=said)
        own = duty.limit
        if own is not None:
            yield from self._start(own)
            if not own.alone:
                yield self._word("one-of-several")
        if duty.elsewhere:
            spans = (
                self._word("no-deadline") if each is None else self.due(each)
                for each in duty.elsewhere
            )
            yield self._word("elsewhere", spans=", ".join(spans))
        for each in duty.confirm:
            yield self._word("receiver-confirms", due=self._from(each))
        for each in duty.around:
            step = _title(each.title, each.state, self.language)
            yield self._word("deadline-of-step", step=step, due=self._from(each))

    def _start(self, limit: Limit) -> Iterator[str]:
        if limit.start is not None:
            event = _title(limit.start_title, limit.start, self.language)
            yield self._word("counted-from", event=event)

    def _from(self, limit: Limit) -> str:
        return ", ".join((self.due(limit), *self._start(limit)))

    def _word(self, key: str, **gaps: str) -> str:
        return say(f"duties.{key}", self.language, **gaps)


def _title(label: Label | None, name: str, language: str) -> str:
    if label is not None:
        return label.say(language)
    return readable(name)
