"""Ten minutes about one protocol: parts of ministries, gaps, changes, a decision."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice

from msgspec import Struct

from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.chart import EntryKind
from katch_protocols.drawings.story.saying import span
from katch_protocols.duties.duty_clocks import DutyClock, clocks
from katch_protocols.duties.duty_pictures import picture_of
from katch_protocols.duties.family_duties import FamilyDuties, FamilyReader
from katch_protocols.model.deadlines import Basis, hours
from katch_protocols.model.noun import Id
from katch_protocols.papers.content.briefing_nouns import (
    Ask,
    Briefing,
    BriefingFigure,
    BriefingGap,
    MinistryPart,
)
from katch_protocols.papers.content.contents import Gathered
from katch_protocols.papers.content.ministry import (
    Ministry,
    ministry,
    told_limit,
    vacant_roles,
)
from katch_protocols.papers.content.speaker import PaperTexts
from katch_protocols.papers.written_deadlines import deadlines
from katch_protocols.proofs.bounds import SOUNDNESS
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.words.lists import enumerated, one_line

__all__ = ["briefing"]

MINISTRIES, DUTIES, GAPS, NEEDS, LIMITS = 3, 5, 3, 3, 2
"""How much of each fits on slides."""
BROKEN = 2
"""So many promises are said of what a decision brings."""


def briefing(found: Gathered, language: str) -> Briefing:
    """Return what a room is told of a protocol in one language."""
    return _BriefingWriter(found, found.wording(language)).briefing()


class _BriefingWriter(Struct, frozen=True, dict=True):
    found: Gathered
    wording: PaperTexts

    def briefing(self) -> Briefing:
        protocol, wording = self.found.protocol, self.wording
        return Briefing(
            title=wording.label(protocol.title, protocol.id),
            foot=self._foot(),
            counts=tuple(self._counts()),
            ministries=tuple(self._ministries()),
            gaps=tuple(islice(self._gaps(), GAPS)),
            changes=tuple(self._changes()),
            asks=tuple(islice(self._asks(), GAPS)),
            yes=self._promises(self._rests)[:1],
            without=self._without(),
            proved=self._proved(),
            deciders=self._deciders(),
        )

    @cached_property
    def reader(self) -> FamilyReader:
        found = self.found
        return FamilyReader([found.chart], found.answer, found.handbook)

    def _foot(self) -> str:
        """Say of which version it is, and that a draft is one."""
        protocol, wording = self.found.protocol, self.wording
        version = wording.say("version", version=protocol.version)
        return f"{version} · {wording.say(protocol.status.value)}"

    def _counts(self) -> Iterator[str]:
        yield self.wording.sizes(self.found.sizes)
        tally = self.found.tally(self.wording.language)
        yield self.wording.say("promises-stand", tally=tally)

    @cached_property
    def _bases(self) -> Counter[Basis]:
        """How many deadlines rest on what."""
        found = deadlines(self.found.protocol, self.found.handbook)
        return Counter(each.basis for each in found)

    def _ministries(self) -> Iterator[MinistryPart]:
        """Yield the parts of the ministries with most duties."""
        reader = self.reader
        every = [reader.family(name, DUTIES) for name in reader.families]
        chosen = sorted(every, key=lambda each: -each.every)[:MINISTRIES]
        for each in chosen:
            yield self._part(each)

    def _part(self, family: FamilyDuties) -> MinistryPart:
        found, wording = self.found, self.wording
        sheet = ministry(self.reader, family.family, wording, found.colours, DUTIES)
        chart = found.chart
        pictures, shorts, spans = [], [], []
        for each in family.chosen:
            picture = picture_of(chart, found.handbook, each.duty.activity)
            pictures.append(picture)
            short = chart.short_of(each.duty.activity)
            shorts.append(wording.label(short, each.duty.activity))
            limit = told_limit(each.duty)
            said = None if limit is None else span(limit.limit, (wording.language,))
            spans.append("" if said is None else said.say(wording.language))
        needs = self._needs(sheet)
        return MinistryPart(
            sheet,
            family.bodies[0],
            family.every,
            tuple(shorts),
            tuple(spans),
            tuple(pictures),
            tuple(needs),
        )

    def _needs(self, sheet: Ministry) -> Iterator[str]:
        """Yield what is needed of a ministry: names, deadlines, answers, a word."""
        say = self.wording.say
        yield say("deck-needs-roles")
        asked = say("ministry-question")
        named = [each for each in sheet.undecided if each[0] != asked]
        for name, said in named[: NEEDS - 1]:
            yield f"{name}: {said}"
        questions = len(sheet.undecided) - len(named)
        if questions and len(named) < NEEDS - 1:
            yield say("deck-needs-answers", number=questions)

    def _gaps(self) -> Iterator[BriefingGap]:
        """Yield what is missing: who, by when, what nobody knows; one of each first."""
        kinds = [[*self._vacant()], [*self._unlimited()], [*self._questions()]]
        longest = max(map(len, kinds), default=0)
        for at in range(longest):
            yield from (kind[at] for kind in kinds if at < len(kind))

    def _vacant(self) -> Iterator[BriefingGap]:
        for role, said in vacant_roles(self.found.answer, self.wording):
            yield BriefingGap(role, said)

    def _unlimited(self) -> Iterator[BriefingGap]:
        wording = self.wording
        without = [
            wording.duty(duty)
            for duty in self.found.answer.raci
            if duty.kind is EntryKind.WRITTEN
            if not duty.may and wording.teller.none(duty)
        ]
        if without:
            number = len(without)
            title = wording.say("deck-no-deadline", number=number)
            yield BriefingGap(title, enumerated(without[:2]))

    def _questions(self) -> Iterator[BriefingGap]:
        named = {
            name
            for duty in self.found.answer.raci
            for name in duty.names["responsible"]
        }
        for each in self.wording.handbook.questions.values():
            if named & {*each.about}:
                title = self.wording.say("ministry-question")
                yield BriefingGap(title, self.wording.label(each.title, each.id))

    def _changes(self) -> Iterator[BriefingFigure]:
        """Yield what the protocol changes, in numbers."""
        bases, say = self._bases, self.wording.say
        proposed, law = bases[Basis.PROPOSED], bases[Basis.STATUTORY]
        if proposed:
            said = say("deck-change-deadlines", number=proposed, law=law)
            yield BriefingFigure(str(proposed), said)
        told = sum(each.acknowledged for each in self.found.answer.handoffs)
        if told:
            yield BriefingFigure(str(told), say("deck-change-handoffs", number=told))
        verdicts = Counter(each.verdict for each in self.found.verdicts.values())
        if stands := verdicts[Verdict.HOLDS]:
            yield BriefingFigure(
                str(stands), say("deck-change-promises", number=stands)
            )

    def _asks(self) -> Iterator[Ask]:
        say = self.wording.say
        role = next(vacant_roles(self.found.answer, self.wording), None)
        if role is not None:
            yield Ask(say("deck-ask-name", role=role[0]), role[1])
        asked = self._proposed
        if asked:
            number = self._bases[Basis.PROPOSED] or len(asked)
            title = say("deck-ask-deadlines", number=number)
            yield Ask(title, enumerated(self._limits(asked)))
        if any(each.acknowledged for each in self.found.answer.handoffs):
            yield Ask(say("deck-ask-silence"), say("deck-silence-means"))
        for gap in self._questions():
            yield Ask(say("deck-ask-question"), gap.said)
        yield Ask(say("deck-ask-agree"), self.wording.label(self.found.protocol.title))

    @property
    def _proposed(self) -> Sequence[DutyClock]:
        """The deadlines that are proposed, the shortest first."""
        found = [
            each
            for each in clocks(self.found.chart, self.found.handbook)
            if each.kept is not None and each.kept.basis is Basis.PROPOSED
        ]
        return sorted(found, key=lambda each: hours(each.span))

    def _limits(self, asked: Sequence[DutyClock]) -> Iterator[str]:
        """Yield the first of some deadlines, each once, and what each is for."""
        said = (f"{self.wording.span(e.span)} — {self._asked(e)}" for e in asked)
        return islice(dict.fromkeys(said), LIMITS)

    def _asked(self, clock: DutyClock) -> str:
        if clock.takes_up is not None:
            return self.wording.teller.take_up(clock.takes_up)
        name, title = clock.asked[0]
        return self.wording.label(self.found.chart.short_of(name) or title, name)

    @property
    def _rests(self) -> Sequence[Id]:
        """The safeguards whose promises a decision brings: first those about time."""
        bound = binding_safeguards(self.found.chart, self.found.handbook)
        broken = () if self.found.unset is None else self.found.unset.broken
        return broken or tuple(bound)

    def _promises(self, names: Sequence[Id]) -> tuple[str, ...]:
        bound = binding_safeguards(self.found.chart, self.found.handbook)
        said = (bound[name].promise for name in names)
        texts = (self.wording.label(each) for each in said if each is not None)
        return tuple(dict.fromkeys(texts))[:BROKEN]

    def _without(self) -> tuple[str, tuple[str, ...]]:
        unset = self.found.unset
        if unset is None or not unset.broken:
            return "", ()
        limit = self.wording.span(unset.limit)
        node = self.found.chart.node(unset.state)
        step = self.wording.label(node.title, node.bare)
        heading = self.wording.say("deck-without", span=limit, step=step)
        return heading, self._promises(unset.broken)

    def _proved(self) -> str:
        """Say how many situations there are: a promise looks at some more than once."""
        whole = self.found.verdicts.get(SOUNDNESS)
        looked = 0 if whole is None else whole.configurations
        return self.wording.say("deck-proved", number=looked)

    def _deciders(self) -> str:
        """Name the ministries whose part is told."""
        families = self.wording.handbook.families
        every = [self.reader.family(name, 1) for name in self.reader.families]
        chosen = sorted(every, key=lambda each: -each.every)[:MINISTRIES]
        names = (
            self.wording.label(families[each.family].title)
            if each.family in families
            else self.wording.short(each.family)
            for each in chosen
        )
        return self.wording.say("deck-deciders", who=one_line(names))
