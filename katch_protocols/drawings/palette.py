"""Which colour each agency has: the same one in every drawing and on every paper."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import groupby
from operator import itemgetter

from katch_protocols.budget import tick
from katch_protocols.drawings.colours import seen
from katch_protocols.drawings.theme import LANES, MANY_LANES, SHADES
from katch_protocols.duties.parties import home_of
from katch_protocols.in_use import InUse
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.protocol import Protocol
from katch_protocols.model.states import State

__all__ = ["families_of", "family_of", "party_colours", "toned"]

_MIDDLE = 35.0
"""Between the light and the dark half of a palette, in CIE lightness."""


def party_colours(handbook: Handbook) -> Mapping[Id, str]:
    """Return the colour of every agency and of every role without one home.

    Where the handbook names families, each has one colour, and all of it show that; a
    body that holds a case where another of its family does has a shade of it.
    Other parties that hold a case in one protocol have different colours while the
    palette lasts, and neighbours take turns between light and dark, so that grey print
    tells them apart. Greedy colouring in the order of the handbook: whoever joins later
    changes nobody before. Of what is in use it is made once, for every card asks.
    """
    return _made.of((handbook,), lambda: _party_colours(handbook))


_made = InUse[Mapping[Id, str]](8)


def _party_colours(handbook: Handbook) -> Mapping[Id, str]:
    lanes = [tuple(_parties(each, handbook)) for each in handbook.protocols.values()]
    every = (*handbook.agencies, *(home_of(name, handbook) for name in handbook.roles))
    order = dict.fromkeys(every)
    families, found = _family_colours(handbook), dict[Id, str]()
    for party in order:
        family = family_of(party, handbook)
        if family in families:
            cost = partial(_clashes, party, lanes, found)
            found[party] = min(families[family], key=cost)
    wide = max(map(len, lanes), default=0) > len(LANES)
    whole = MANY_LANES if wide or len(families) == len(LANES) else LANES
    taken = {tone for tones in families.values() for tone in tones}
    palette = [each for each in whole if each not in taken]
    held = dict.fromkeys(party for group in lanes for party in group)
    for party in (*(p for p in order if p in held), *held, *order):
        if party not in found:
            found[party] = _best(party, lanes, found, palette)
    return found


def _family_colours(handbook: Handbook) -> Mapping[Id | None, tuple[str, str]]:
    """Return the colour of each family, and its shade."""
    return dict(zip(handbook.families, zip(LANES, SHADES, strict=True), strict=False))


def _clashes(
    party: Id, lanes: Sequence[Sequence[Id]], found: Mapping[Id, str], colour: str
) -> tuple[int, int]:
    """Return how often a party would stand among others of the same colour.

    Then how often beside one that is as light or as dark.
    """
    groups = [group for group in lanes if party in group]
    alike = sum(found.get(other) == colour for group in groups for other in group)
    near = [found[o] for group in groups for o in _next(group, party) if o in found]
    return alike, sum(_is_dark(other) == _is_dark(colour) for other in near)


def family_of(party: Id, handbook: Handbook) -> Id | None:
    """Return the family of an agency, or of a role whose homes are all of one."""
    role = handbook.roles.get(party)
    homes = role.agencies if role is not None else (party,)
    found = {handbook.family_of(home) for home in homes}
    return found.pop() if len(found) == 1 else None


def families_of(
    parties: Iterable[Id], handbook: Handbook
) -> tuple[tuple[str, Label], ...]:
    """Return the colour and the title of each family that some parties are of.

    In the order of the handbook; none where it names no families. A family of which a
    shade is shown too stands twice, one behind the other.
    """
    tones, colours = _family_colours(handbook), party_colours(handbook)
    shown = {(family_of(party, handbook), colours.get(party)) for party in parties}
    return tuple(
        (tone, family.title)
        for name, family in handbook.families.items()
        for tone in tones.get(name, ())
        if (name, tone) in shown
    )


def toned(
    found: Iterable[tuple[str, Label]],
) -> Iterator[tuple[Label, tuple[str, ...]]]:
    """Yield each title once, with its colours, which stand one behind the other."""
    for title, group in groupby(found, key=itemgetter(1)):
        yield title, tuple(colour for colour, _ in group)


def _best(
    party: Id,
    lanes: Sequence[Sequence[Id]],
    found: Mapping[Id, str],
    palette: Sequence[str],
) -> str:
    """Return the colour that clashes least, then reads best in grey, then is rarest."""
    tick()
    groups = [group for group in lanes if party in group]
    beside = Counter(found[o] for group in groups for o in group if o in found)
    near = [_is_dark(found[o]) for g in groups for o in _next(g, party) if o in found]
    used = Counter(found.values())

    def cost(colour: str) -> tuple[int, int, int]:
        alike = near.count(_is_dark(colour))
        return beside[colour], alike, used[colour]

    return min(palette, key=cost)


def _next(group: Sequence[Id], party: Id) -> Sequence[Id]:
    at = group.index(party)
    return (*group[max(at - 1, 0) : at], *group[at + 1 : at + 2])


@cache
def _is_dark(colour: str) -> bool:
    return seen(colour, "normal")[0] < _MIDDLE


def _parties(protocol: Protocol, handbook: Handbook) -> Iterator[Id]:
    """Yield who holds a case in a protocol, in the order of its story, each once."""
    fragments = (handbook.fragments.get(name) for name in protocol.use)
    tops = (protocol.states, *(each.states for each in fragments if each is not None))
    names = (name for states in tops for name in _held(states))
    yield from dict.fromkeys(home_of(name, handbook) for name in names)


def _held(states: Mapping[Id, State]) -> Iterator[Id]:
    for state in states.values():
        if state.held_by is not None:
            yield state.held_by
        yield from _held(state.states)
        yield from _held(state.parallel)
