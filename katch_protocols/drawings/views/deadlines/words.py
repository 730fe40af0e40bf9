"""What the deadlines view says of a clock: what is asked, of whom, by when."""

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from katch_protocols.drawings.sheets.sheet import Row
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.story.saying import span, together
from katch_protocols.duties.duty_clocks import DutyClock
from katch_protocols.model.noun import Id, Label
from katch_protocols.words.lists import one_line, options

__all__ = ["ClockWords"]

_MANY = 3
"""More duties or parties than this are counted."""


class ClockWords(Struct, frozen=True):
    """Says the clocks of one protocol."""

    subject: Subject

    def names(self, language: str) -> Row:
        """Return the head of the table."""
        keys = (
            "phase",
            "duty",
            "step",
            "by-when",
            "basis",
            "must-act",
            "who-answers",
            "clock-latest",
        )
        return tuple(self.subject.word(key).say(language) for key in keys)

    def spoken(self, clock: DutyClock, language: str, latest: Label | None) -> Row:
        """Return a clock as a row of the table; ``latest``: when it is over."""
        subject = self.subject
        phase, start = subject.phase(clock.phase), self.start(clock)
        limit = span(clock.span, (language,)).say(language)
        basis = clock.kept and subject.word(f"duties.basis-{clock.kept.basis.value}")
        answers = self.answers(clock)
        return (
            phase.say(language) if phase else "",
            self.asked(clock, max(len(clock.acts), 1)).say(language),
            subject.named(clock.title, clock.state).say(language),
            one_line((limit, start.say(language) if start else "")),
            basis.say(language) if basis else "",
            self.who(clock).say(language),
            answers.say(language) if answers else "",
            latest.say(language) if latest else "",
        )

    def start(self, clock: DutyClock) -> Label | None:
        """Say what a clock counts from, where that is not its step; or how often."""
        kept = clock.kept
        if kept is not None and kept.every:
            limit = span(clock.span, self.subject.languages)
            return self.subject.word("duties.own-every", span=limit)
        name, title = clock.opened_by or ("", None)
        if kept is not None and kept.start is not None:
            name, title = kept.start, kept.start_title
        if not name:
            return None
        event = self.subject.named(title, name)
        return self.subject.word("duties.counted-from", event=event)

    def asked(self, clock: DutyClock, most: int = _MANY) -> Label:
        """Say what must be done: the duties that keep the deadline, or the step."""
        subject = self.subject
        if clock.moves_to is not None:
            name, title = clock.moves_to
            return subject.word("moves-on", state=subject.named(title, name))
        if clock.takes_up is not None:
            name, title = clock.takes_up
            return subject.word("duties.take-up", protocol=subject.named(title, name))
        titles = [subject.named(title, name) for name, title in clock.asked]
        return self._some(titles, options, most)

    def ways(self, clock: DutyClock) -> Label:
        """Say what leads out of a step that has others inside."""
        acts = [self.subject.named(title, name) for name, title in clock.acts]
        return self.subject.word("left-by", duties=self._some(acts, options))

    def _some(
        self,
        labels: Sequence[Label],
        how: Callable[[Iterable[str]], str],
        most: int = _MANY,
    ) -> Label:
        """Join labels; the last of many are counted."""
        shown = list(labels)
        if len(shown) > most:
            rest = str(len(shown) - most + 1)
            shown[most - 1 :] = [self.subject.word("and-more", count=rest)]
        return together(shown, self.subject.languages, how=how)

    def _parties(self, names: Iterable[Id]) -> Sequence[Id]:
        return tuple(dict.fromkeys(map(self.subject.home, names)))

    def doers(self, clock: DutyClock) -> Sequence[Id]:
        """Return who must act; where no activity is asked for, who holds the state."""
        return self._parties(clock.doing or filter(None, [clock.holder]))

    def party(self, clock: DutyClock) -> Id:
        """Return whose colour a clock has; empty where it moves by itself."""
        doers = () if clock.moves_to is not None else self.doers(clock)
        return doers[0] if doers else ""

    def who(self, clock: DutyClock) -> Label:
        """Say who must act."""
        if clock.moves_to is not None:
            return self.subject.word("the-clock")
        names = [self.subject.short(each) for each in self.doers(clock)]
        return self._some(names or [self.subject.word("nobody")], one_line)

    def answers(self, clock: DutyClock) -> Label | None:
        """Say who answers, where that is somebody else."""
        answering = self._parties(clock.answering)
        key = "answers"
        if clock.confirms:
            answering = self._parties(filter(None, [clock.holder]))
        if clock.confirms or clock.opened_by is not None:
            key = "until-then"
        if not answering or set(answering) == set(self.doers(clock)):
            return None
        names = [self.subject.short(each) for each in answering]
        return self.subject.word(key, who=self._some(names, one_line))
