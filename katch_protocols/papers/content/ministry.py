"""My ministry on one sheet: its few duties that count, in the order of the story."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property

from msgspec import Struct

from katch_protocols.charts.chart import Chart
from katch_protocols.charts.fingerprint import fingerprint_of_all
from katch_protocols.duties.agency import told_late
from katch_protocols.duties.duty_pictures import picture_of
from katch_protocols.duties.family_duties import (
    MOST,
    FamilyDuties,
    FamilyDuty,
    FamilyReader,
)
from katch_protocols.duties.nouns import Duty, Limit
from katch_protocols.duties.responsibility import Responsibility
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.pictures import Picture
from katch_protocols.papers.content.nouns import PrintedDeadline
from katch_protocols.papers.content.speaker import PaperTexts
from katch_protocols.papers.content.tables import due_of, phase_titles
from katch_protocols.words.lists import enumerated, one_line

__all__ = [
    "Ministry",
    "MinistryLine",
    "left_out",
    "ministry",
    "told_limit",
    "vacant_roles",
]

_NEVERS, _OPEN, _PARTIES = 8, 3, 4


class MinistryLine(Struct, frozen=True):
    """A duty on the sheet of a ministry.

    ``does``: a body of the ministry does it, else others do and it answers. ``who`` is
    the body that does it. ``due`` is its deadline, or how often it is due; ``without``
    says that there is none; ``note`` tells from when it counts and what it rests on.
    ``picture`` is its pictogram. ``never`` is what the safeguards that name it ask
    never to do.
    """

    number: int
    does: bool
    stage: str
    title: str
    who: str
    comes: str
    goes: str
    due: PrintedDeadline | None
    without: str
    note: str
    never: tuple[str, ...] = ()
    picture: Picture | None = None


class Ministry(Struct, frozen=True):
    """What one sheet says of a ministry; ``late`` is who is told of a breach, when.

    ``bodies`` says nothing where the ministry is one body of the same name.

    ``counted`` says how many duties it has in all, ``rest`` how many are left out here.
    """

    id: Id
    title: str
    bodies: str
    colour: str
    headline: str
    does: str
    answers: str
    lines: tuple[MinistryLine, ...]
    never: tuple[str, ...]
    undecided: tuple[tuple[str, str], ...]
    late: tuple[tuple[str, str], ...]
    rest: str
    counted: str
    foot: str


def left_out(
    reader: FamilyReader, family: Id, wording: PaperTexts
) -> tuple[MinistryLine, ...]:
    """Return the duties of a family for which its sheet has no room, as it says them.

    Raises:
        KeyError: The handbook has no such family.
    """
    found = reader.family(family)
    writer = _MinistryWriter(reader, found, wording, {})
    return tuple(writer.lines(found.rest, len(found.chosen) + 1))


def ministry(
    reader: FamilyReader,
    family: Id,
    wording: PaperTexts,
    colours: Mapping[Id, str],
    most: int = MOST,
) -> Ministry:
    """Return what the sheet of one family says in one language; ``most`` duties of it.

    Raises:
        KeyError: The handbook has no such family.
    """
    found = reader.family(family, most)
    return _MinistryWriter(reader, found, wording, colours).ministry()


class _MinistryWriter(Struct, frozen=True, dict=True):
    reader: FamilyReader
    found: FamilyDuties
    wording: PaperTexts
    colours: Mapping[Id, str]

    def ministry(self) -> Ministry:
        wording, found = self.wording, self.found
        lines = tuple(self.lines(found.chosen))
        does = sum(each.does for each in (*found.chosen, *found.rest))
        answers = found.every - does
        title, bodies = self._title(), wording.shorts(found.bodies)
        return Ministry(
            id=found.family,
            title=title,
            bodies="" if bodies == title else bodies,
            colour=self.colours[found.bodies[0]],
            headline=wording.say("ministry-duties", number=found.every),
            does=wording.say("ministry-does", number=does) if does else "",
            answers=wording.say("ministry-answers", number=answers) if answers else "",
            lines=lines,
            never=self._never(),
            undecided=tuple(self._undecided())[:_OPEN],
            late=tuple(self._late()),
            rest=self._rest(),
            counted=wording.say("ministry-counted", number=found.every),
            foot=self._foot(),
        )

    def _title(self) -> str:
        families, name = self.wording.handbook.families, self.found.family
        if name in families:
            return self.wording.label(families[name].title, name)
        return self.wording.party(name)

    def _foot(self) -> str:
        """Say whether all is a draft, and of which text the sheet is made."""
        wording, charts = self.wording, self.reader.charts
        stands = {wording.say(each.protocol.status.value) for each in charts}
        hashed = fingerprint_of_all(charts, wording.handbook)
        said = wording.say("text-hash", hash=hashed)
        return " · ".join((*(stands if len(stands) == 1 else ()), said))

    def _rest(self) -> str:
        left = self.found.every - len(self.found.chosen)
        return self.wording.say("ministry-rest", number=left) if left else ""

    def lines(
        self, duties: Iterable[FamilyDuty], first: int = 1
    ) -> Iterator[MinistryLine]:
        """Yield a line a duty, numbered from ``first``."""
        last = None
        for number, each in enumerate(duties, start=first):
            stage = each.duty.protocol, each.duty.phase
            yield self._line(number, each, "" if stage == last else self._stage(each))
            last = stage

    def _stage(self, each: FamilyDuty) -> str:
        book, phase = self.wording.handbook, each.duty.phase
        if phase is None:
            return self.wording.say("any-step")
        titles = phase_titles(book.protocols[each.duty.protocol], book)
        return self.wording.label(titles.get(phase), phase)

    def _line(self, number: int, each: FamilyDuty, stage: str) -> MinistryLine:
        wording, duty = self.wording, each.duty
        limit = told_limit(duty)
        return MinistryLine(
            number=number,
            does=each.does,
            stage=stage,
            title=wording.duty(duty),
            who=self._who(each),
            comes=self._parties(each.senders),
            goes=self._parties(each.receivers or each.told),
            due=due_of(limit, wording),
            without=wording.teller.none(duty),
            note=self._note(limit),
            never=tuple(map(wording.label, self._nevers([each]))),
            picture=picture_of(
                self._charts[duty.protocol], wording.handbook, duty.activity
            ),
        )

    @cached_property
    def _charts(self) -> Mapping[Id, Chart]:
        return {each.protocol.id: each for each in self.reader.charts}

    def _who(self, each: FamilyDuty) -> str:
        bodies = self.wording.shorts(each.bodies)
        if each.does:
            return bodies
        doers = self.wording.shorts(each.doers)
        return self.wording.say("ministry-done-by", who=doers, bodies=bodies)

    def _parties(self, names: Sequence[Id]) -> str:
        said = tuple(dict.fromkeys(map(self.wording.short, names)))
        more = len(said) - _PARTIES
        if more <= 0:
            return one_line(said)
        rest = self.wording.say("ministry-others", number=more)
        return one_line((*said[:_PARTIES], rest))

    def _note(self, limit: Limit | None) -> str:
        if limit is None:
            return ""
        teller = self.wording.teller
        return one_line((*teller.start(limit), teller.basis(limit)))

    def _never(self) -> tuple[str, ...]:
        """Return what safeguards ask: first those that name a duty of the sheet."""
        found = self._nevers(self.found.chosen)
        return tuple(map(self.wording.label, found[:_NEVERS]))

    def _nevers(self, duties: Iterable[FamilyDuty]) -> Sequence[Label]:
        found: list[Label] = []
        named = (
            self.reader.bound[each.duty.protocol][name]
            for each in duties
            for name in each.safeguards
        )
        for each in named:
            if each.never is not None and each.never not in found:
                found.append(each.never)
        return found

    def _undecided(self) -> Iterator[tuple[str, str]]:
        """Yield what is not decided yet: a word for it, and what it is about."""
        yield from self._vacant()
        wording = self.wording
        without = [
            wording.duty(each.duty)
            for each in self.found.chosen
            if wording.teller.none(each.duty)
        ]
        if without:
            yield wording.say("ministry-no-deadline"), enumerated(without)
        for each in wording.handbook.questions.values():
            if any(self._is_ours(name) for name in each.about):
                yield (
                    wording.say("ministry-question"),
                    wording.label(each.title, each.id),
                )

    def _vacant(self) -> Iterator[tuple[str, str]]:
        """Yield the roles of the duties shown that nobody plays in some regions."""
        ours = {(each.duty.protocol, each.duty.activity) for each in self.found.chosen}
        yield from vacant_roles(self.reader.answer, self.wording, ours)

    def _is_ours(self, name: Id) -> bool:
        book = self.wording.handbook
        role = book.roles.get(name)
        homes = (name,) if role is None else role.agencies
        return any(home in self.found.bodies for home in homes)

    def _late(self) -> Iterator[tuple[str, str]]:
        """Yield when, and who is told then; of the first body that is bound."""
        wording, agencies = self.wording, self.reader.answer.agencies
        told: dict[Duration, list[str]] = {}
        for body in self.found.bodies:
            chain = told_late(agencies[body], wording.handbook)
            for each in chain:
                told.setdefault(each.after, []).append(wording.short(each.tell))
            if chain:
                break
        for after, names in told.items():
            at_once = wording.say("ministry-at-once")
            yield wording.span(after) if after.amount else at_once, one_line(names)


def told_limit(duty: Duty) -> Limit | None:
    """Return the deadline that a sheet tells of a duty: its own, else the step's."""
    return duty.limit or next(iter((*duty.again, *duty.around)), None)


def vacant_roles(
    answer: Responsibility,
    wording: PaperTexts,
    ours: AbstractSet[tuple[Id, str]] | None = None,
) -> Iterator[tuple[str, str]]:
    """Yield the roles that nobody plays in some regions, and in how many.

    Only those of some activities, each behind its protocol, where ``ours`` names them.
    """
    empty: dict[Id, list[Id]] = {}
    for each in answer.vacancies:
        if each.region is not None and (ours is None or ours & {*each.activities}):
            empty.setdefault(each.role, []).append(each.region)
    every = len(wording.handbook.regions)
    for role, regions in empty.items():
        said = wording.say("ministry-vacant", number=len(regions), every=every)
        yield wording.party(role), said
