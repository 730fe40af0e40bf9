"""Which moments of a case make an exercise: everyday work, and what is easily lost."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, time
from functools import cached_property
from itertools import islice
from zoneinfo import ZoneInfo

from msgspec import Struct

from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.cases.open_case import open_case
from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.calendars import DEFAULT_YEAR
from katch_protocols.exercises.people import InventedPeople
from katch_protocols.exercises.playing import Play, PlayedMoment
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id
from katch_protocols.model.path import Inject
from katch_protocols.model.protocol import Protocol
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.papers.page.examples import Examples, examples_of
from katch_protocols.semantics.events import UndefinedError, find_event
from katch_protocols.semantics.table import Row
from katch_protocols.sentences.mentions import names_in

__all__ = ["MOST_SHEETS", "AskedMoment", "Exercise", "exercise_of"]

MOST_EVERYDAY = 6
"""How many moments of the everyday case are asked about."""

MOST_TURNS = 2
"""How many moments of cases that take another turn are asked about."""

MOST_SHEETS = MOST_EVERYDAY + MOST_TURNS
"""How many sheets an evening holds: seven minutes each, and as long to talk."""

_HAPPENING = {NameKind.ACTIVITY, NameKind.EVENT, NameKind.STATE}
"""The names of a sentence that an activity can keep."""

_REFERENCE = "exercise"
_NINE = time(9)


class AskedMoment(Struct, frozen=True):
    """One moment that is asked about, with the safeguards that hang on what is done.

    ``injects`` are read out as well; on no other sheet.
    ``is_turn``: it is of a case that has just left the everyday way.
    """

    moment: PlayedMoment
    safeguards: tuple[Id, ...]
    injects: tuple[Inject, ...] = ()
    is_turn: bool = False


class Exercise(Struct, frozen=True, dict=True):
    """A case of a protocol, in a region from an instant on, to its plain good end."""

    protocol: Protocol
    handbook: Handbook
    region: Id | None
    at: datetime

    @cached_property
    def compiled(self) -> CompiledCase:
        """The protocol, ready for live cases.

        Raises:
            ProtocolError: The protocol has problems; ``check`` says which.
        """
        return compiled_case(self.protocol, self.handbook)

    @cached_property
    def path(self) -> tuple[Row, ...]:
        """The steps of the case: of the good ends that any case reaches, the farthest.

        It is the case that the page shows first.
        """
        return next(iter(self.paths), ())

    @cached_property
    def paths(self) -> tuple[tuple[Row, ...], ...]:
        """The everyday case, then a short case to each other end."""
        return tuple(path for _, path in self._examples.all)

    @cached_property
    def _examples(self) -> Examples:
        return examples_of(self.compiled.chart, self.compiled.table)

    @cached_property
    def safeguards(self) -> Mapping[Id, Safeguard]:
        """What binds the protocol."""
        return binding_safeguards(self.compiled.chart, self.handbook)

    def moments(self) -> Iterator[PlayedMoment]:
        """Play the everyday case; yield what it said before each step that was taken.

        Raises:
            ActivityRefusedError: The live case refuses a step of the path.
        """
        return self.played(self.path)

    def played(self, path: tuple[Row, ...]) -> Iterator[PlayedMoment]:
        """Play a case along a path; see ``moments``."""
        case = open_case(self.compiled, _REFERENCE, self.region, self.at)
        people = InventedPeople(self.handbook, self.region)
        yield from Play(case, people).along(path)

    @cached_property
    def scenes(self) -> tuple[AskedMoment, ...]:
        """What is asked about, in the order of the case; then how others turn.

        First comes how the case begins, then moments at which an inject is read out.
        Then, safeguard by safeguard, the first step that it hangs on, those before
        others that fewest steps keep: there one slip is enough. What is left are
        deadlines, then everyday steps.
        """
        moments = tuple(self.moments())
        found = dict.fromkeys(range(min(1, len(moments))))
        found |= dict.fromkeys(self._injected(moments))
        found |= dict.fromkeys(self._easy(moments))
        found |= dict.fromkeys(at for at, each in enumerate(moments) if each.due)
        found |= dict.fromkeys(range(len(moments)))
        chosen = sorted(self._apart(moments, tuple(found)))
        turns = [(each, True) for each in self._turns(moments)]
        asked = [*((moments[at], False) for at in chosen), *turns]
        return tuple(self._scenes(asked))

    @property
    def unread(self) -> tuple[str, ...]:
        """Where injects of the protocol stand that none of the scenes reads out.

        Their moment is in no case that is played, or there is no such moment.
        """
        told = [inject for scene in self.scenes for inject in scene.injects]
        return tuple(each.at for each in self._own if each not in told)

    def _turns(self, everyday: Sequence[PlayedMoment]) -> Sequence[PlayedMoment]:
        """Return what must be done when a case has just left the everyday way.

        It left by a step that the everyday case has nowhere. Those at which an inject
        is read out come first, then the shortest cases.
        """
        read = [inject for each in everyday for inject in self._injects(each)]
        known, found = {row.activity for row in self.path}, dict[str, PlayedMoment]()
        for path in sorted(self.paths[1:], key=len):
            odd = (at for at, row in enumerate(path) if row.activity not in known)
            left = next(odd, len(path))
            if left >= len(path) - 1 or path[left].activity in found:
                continue
            after = (each for each in self.played(path) if len(each.before) > left)
            for moment in islice(after, 1):
                found[path[left].activity] = moment
        read += [inject for each in found.values() for inject in self._injects(each)]
        detours = (self._detour(each) for each in self._own if each not in read)
        turns = [*filter(None, detours), *found.values()]
        return sorted(turns, key=lambda each: not any(self._injects(each)))[:MOST_TURNS]

    def _detour(self, inject: Inject) -> PlayedMoment | None:
        """Return what must be done after the shortest case to where an inject stands.

        None: no case gets there, or nobody has to do anything then.
        """
        chart, table = self.compiled.chart, self.compiled.table
        path = self._examples.to(lambda row: self._is_at(inject, row))
        if not path:
            return None
        word = table.initial
        for row in path:
            word = row.after(word)
        after = [
            row
            for row in table.rows
            if row.node in path[-1].entered
            and row.applies(word)
            and row.entry is not None
            and row.entry.obliges
            and not row.entry.is_signal
        ]
        if not after:
            return None
        row = min(after, key=lambda row: (-len(chart.ancestors(row.node)), _stays(row)))
        return tuple(self.played((*path, row)))[-1]

    def _scenes(
        self, asked: Iterable[tuple[PlayedMoment, bool]]
    ) -> Iterator[AskedMoment]:
        """Yield each moment with what hangs on it; an inject is read out once."""
        told = list[Inject]()
        for moment, is_turn in asked:
            new = tuple(each for each in self._injects(moment) if each not in told)
            told += new
            yield AskedMoment(
                moment, self.hanging_on(moment.activity), new, is_turn=is_turn
            )

    def _injected(self, moments: Sequence[PlayedMoment]) -> Iterator[int]:
        """Yield the first moment at which each inject can be read out."""
        for inject in self._own:
            read = (
                at for at, each in enumerate(moments) if inject in self._injects(each)
            )
            yield from islice(read, 1)

    @cached_property
    def _own(self) -> tuple[Inject, ...]:
        """The injects of the protocol."""
        home = self.protocol.id
        return tuple(each for each in self.handbook.injects if each.home == home)

    def _injects(self, moment: PlayedMoment) -> Iterator[Inject]:
        """Yield what the handbook wants read out while a case stands so."""
        last = {row.activity for row, _ in moment.before[-1:]}
        nodes = self.compiled.chart.nodes
        for inject in self._own:
            activities, at = self._stands(inject)
            states = {nodes[each].name for each in at}
            if last & activities or states & set(moment.states):
                yield inject

    def _is_at(self, inject: Inject, row: Row) -> bool:
        """Tell whether an inject stands where a step leads."""
        activities, nodes = self._stands(inject)
        return row.activity in activities or not nodes.isdisjoint(row.entered)

    def _stands(self, inject: Inject) -> tuple[frozenset[str], frozenset[int]]:
        """Return the activities and the states at which an inject stands."""
        try:
            event = find_event(self.compiled.chart, inject.name)
        except UndefinedError:
            return frozenset(), frozenset()
        return event.activities, event.nodes

    @staticmethod
    def _apart(moments: Sequence[PlayedMoment], order: Sequence[int]) -> Sequence[int]:
        """Return as many as are asked about; of what is done twice the first."""
        first = {moments[at].activity: at for at in reversed(order)}
        kept = [at for at in order if first[moments[at].activity] == at]
        return kept[:MOST_EVERYDAY]

    def _easy(self, moments: Sequence[PlayedMoment]) -> Iterator[int]:
        """Yield the first moment that each safeguard hangs on, the easiest first."""
        for name in sorted(self._steps, key=lambda name: len(self._steps[name])):
            acts = self._steps[name]
            hung = (at for at, each in enumerate(moments) if each.activity in acts)
            yield from islice(hung, 1)

    def hanging_on(self, activity: str) -> tuple[Id, ...]:
        """Return the safeguards that hang on a step, the easiest broken first."""
        found = (name for name, acts in self._steps.items() if activity in acts)
        return tuple(sorted(found, key=lambda name: len(self._steps[name])))

    @cached_property
    def _steps(self) -> Mapping[Id, AbstractSet[str]]:
        """The activities that keep each safeguard: it names them, or what they enter.

        What nobody does, and what names no event, keeps none.
        """
        found = {
            name: frozenset(self._named(safeguard))
            for name, safeguard in self.safeguards.items()
        }
        return {name: acts for name, acts in found.items() if acts}

    def _named(self, safeguard: Safeguard) -> Iterator[str]:
        chart, table = self.compiled.chart, self.compiled.table
        for mention in names_in(safeguard.rule):
            if mention.kind not in _HAPPENING:
                continue
            try:
                event = find_event(chart, mention.name)
            except UndefinedError:
                continue
            yield from event.activities
            for row in table.rows:
                if row.entry is not None and not event.nodes.isdisjoint(row.entered):
                    yield row.activity


def _stays(row: Row) -> bool:
    return row.entry is None or row.entry.goal is None


def exercise_of(protocol: Protocol, handbook: Handbook, region: Id | None) -> Exercise:
    """Return the case that is played; begun at nine on the first day in force."""
    place = region or next(iter(handbook.regions), None)
    day = protocol.valid_from or date(DEFAULT_YEAR, 1, 1)
    at = datetime.combine(day, _NINE, ZoneInfo(handbook.timezone))
    return Exercise(protocol, handbook, place, at)
