"""Whether one sentence holds in one case: every way in which it may stand so far.

What is broken in one way only may hold all the same.
"""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.cases.instants import HandbookCalendar
from katch_protocols.evidence.audits.watched import Watched
from katch_protocols.evidence.logs.events import instant_of_micros, micros
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.model.states import Outcome
from katch_protocols.proofs.automata.product_automaton import BROKEN, OFF

__all__ = ["BrokenSentence", "SentenceInCase"]

_Span = tuple[int, int]


class BrokenSentence(Struct, frozen=True):
    """A sentence that does not hold, and when it was broken."""

    safeguard: Safeguard
    first: int
    last: int


class _SentenceWay(Struct):
    """Where the automaton of a sentence may stand, and since when it owes."""

    name: str
    since: _Span | None = None


class SentenceInCase:
    """Watches one sentence over one case.

    ``is_seen``: the beginning is in the log; else the sentence may stand anywhere.

    Attributes:
        is_told: It is broken, and that was told.
        is_unsure: It may be broken: at some of the instants that something can have
            been and not at others, or by a step of which no log tells.
    """

    def __init__(
        self, watched: Watched, calendar: HandbookCalendar, *, is_seen: bool
    ) -> None:
        self.watched, self._calendar = watched, calendar
        self.is_told = self.is_unsure = False
        names = watched.automaton.states
        if is_seen:
            names = names[:1]
        elif any(each.where or each.unless or each.within for each in watched.slots):
            # What its conditions would have to know was said before.
            names = (OFF,)
        self._ways = [_SentenceWay(name) for name in names if name != BROKEN]
        self._others: list[_SentenceWay] = []

    @property
    def owes(self) -> bool:
        """Whether it still owes something."""
        return any(way.name in self.watched.automaton.owing for way in self._ways)

    def read(self, letters: Sequence[str], span: _Span) -> Iterator[BrokenSentence]:
        """Read what happened; yield the sentence if that breaks it."""
        self._try(self._others, letters, span)
        for letter in letters:
            if self.is_told:
                return
            broken = [way for way in self._ways if self._breaks(way, letter, span)]
            if len(broken) < len(self._ways):
                self._ways = [way for way in self._ways if way not in broken]
                continue
            yield from self._tell(span, span)
            for way in broken:
                if way.name == BROKEN:
                    # Set aside: it goes on as if it had not been.
                    way.name = self.watched.automaton.states[0]

    def may_read(self, steps: Iterable[Sequence[str]], span: _Span) -> None:
        """Let steps be read of which no log tells, in any order and as often as may be.

        Each is what the sentence reads of it.
        """
        read = [*dict.fromkeys(map(tuple, steps))]
        left = [*self._ways, *self._others] if read else []
        known = {way.name for way in left}
        while left:
            way = left.pop()
            for letters in read:
                other = replace(way)
                self._try([other], letters, span)
                if other.name not in known:
                    known.add(other.name)
                    left.append(other)
                    self._others.append(other)

    def suspect(self, at: int) -> None:
        """Note that it may be broken at an instant."""
        waived = self.watched.waived
        self.is_unsure |= waived is None or at >= waived

    def end(
        self, span: _Span, outcome: Outcome | None, *, ended: bool
    ) -> Iterator[BrokenSentence]:
        """Yield the sentence if it owes at an end, or has owed for too long.

        The latter is broken as its limit is over, however long the log goes on.
        """
        if self.is_told:
            return
        watched, (until, latest) = self.watched, span
        counts = ended and (
            outcome in watched.outcomes or watched.outcomes == frozenset(Outcome)
        )

        def owes(way: _SentenceWay) -> bool:
            is_owed = way.name in watched.automaton.owing
            return is_owed and (counts or self._is_late(way, until))

        if all(map(owes, self._ways)):
            yield from self._tell((until, until), self._over(until))
            return
        if any(map(owes, self._others)):
            self.suspect(latest)
        for way in (*self._ways, *self._others):
            self._doubt(way, latest)

    def _try(
        self, ways: Iterable[_SentenceWay], letters: Sequence[str], span: _Span
    ) -> None:
        """Let ways go on in which the case may not have been; note what breaks them."""
        for way in ways:
            for letter in letters:
                if self._breaks(way, letter, span):
                    self.suspect(span[1])

    def _breaks(self, way: _SentenceWay, letter: str, span: _Span) -> bool:
        """Let an automaton read a letter; tell whether that breaks its sentence."""
        was, owing = way.name, self.watched.automaton.owing
        if was == OFF:
            return False
        is_late, begins = False, was not in owing
        way.name = self.watched.automaton.read(was, (letter,))
        renews = letter in self.watched.renewing
        if was in owing and (way.name not in owing or renews):
            is_late, begins = self._is_late(way, span[0]), True
            if not is_late:
                self._doubt(way, span[1])
            way.since = None
        if way.name in owing and begins:
            way.since = span
        return is_late or way.name == BROKEN

    def _is_late(self, way: _SentenceWay, at: int) -> bool:
        due = self._due(way)
        return due is not None and due[1] < at

    def _doubt(self, way: _SentenceWay, at: int) -> None:
        """Note that what was owed until an instant, at the latest, may be too late."""
        due = self._due(way)
        if due is not None and due[0] < at:
            self.suspect(at)

    def _due(self, way: _SentenceWay) -> _Span | None:
        """Return the soonest and the latest that the limit is over, if one runs."""
        limit = self.watched.limit
        if limit is None or way.since is None:
            return None
        first, last = map(instant_of_micros, way.since)
        soonest, latest = self._calendar.spread(first, last, limit)
        return micros(soonest), micros(latest)

    def _over(self, until: int) -> _Span:
        """Return when what is still owed became too late; ``until`` without a limit."""
        spans = [due for way in self._ways if (due := self._due(way)) is not None]
        if not spans:
            return until, until
        first, last = min(due[0] for due in spans), max(due[1] for due in spans)
        return min(first, until), min(last, until)

    def _tell(self, span: _Span, over: _Span) -> Iterator[BrokenSentence]:
        """Tell that it is broken, unless it is set aside at that instant."""
        waived = self.watched.waived
        if waived is None or span[0] >= waived:
            self.is_told = True
            yield BrokenSentence(self.watched.safeguard, *over)
