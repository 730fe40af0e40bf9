"""What every rule may ask about a handbook; each answer is worked out once."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import TypeVar

from msgspec import Struct, field

from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart, ChartProblem
from katch_protocols.charts.holders import Holders
from katch_protocols.errors import BoundError, BudgetError
from katch_protocols.findings import Path
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Noun
from katch_protocols.proofs.verdicts import Proof
from katch_protocols.rules.answering import (
    Accountability,
    agencies_meant,
    answers,
    studies,
)
from katch_protocols.rules.bindings import Bindings, bind
from katch_protocols.rules.bounds import fairly, outgrown
from katch_protocols.rules.reachable import MAX_CONFIGURATIONS, Reach, reach
from katch_protocols.rules.references import (
    NameOf,
    Parts,
    Reference,
    known_names,
    mentioned,
    names_meant,
    parts,
    references,
)
from katch_protocols.rules.settled import hollow, homes, is_meant, settled, undeclared
from katch_protocols.rules.uses import Uses, every_use
from katch_protocols.staffing.protocol_study import ProtocolStudy

__all__ = ["Context"]

N = TypeVar("N", bound=Noun)


class Context(Struct, frozen=True, dict=True):
    """A handbook and all that follows from it.

    ``incomplete`` says what could not be read: a registry of which an entry is lost
    (``roles``, ``functions``, ``protocols.referral.states``) or a part that is damaged
    (``protocols.referral``). What seems to be missing there may well have been written.
    ``as_of`` is the day on which everything with dates is looked at; without it all
    count as in force. ``proved`` are proofs that somebody has made for such a check,
    on the same day; those that it lacks are made here. Not ``deep``: no case is
    looked at, only what is written. ``cut`` are the rules that met the budget,
    ``found`` the rule and the subject of each finding so far.
    """

    handbook: Handbook
    incomplete: frozenset[str] = frozenset()
    as_of: date | None = None
    proved: Mapping[Id, Mapping[Id, Proof]] = field(default_factory=dict)
    deep: bool = True
    cut: dict[str, BudgetError] = field(default_factory=dict)
    found: set[tuple[str, str]] = field(default_factory=set)

    @cached_property
    def parts(self) -> Parts:
        """Every noun of the handbook by type, each behind its path."""
        return parts(self.handbook)

    def every(self, kind: type[N]) -> tuple[tuple[Path, N], ...]:
        """Return every noun of one type with its path, in the order of the files."""
        return self.parts.get(kind, ())

    @cached_property
    def references(self) -> Mapping[NameOf, tuple[Reference, ...]]:
        """Every use of a name that the handbook shares."""
        return references(self.parts)

    @cached_property
    def known(self) -> Mapping[NameOf, Mapping[str, object]]:
        """The names that the handbook declares, by kind."""
        return known_names(self.handbook)

    @cached_property
    def undeclared(self) -> Mapping[NameOf, tuple[Reference, ...]]:
        """Every use of a shared name that nobody declared."""
        return undeclared(self.references, self.known)

    @cached_property
    def vague(self) -> frozenset[Path]:
        """What uses a shared name that nobody declared: a registry and a name in it.

        What it seems to lack may well be what that name means.
        """
        used = (use.path[:2] for some in self.undeclared.values() for use in some)
        return frozenset(used)

    @cached_property
    def settled(self) -> Mapping[Id, Chart]:
        """The sound charts in which every shared name is known as well."""
        unknown, lost = self.undeclared, self.incomplete
        return settled(self.handbook, self.sound, unknown, lost)

    @cached_property
    def hollow(self) -> frozenset[Id]:
        """The protocols that run, open, await or use what nobody declared."""
        return hollow(self.handbook, self.charts, self.undeclared)

    @cached_property
    def meant(self) -> Mapping[NameOf, frozenset[str]]:
        """The names that unknown ones probably mean: they may well be used."""
        return names_meant(self.undeclared, self.known)

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """Every name that a sentence or an effect of an activity mentions."""
        return mentioned(self.parts)

    def is_damaged(self, path: Path) -> bool:
        """Tell whether a part of the file that holds ``path`` could not be read."""
        return ".".join(str(part) for part in path[:2]) in self.incomplete

    def users(self, path: Path) -> tuple[Id, ...]:
        """Return the protocols that have ``path``: its own, or those using it."""
        match path:
            case ("protocols", str(name), *_):
                return (name,)
            case ("fragments", str(name), *_):
                every = self.handbook.protocols.items()
                return tuple(user for user, protocol in every if name in protocol.use)
            case _:
                return ()

    def bound_protocols(self, path: Path) -> tuple[Id, ...]:
        """Return the protocols in which ``path`` matters: its users, or those bound."""
        match path:
            case ("safeguards", str(name), *_):
                bound = self.bindings.bound.items()
                return tuple(each for each, found in bound if name in found)
            case _:
                return self.users(path)

    def agencies_of(self, party: Id) -> tuple[Id, ...]:
        """Return the known agencies that a role or an agency can mean.

        A role means those that play it in some region, and its home agencies unless
        every region gives it to another; a panel those of its members.
        """
        return agencies_meant(party, self.handbook)

    def day_in(self, protocol: Id) -> date | None:
        """Return the day on which a protocol is looked at: the nearest of its days.

        Without ``as_of`` it is the first; ``None`` where that is not written either.
        """
        first = self.handbook.protocols[protocol].valid_from
        last = self.handbook.protocols[protocol].valid_to
        day = self.as_of or first
        if day is None:
            return None
        if first is not None and day < first:
            return first
        return last if last is not None and last < day else day

    @cached_property
    def holders(self) -> Mapping[Id, Holders]:
        """Who holds what in each protocol, on the day on which it is looked at."""
        asked = self.as_of is not None
        names = self.handbook.protocols
        days = {name: self.day_in(name) if asked else None for name in names}
        # One of each day, for each remembers what it was asked.
        found = {day: Holders(self.handbook, day) for day in {*days.values()}}
        return {name: found[day] for name, day in days.items()}

    @cached_property
    def answers(self) -> tuple[Accountability, ...]:
        """Who answers for every activity in every region."""
        return tuple(answers(self.charts, self.holders))

    def has_lost(self, path: Path, registries: tuple[str, ...]) -> bool:
        """Tell whether an entry of a registry that ``path`` may look into is lost."""
        roots: set[str] = set()
        for name in self.users(path):
            used = self.handbook.protocols[name].use
            if not self.handbook.fragments.keys() >= {*used}:
                return True  # nobody knows what it would bring
            roots |= {f"protocols.{name}", *(f"fragments.{each}" for each in used)}
        names = {f"{root}.{registry}" for root in roots for registry in registries}
        return bool(self.incomplete & names.union(registries))

    @cached_property
    def _built(self) -> Mapping[Id, Chart | BoundError]:
        built: dict[Id, Chart | BoundError] = dict(outgrown(self.handbook, self.parts))
        for name, protocol in self.handbook.protocols.items():
            if name in built:
                continue
            try:
                built[name] = chart(protocol, self.handbook)
            except BoundError as error:
                built[name] = error
        return built

    @cached_property
    def charts(self) -> Mapping[Id, Chart]:
        """The chart of every protocol that is not too large, sound or not."""
        return {
            name: built
            for name, built in self._built.items()
            if isinstance(built, Chart)
        }

    @cached_property
    def sound(self) -> Mapping[Id, Chart]:
        """The charts in which every name is found and nothing is damaged."""
        return {
            name: each
            for name, each in self.charts.items()
            if not each.problems and is_meant(each) and not self._is_partial(each)
        }

    def _is_partial(self, each: Chart) -> bool:
        damaged = any(map(self.is_damaged, homes(self.handbook, each)))
        return damaged or each.protocol.id in self.hollow

    @cached_property
    def bindings(self) -> Bindings:
        """Which safeguard binds which protocol, and the names that miss."""
        return bind(self.handbook, self.charts)

    @cached_property
    def reached(self) -> Mapping[Id, Reach]:
        """What the cases of each sound protocol can reach, within bounds."""

        def look(name: Id) -> Reach:
            found = self.sound[name]
            return reach(found, self.handbook) if self.deep else Reach(found)

        return fairly(self.sound, look, self.sound)

    @cached_property
    def uses(self) -> Mapping[Id, Uses]:
        """Every use of each sound protocol: by itself, and in those that run it."""
        return every_use(self.handbook, self.parts, self.reached)

    @cached_property
    def proofs(self) -> Mapping[Id, Mapping[Id, Proof]]:
        """The proofs of each sound protocol that a check can afford to explore.

        There are none while a file is damaged: what is missing may break a promise.
        """
        return fairly(self.provable, self._proved, self.sound)

    def _proved(self, name: Id) -> Mapping[Id, Proof]:
        # Lazy: all that proves is loaded only where a check looks at cases.
        from katch_protocols.proofs.prove import prove  # noqa: PLC0415

        return self.proved.get(name) or prove(
            self.sound[name],
            self.handbook,
            limit=MAX_CONFIGURATIONS,
            as_of=self.as_of,
            seen=self.reached[name].seen,
        )

    @cached_property
    def provable(self) -> tuple[Id, ...]:
        """The protocols of which a check can afford the proofs; none while damaged."""
        if self.incomplete:
            return ()
        return tuple(
            name for name, reached in self.reached.items() if reached.is_provable
        )

    @cached_property
    def studies(self) -> Mapping[Id, Mapping[Id, ProtocolStudy]]:
        """How each region that has posts staffs each protocol that was seen whole.

        There are none while a file is damaged: what is missing may be a post.
        """
        if self.incomplete:
            return {}
        return studies(self.handbook, self.reached, self.as_of)

    @cached_property
    def too_large(self) -> Mapping[Id, BoundError]:
        """The protocols that cross a bound of the library, and which."""
        found = {
            name: built
            for name, built in self._built.items()
            if isinstance(built, BoundError)
        }
        for name, each in self.reached.items():
            if each.bound is not None:
                found[name] = each.bound
        return found

    @cached_property
    def problems(self) -> Mapping[str, tuple[ChartProblem, ...]]:
        """What keeps charts from meaning anything, by code, each once.

        A problem of a protocol that others run shows in its own chart; in theirs it is
        left out.
        """
        own: set[tuple[str, Path]] = set()
        found: dict[str, dict[tuple[object, ...], ChartProblem]] = {}
        for mine in (True, False):
            for name, problem in self._each_problem():
                if (problem.path[:2] == ("protocols", name)) is not mine:
                    continue
                if mine:
                    own.add((problem.code, problem.path))
                elif (problem.code, problem.path) in own:
                    continue
                key = (problem.path, tuple(sorted(problem.facts.items())))
                found.setdefault(problem.code, {})[key] = problem
        return {code: tuple(by.values()) for code, by in found.items()}

    def _each_problem(self) -> Iterator[tuple[Id, ChartProblem]]:
        for name, each in self.charts.items():
            for problem in each.problems:
                yield name, problem
