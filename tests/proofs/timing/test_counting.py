"""How often an activity happens in a case: as every place of a protocol tells."""

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from katch_protocols.proofs.timing.counting import count, count_event
from katch_protocols.proofs.timing.measure_nouns import Range
from katch_protocols.semantics.events import event_of
from tests.proofs.random_worlds import World, random_worlds
from tests.proofs.spreading import Spread

DRAWN = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)


def told(spread: Spread, name: str) -> Range:
    """Count by looking at each place once for each number of times so far.

    More often than there are places means that some place comes back with more.
    """
    many = len(spread.cases) + 2
    first = (0, at_start(spread, name))
    seen, waiting = {first}, [first]
    while waiting:
        place, times = waiting.pop()
        for after, events in spread.steps[place]:
            more = times + sum(event.is_named(name) for event in events)
            if min(more, many) == many:
                return Range(None, _fewest(spread, name))
            if (after, more) not in seen:
                seen.add((after, more))
                waiting.append((after, more))
    return Range(max(times for _, times in seen), _fewest(spread, name))


def at_start(spread: Spread, name: str) -> int:
    """Return how often it happens as the case starts."""
    return sum(event.is_named(name) for event in spread.cases[0].events)


def _fewest(spread: Spread, name: str) -> int | None:
    least = {0: at_start(spread, name)}
    waiting = [0]
    while waiting:
        place = waiting.pop()
        for after, events in spread.steps[place]:
            times = least[place] + sum(event.is_named(name) for event in events)
            if times < least.get(after, times + 1):
                least[after] = times
                waiting.append(after)
    ends = (n for n, case in enumerate(spread.cases) if case.ended)
    return min((least[end] for end in ends if end in least), default=None)


@DRAWN
@given(random_worlds(), st.data())
def test_an_activity_is_counted_as_in_every_case(
    world: World, data: st.DataObject
) -> None:
    spread = Spread.of(world.teller, frozenset())
    assume(spread.is_whole)
    assume(len(spread.cases) <= 120)
    assume(world.acts)
    name = data.draw(st.sampled_from(world.acts))
    counted = count(world.study, lambda *_: 1, lambda row: row.activity == name, ())
    assert counted is not None
    found, expected = counted.range(), told(spread, name)
    assert (found.worst, found.best) == (expected.worst, expected.best)
    # A round is named exactly where there is no bound, and it counts.
    assert bool(found.loop) == (found.worst is None)
    assert found.worst is not None or name in found.loop


@DRAWN
@given(random_worlds(), st.data())
def test_what_is_measured_is_counted_as_in_every_case(
    world: World, data: st.DataObject
) -> None:
    spread = Spread.of(world.teller, frozenset())
    assume(spread.is_whole)
    assume(len(spread.cases) <= 120)
    assume(world.measured)
    name = data.draw(st.sampled_from(world.measured))
    found = count_event(world.study, event_of(world.study.chart, name))
    assert found is not None
    expected = told(spread, name)
    assert (found.worst, found.best) == (expected.worst, expected.best)
    assert bool(found.loop) == (found.worst is None)
