"""Which states moved from one place of a protocol to another, and stayed themselves."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import TypeVar

from msgspec import Struct

from katch_protocols.answers import Answerable
from katch_protocols.changes.called_now import CalledNow
from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.charts.holders import Holders
from katch_protocols.duties.parties import Parties, Whose
from katch_protocols.errors import BoundError
from katch_protocols.findings import Path
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Fragment, Protocol
from katch_protocols.model.states import State

__all__ = [
    "AstrayMove",
    "HandbookVersion",
    "Names",
    "astray",
    "in_charts",
    "matched",
    "moved_with",
    "paired",
    "places",
    "said_moves",
]


K = TypeVar("K")
V = TypeVar("V")


def paired(
    before: Mapping[K, V], after: Mapping[K, V]
) -> Iterator[tuple[K, V | None, V | None]]:
    """Yield what two versions have under each key, the later version's order first."""
    for key in dict.fromkeys((*after, *before)):
        yield key, before.get(key), after.get(key)


Names = tuple[str, ...]
"""The ids of the states from the top to a state, its own last."""


def matched(before: Collection[Names], after: Collection[Names]) -> dict[Names, Names]:
    """Return where each state went that is gone from its place, and is in another.

    A state is known by its id: the only one of that id that is gone is the only one
    that is new. What is inside a state that moved goes with it, whatever its id.
    """
    olds, news = frozenset(before), frozenset(after)
    gone = sorted(olds - news, key=len)
    new = frozenset(news - olds)
    counts = Counter(name[-1] for name in gone), Counter(name[-1] for name in new)
    alone = {name[-1]: name for name in new if counts[1][name[-1]] == 1}
    found: dict[Names, Names] = {}
    for name in gone:
        above = found.get(name[:-1])
        along = None if above is None else (*above, name[-1])
        if along in new:
            found[name] = along
        elif counts[0][name[-1]] == 1 and name[-1] in alone:
            found[name] = alone[name[-1]]
    return found


def moved_with(name: Names, moves: Mapping[Names, Names]) -> bool:
    """Tell whether a state only went where the state around it went."""
    above = moves.get(name[:-1])
    return above is not None and moves[name] == (*above, name[-1])


def places(piece: Protocol | Fragment) -> dict[Names, tuple[Path, State]]:
    """Return every state of a protocol or fragment with its path below it."""
    return dict(_inside(piece.states, (), ("states",)))


def _inside(
    states: Mapping[str, State], above: Names, path: Path
) -> Iterator[tuple[Names, tuple[Path, State]]]:
    for name, state in states.items():
        here = (*above, name)
        yield here, ((*path, name), state)
        for key in ("states", "parallel"):
            yield from _inside(getattr(state, key), here, (*path, name, key))


def said_moves(before: Chart, after: Chart) -> Mapping[str, str]:
    """Return what a version says itself of where states went (``moves``)."""
    return {
        old: new
        for old, new in after.protocol.moves.items()
        if old in before.by_name and new in after.by_name
    }


def in_charts(
    before: Chart, after: Chart, told: Mapping[str, str] | None = None
) -> Mapping[str, str]:
    """Return the full name now of each state that moved, by the one it had.

    Where it is said where a state went, that counts, and what is inside it goes along.
    It is ``told`` apart, or the later version says it itself.
    """
    said = dict(said_moves(before, after) if told is None else told)
    for name in before.by_name:
        above, along = _above(name, said)
        if name not in said and above and along + name[len(above) :] in after.by_name:
            said[name] = along + name[len(above) :]
    taken = {*said.values()}
    one, other = (
        [tuple(name.split(".")) for name in chart.by_name if name and name not in known]
        for chart, known in ((before, said), (after, taken))
    )
    found = {".".join(old): ".".join(new) for old, new in matched(one, other).items()}
    return {**found, **said}


def _above(name: str, said: Mapping[str, str]) -> tuple[str, str]:
    """Return the innermost state around one that is said to have gone, and where to."""
    while "." in name:
        name = name.rpartition(".")[0]
        if name in said:
            return name, said[name]
    return "", ""


class AstrayMove(Answerable, Struct, frozen=True):
    """A pair of ``moves`` that leads nowhere: ``lacking`` says which version has none.

    ``lacking`` is ``before`` (no state ``old``) or ``after`` (no state ``new``).
    """

    KEYS = ("protocol", "from=old", "to=new", "lacking")

    protocol: Id
    old: str
    new: str
    lacking: str


def astray(before: Chart, after: Chart) -> Iterator[AstrayMove]:
    """Yield the pairs of ``moves`` of which one version lacks a state."""
    for old, new in after.protocol.moves.items():
        if old not in before.by_name:
            yield AstrayMove(after.protocol.id, old, new, "before")
        elif new not in after.by_name:
            yield AstrayMove(after.protocol.id, old, new, "after")


class HandbookVersion(Struct, frozen=True, dict=True):
    """A handbook before or after; ``only`` is the protocol that is looked at.

    ``unclear`` are protocols that are left out: the other version makes no sense.
    ``called`` gives what things are called in the later version, by their names here;
    nothing in the later version itself.
    """

    handbook: Handbook
    only: Id | None = None
    unclear: frozenset[Id] = frozenset()
    called: CalledNow = CalledNow()

    @cached_property
    def every_chart(self) -> Mapping[Id, Chart]:
        """The charts of all protocols, in document order, whatever their problems."""
        return {each.protocol.id: each for each in self._made()}

    @cached_property
    def charts(self) -> Mapping[Id, Chart]:
        """The charts of the protocols that mean something in both versions."""
        return {
            name: each
            for name, each in self.every_chart.items()
            if not each.problems and name not in self.unclear
        }

    @cached_property
    def meaningless(self) -> tuple[Id, ...]:
        """The protocols of which nothing can be made; ``check`` says why."""
        return tuple(name for name in self.names if name not in self.charts)

    def now(self, protocol: Id, name: str) -> str:
        """Return the full name in the later version: of a state, or what is in it."""
        return self.called.name(protocol, name)

    def anywhere(
        self, names: Sequence[Id], whose: Whose = Whose.ANSWERING
    ) -> Iterator[Id]:
        """Yield the agencies of names in any region, by their ids there."""
        yield from map(self.called.body, self.parties.anywhere(names, whose))

    @cached_property
    def parties(self) -> Parties:
        """Who holds what, in every region, whatever the day."""
        places = tuple(self.handbook.regions) or (None,)
        return Parties(Holders(self.handbook), places)

    @property
    def names(self) -> tuple[Id, ...]:
        """The protocols that are looked at, in document order."""
        names = self.handbook.protocols
        return tuple(name for name in names if self.only in {None, name})

    def _made(self) -> Iterator[Chart]:
        for name in self.names:
            # Too large to be made; ``check`` says so.
            with suppress(BoundError):
                yield chart(self.handbook.protocols[name], self.handbook)
