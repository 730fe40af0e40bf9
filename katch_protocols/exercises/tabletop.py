"""A tabletop exercise in words: sheets made of the moments of a case that is played."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from katch_protocols.cases.deadlines import Due
from katch_protocols.cases.form import FormOption
from katch_protocols.drawings.palette import party_colours
from katch_protocols.duties.duty_pictures import body_picture
from katch_protocols.exercises.exercise import AskedMoment, Exercise
from katch_protocols.exercises.nouns import (
    AnswerLine,
    ClockMark,
    Mark,
    Tabletop,
    TabletopRole,
    TabletopSheet,
)
from katch_protocols.exercises.once import once
from katch_protocols.exercises.playing import PlayedMoment
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.papers.content.speaker import PaperTexts
from katch_protocols.semantics.table import Row
from katch_protocols.semantics.titles import Titles
from katch_protocols.sentences.saying import say_safeguard
from katch_protocols.words.lists import enumerated

__all__ = ["sheets_in", "tabletop"]

_ASKED = "?"
"""Stands on a clock where players say the time."""


def tabletop(exercise: Exercise, language: str) -> Tabletop:
    """Return an exercise in the words of one language.

    Raises:
        ActivityRefusedError: The live case refuses a step of the path.
        ProtocolError: The protocol has problems; ``check`` says which.
    """
    protocol = exercise.protocol
    wording = _SheetWording(exercise, PaperTexts(exercise.handbook, language))
    return Tabletop(
        protocol=protocol.id,
        title=wording.texts.label(protocol.title, protocol.id),
        language=language,
        foot=wording.texts.foot(protocol),
        sheets=tuple(sheet for (sheet,) in sheets_in(exercise, (language,))),
        unread=exercise.unread,
    )


def sheets_in(
    exercise: Exercise, languages: Iterable[str]
) -> Iterator[tuple[TabletopSheet, ...]]:
    """Yield each sheet in some languages; its lists are as long in each.

    Raises:
        ActivityRefusedError: The live case refuses a step of the path.
        ProtocolError: The protocol has problems; ``check`` says which.
    """
    texts = (PaperTexts(exercise.handbook, language) for language in languages)
    every = [_SheetWording(exercise, each) for each in texts]
    for number, scene in enumerate(exercise.scenes, start=1):
        yield once([wording.sheet(number, scene) for wording in every])


class _SheetWording(Struct, frozen=True):
    """Says one exercise in one language."""

    exercise: Exercise
    texts: PaperTexts

    def sheet(self, number: int, scene: AskedMoment) -> TabletopSheet:
        moment = scene.moment
        return TabletopSheet(
            number=number,
            title=self._stands(moment),
            activity=moment.activity,
            safeguards=scene.safeguards,
            keeps=self._ids(scene.safeguards),
            time=self._time(moment.at),
            role=self._role(moment),
            told=tuple(self._told(scene)),
            injects=tuple(self.texts.label(each.text) for each in scene.injects),
            clock=tuple(self._clock(moment)),
            answer=tuple(self._answer(moment)),
            marks=tuple(self._marks(scene)),
        )

    def _say(self, key: str, **gaps: object) -> str:
        return self.texts.say(f"tabletop-{key}", **gaps)

    def _time(self, at: datetime) -> str:
        zone = ZoneInfo(self.exercise.handbook.timezone)
        local, first = at.astimezone(zone), self.exercise.at.astimezone(zone)
        day = (local.date() - first.date()).days + 1
        return self._say("time", day=day, time=f"{local:%H:%M}")

    def _stands(self, moment: PlayedMoment) -> str:
        """Say where the case stands: the state in which the activity is possible."""
        node = self.exercise.compiled.chart.nodes[moment.row.node]
        if not node.name:
            return self._state(moment.states[-1]) if moment.states else ""
        return self.texts.label(node.title, node.name)

    def _state(self, name: str) -> str:
        node = self.exercise.compiled.chart.node(name)
        return self.texts.label(node.title, name)

    def _role(self, moment: PlayedMoment) -> TabletopRole:
        actor, book = moment.actor, self.exercise.handbook
        chart = self.exercise.compiled.chart
        role = min(actor.roles)
        held = (
            self._state(name)
            for name in moment.states
            if book.acting(chart.node(name).held_by or "") == role
            and chart.node(name).title
        )
        others = self._others(moment)
        party = actor.agency or role
        colour = party_colours(book).get(party, "")
        return TabletopRole(
            title=self.texts.party(role),
            agency=self.texts.party(actor.agency) if actor.agency else "",
            colour=colour,
            holds=tuple(held),
            may=tuple(map(self._act, moment.possible)),
            cannot=tuple(map(self._act, others)),
            picture=body_picture(book, actor.agency),
        )

    def _others(self, moment: PlayedMoment) -> Iterable[str]:
        """Return what somebody else could do now: what is nearest, and must be done."""
        chart = self.exercise.compiled.chart
        here = chart.ancestors(moment.row.node)
        near = {at: depth for depth, at in enumerate((moment.row.node, *here))}
        order = {
            each.activity: (near.get(each.node, len(near)), not each.obliges)
            for each in chart.entries
        }
        found = (each for each in moment.by_others if each not in moment.possible)
        return sorted(found, key=lambda name: order[name])

    def _act(self, activity: str) -> str:
        title = self.exercise.compiled.chart.title_of(activity)
        return self.texts.label(title, activity.rpartition(".")[2])

    def _told(self, scene: AskedMoment) -> Iterator[str]:
        """Say what happened: the last steps, each with its time."""
        moment = scene.moment
        if scene.is_turn:
            yield self._say("turn")
        if not moment.before:
            yield self._say("opened", time=self._time(self.exercise.at))
        for row, at in moment.before[-2:]:
            key = "passed" if row.timer else "happened"
            yield self._say(key, time=self._time(at), what=self._step(row))

    def _step(self, row: Row) -> str:
        """Say a step that was taken; of the clock, in which state how much passed."""
        if row.timer is None:
            return self._act(row.activity)
        state = self._state(self.exercise.compiled.chart.nodes[row.node].name)
        return enumerated((state, self.texts.span(row.timer.limit)))

    def _clock(self, moment: PlayedMoment) -> Iterator[ClockMark]:
        yield ClockMark(self._time(self.exercise.at), self._say("start"), "done")
        for row, at in moment.before[-2:]:
            yield ClockMark(self._time(at), self._step(row), "done")
        yield ClockMark(self._time(moment.at), self._say("now"), "now")
        # By when is what is asked; other clocks that run may be seen.
        yield ClockMark(_ASKED, self._say("by-when"), "due")
        asked = self._due(moment)
        others = (each for each in moment.due if asked is None or each.at != asked.at)
        # Two clocks that end together, after the same time, are one mark.
        ends = ((self._time(each.at), each.limit) for each in others)
        for time, limit in [*dict.fromkeys(ends)][:2]:
            said = self._say("limit", span=self.texts.span(limit))
            yield ClockMark(time, said, "due")

    def _due(self, moment: PlayedMoment) -> Due | None:
        """Return the deadline of what is asked for: its own, else that around it."""
        own = [each for each in moment.due if each.activity == moment.activity]
        chart = self.exercise.compiled.chart
        row = moment.row.node
        above = {chart.nodes[at].name for at in (row, *chart.ancestors(row))}
        around = [
            each for each in moment.due if each.activity is None and each.state in above
        ]
        return next(iter((*own, *around)), None)

    def _answer(self, moment: PlayedMoment) -> Iterator[AnswerLine]:
        """Yield what the live case says, head by head; what it does not ask is left."""
        form, entry, due = moment.form, moment.row.entry, self._due(moment)
        yield self._line("do", (self._act(moment.activity),))
        said = self._say("no-limit") if due is None else self._by_when(due)
        yield self._line("by-when", (said,))
        if entry is not None:
            yield self._line("tell", map(self.texts.party, entry.informed))
            asked = map(self.texts.party, entry.act.raci.consult)
            yield self._line("ask-before", asked)
        partners = (*form.together_with, *form.seats)
        yield self._line("with", self._titles(partners))
        facts = (each.title for each in form.questions)
        yield self._line("state", map(self.texts.label, facts))
        yield self._line("needs", self._titles(form.needs))
        papers = (*form.produces, *form.sends)
        yield self._line("makes", self._titles(papers))
        if due is not None:
            yield self._line("late", self._late(due))
        besides = (each for each in moment.possible if each != moment.activity)
        yield self._line("besides", map(self._act, besides))

    def _line(self, key: str, said: Iterable[str]) -> AnswerLine:
        return AnswerLine(key, self._say(key), tuple(said))

    def _titles(self, options: Iterable[FormOption]) -> Iterator[str]:
        return (self.texts.label(each.title, each.name) for each in options)

    def _by_when(self, due: Due) -> str:
        gaps = {"time": self._time(due.at), "span": self.texts.span(due.limit)}
        return self._say("until", **gaps)

    def _late(self, due: Due) -> Iterator[str]:
        for each in due.escalation:
            yield f"{self.texts.short(each.tell)} ({self._time(each.at)})"

    def _marks(self, scene: AskedMoment) -> Iterator[Mark]:
        """Yield what is scored, what a safeguard asks for first."""
        moment = scene.moment
        due = self._due(moment)
        span = "" if due is None else self.texts.span(due.limit)
        first = self._ids(scene.safeguards[:2]) or span or self._say("by-step")
        did = self._act(moment.activity)
        yield Mark(self._say("mark-do"), (did,), first)
        yield from self._tested(scene)
        for name in self._promising(scene.safeguards):
            promised = self.exercise.safeguards[name].promise
            yield Mark(self.texts.label(promised), (), self._ids((name,)))
        answers = {each.key: each for each in self._answer(moment)}
        if due is not None:
            yield Mark(self._say("mark-until"), (self._time(due.at),), span)
        for key in ("tell", "with", "state", "ask-before", "needs", "makes"):
            if key in answers and answers[key].said:
                head, said = answers[key].head, answers[key].said
                yield Mark(head, said, self._say("by-step"))
        if due is not None and due.escalation:
            told = (self.texts.short(each.tell) for each in due.escalation)
            yield Mark(self._say("mark-late"), tuple(told), span)

    def _tested(self, scene: AskedMoment) -> Iterator[Mark]:
        """Yield the promises that an inject puts to the test."""
        names = dict.fromkeys(name for told in scene.injects for name in told.promises)
        for name in names:
            known = self.exercise.handbook.principles.get(name)
            if known is not None and known.promise is not None:
                promised = self.texts.label(known.promise)
                yield Mark(promised, (), self._principle(name))

    def _promising(self, names: Iterable[Id]) -> Iterator[Id]:
        """Yield a safeguard or two whose promise can be said, each promise once."""
        said: dict[str, Id] = {}
        for name in names:
            promise = self.exercise.safeguards[name].promise
            if promise is not None:
                said.setdefault(str(promise.texts), name)
        yield from list(said.values())[:2]

    def _ids(self, names: Iterable[Id]) -> str:
        """Write safeguards by their principles; one without by title, or in full."""
        known = (self.exercise.safeguards[name] for name in names)
        return enumerated(dict.fromkeys(map(self._called, known)))

    def _called(self, safeguard: Safeguard) -> str:
        if safeguard.principle is not None:
            return self._principle(safeguard.principle)
        if safeguard.title is not None:
            return self.texts.label(safeguard.title)
        chart, language = self.exercise.compiled.chart, self.texts.language
        titles = Titles(chart, self.exercise.handbook, language)
        return say_safeguard(safeguard.rule, language, titles).removesuffix(".")

    def _principle(self, name: Id) -> str:
        if any(map(str.isdigit, name)):
            return name.upper()
        known = self.exercise.handbook.principles.get(name)
        return self.texts.label(known.title if known else None, name)
