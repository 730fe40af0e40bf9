"""What every output says of duties alike: their deadlines and counts."""

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from katch_protocols.duties.enactment import RegionProgress
from katch_protocols.duties.nouns import Duty, DutyCount, Handoff, Limit, Share
from katch_protocols.duties.parties import home_of
from katch_protocols.duties.responsibility import Responsibility
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label, readable
from katch_protocols.sentences.saying import say_duration
from katch_protocols.words.dates import since
from katch_protocols.words.lists import one_line
from katch_protocols.words.say import either, listed, say

__all__ = [
    "COUNTS",
    "Teller",
    "bodies_under",
    "count",
    "say_count",
    "say_progress",
    "shares_under",
]


class Teller(Struct, frozen=True):
    """Tells deadlines in one ``language``; ``span`` says how long, short or in full."""

    language: str
    span: Callable[[Duration], str] | None = None

    def due(self, limit: Limit) -> str:
        """Say a deadline with what it rests on."""
        key = "due-every" if limit.every else "due"
        return self._word(key, span=self.long(limit), basis=self.basis(limit))

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
        told = duty.limit or duty.around or duty.again or duty.may
        return "" if told else self._word("no-deadline")

    def by_when(self, duty: Duty) -> str:
        """Say the deadline of a duty and all that is told beside it; may be empty."""
        own = [] if duty.limit is None else [self.due(duty.limit)]
        return one_line((*own, *self.beside(duty)))

    def beside(self, duty: Duty) -> tuple[str, ...]:
        """Say what the bare deadline of a duty would leave out.

        That it is a power, from when it counts, who else keeps it, how often it is due
        again, what holds at other steps, when the receiver must confirm, when a case
        that it opens must be taken up, and the deadlines of the steps around it.
        """
        return tuple(self._beside(duty))

    def _beside(self, duty: Duty) -> Iterator[str]:
        if duty.may:
            yield self._word("may")
        if duty.one_of_several:
            steps = zip(duty.states, duty.places, strict=True)
            titles = [_title(place, name, self.language) for name, place in steps]
            if said := either(dict.fromkeys(filter(None, titles)), self.language):
                yield self._word("at-step", steps=said)
        yield from self._own(duty)
        yield from map(self.due, duty.again)
        if duty.elsewhere:
            spans = (
                self._word("no-deadline") if each is None else self.due(each)
                for each in duty.elsewhere
            )
            yield self._word("elsewhere", spans=listed(spans, self.language))
        for each in duty.confirm:
            yield self._word("receiver-confirms", due=self.counted(each))
        yield from map(self.taken_up, duty.opens)
        for each in duty.around:
            step = _title(each.title, each.state, self.language)
            yield self._word("deadline-of-step", step=step, due=self.counted(each))

    def _own(self, duty: Duty) -> Iterator[str]:
        """Say of its own deadline from when it counts, and who else keeps it."""
        own = duty.limit
        if own is not None:
            yield from self.start(own)
            if not own.alone:
                yield self._word("one-of-several")

    def start(self, limit: Limit) -> tuple[str, ...]:
        """Say from which event a deadline counts; nothing: from the step's entry."""
        if limit.start is None:
            return ()
        event = _title(limit.start_title, limit.start, self.language)
        return (self._word("counted-from", event=event),)

    def take_up(self, protocol: tuple[str, Label | None]) -> str:
        """Say that a case of a protocol, by name and title, must be taken up."""
        name, title = protocol
        return self._word("take-up", protocol=_title(title, name, self.language))

    def taken_up(self, limit: Limit) -> str:
        """Say by when an opened case must be taken up."""
        protocol = _title(limit.title, limit.state, self.language)
        return self._word("taken-up", protocol=protocol, due=self.counted(limit))

    def passed(self, said: str, handoff: Handoff, confirmed: str) -> str:
        """Say a handoff with how its receiver confirms it, where it must."""
        told = one_line(map(self.taken_up, handoff.takes_up))
        if not told and handoff.acknowledged:
            told = confirmed
        return f"{said} ({told})" if told else said

    def counted(self, limit: Limit) -> str:
        """Say a deadline with what it rests on, and from which event it counts."""
        return one_line((self.due(limit), *self.start(limit)))

    def _word(self, key: str, **gaps: str) -> str:
        return say(f"duties.{key}", self.language, **gaps)


def _title(label: Label | None, name: str, language: str) -> str:
    if label is not None:
        return label.say(language)
    return readable(name)


def say_progress(found: RegionProgress, language: str) -> str:
    """Say where a region stands with a protocol, and since when."""
    last = found.last
    if last is None:
        return say("duties.stage-none", language)
    stage = say(f"duties.stage-{last.stage.value}", language)
    first = since(last.since, language)
    return say("duties.stage-since", language, stage=stage, since=first)


COUNTS = ("own", "under", "comes", "goes")
"""What is counted, in the order in which it is told; a field of ``DutyCount`` each."""


def bodies_under(agency: Id, handbook: Handbook) -> tuple[Id, ...]:
    """Return every agency that is, by however many levels, a part of one."""
    return tuple(
        other
        for other in handbook.agencies
        if other != agency and agency in handbook.above(other)
    )


def shares_under(
    answer: Responsibility, agency: Id, handbook: Handbook
) -> Iterator[tuple[Id, Share]]:
    """Yield the duties proper of the bodies under an agency, body by body."""
    for body in bodies_under(agency, handbook):
        for share in answer.agencies[body].binding:
            yield body, share


def count(answer: Responsibility, agency: Id, handbook: Handbook) -> DutyCount:
    """Return how many duties a body has itself, and how many the bodies under it have.

    A duty proper is to do, to answer or to take part. Of the bodies under it each duty
    counts once, however many have it; one that the body has too counts in both.
    ``under`` is ``None`` where no body is under it. A role that nobody holds in some
    region is one way with the body that holds it elsewhere, as in the drawings.
    """
    found = answer.agencies[agency]
    comes = {(one.activity, home_of(one.sender, handbook)) for one in found.receives}
    goes = {(one.activity, home_of(one.receiver, handbook)) for one in found.hands}
    under = {share.duty.key for _, share in shares_under(answer, agency, handbook)}
    return DutyCount(
        own=len(found.binding),
        under=len(under) if bodies_under(agency, handbook) else None,
        comes=len(comes),
        goes=len(goes),
    )


def say_count(found: DutyCount, language: str) -> Mapping[str, tuple[int, str]]:
    """Return each count with what it counts, in the form that goes with the number."""
    said = {name: getattr(found, name) for name in ("own", "under", "comes", "goes")}
    return {
        name: (number, say(f"duties.counts-{name}", language, number=number))
        for name, number in said.items()
        if number is not None
    }
