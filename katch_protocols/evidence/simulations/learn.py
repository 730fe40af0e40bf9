"""Numbers of a scenario from a log: how long things took, how often what was stated.

What is learned is what the log shows from one step of a case to the next, and from its
opening to the first, where the log tells when that was: waiting and work are one there.
So it becomes ``waits``. Nothing is told of fewer than ten.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from katch_protocols.cases.event import EventKind
from katch_protocols.evidence.logs.events import LogCase, LogReading
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.model.noun import Id
from katch_protocols.words.lists import as_typed

__all__ = ["FEWEST", "Learned", "LearnedStep", "learn", "steps_of", "written"]

FEWEST = 10
"""Of fewer cases nothing is told."""

_SECOND = 1_000_000
_STEPS = 10
_MOST = 9_999


class LearnedStep(Struct, frozen=True):
    """One step of a case as a log has it; ``at`` in seconds from any beginning.

    Its opening is the first, without an activity, where a log tells when it was. A step
    of the clock (``is_clock``) takes as long as the protocol says.
    """

    activity: str
    at: int
    records: Mapping[Id, str]
    is_clock: bool = False


class Learned(Struct, frozen=True):
    """What a log shows: quantiles by activity, and how often each value was stated.

    ``cases`` is how many cases it is from; shares are whole percents.
    """

    cases: int
    waits: Mapping[str, tuple[Duration, ...]]
    values: Mapping[Id, Mapping[str, int]]


def steps_of(reading: LogReading) -> list[list[LearnedStep]]:
    """Return the steps of the cases of a log, as far as it tells when they were."""
    return [[*_opening(case), *_steps(case)] for case in reading.cases]


def _opening(case: LogCase) -> Iterator[LearnedStep]:
    first, last = case.opening
    if case.seen and case.is_opening_told and first == last:
        yield LearnedStep("", first // _SECOND, {})


def _steps(case: LogCase) -> Iterator[LearnedStep]:
    for each in case.events:
        if each.activity and each.at == each.until:
            is_clock = each.kind is EventKind.CLOCK
            yield LearnedStep(each.activity, each.at // _SECOND, each.records, is_clock)


def learn(cases: Sequence[Sequence[LearnedStep]]) -> Learned:
    """Learn from the cases of a log, each in the order of its steps.

    Quantiles are every tenth of all times since what was before, rounded to two digits
    of their unit, so that no time of a single case is told.
    """
    waits: dict[str, list[int]] = defaultdict(list)
    stated: dict[Id, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    seen: Counter[str | tuple[Id, str]] = Counter()
    for steps in cases:
        of_case: set[str | tuple[Id, str]] = set()
        for before, step in pairwise(steps):
            if step.is_clock:
                continue
            waits[step.activity].append(max(0, step.at - before.at))
            of_case.add(step.activity)
        for step in steps:
            for fact, value in step.records.items():
                stated[fact][value] += 1
                of_case.add((fact, value))
        seen.update(of_case)
    return Learned(
        len(cases),
        {
            name: _quantiles(each)
            for name, each in sorted(waits.items())
            if seen[name] >= FEWEST
        },
        {
            fact: _shares(each)
            for fact, each in sorted(stated.items())
            if all(seen[fact, value] >= FEWEST for value in each)
        },
    )


def _quantiles(times: Sequence[int]) -> tuple[Duration, ...]:
    found, last = sorted(times), len(times) - 1
    # The ends are means of a tenth, for the least and the greatest are one case each.
    tenth = max(2, len(found) // _STEPS)
    inner = [found[last * step // _STEPS] for step in range(1, _STEPS)]
    ends = sum(found[:tenth]) // tenth, sum(found[-tenth:]) // tenth
    points = sorted((ends[0], *inner, ends[1]))
    return tuple(map(_rounded, points))


def _rounded(seconds: int) -> Duration:
    """Return a length in the unit that shows it best, of two digits."""
    for unit, size in ((Unit.DAYS, 86_400), (Unit.HOURS, 3600)):
        if seconds >= 10 * size:
            amount = round(seconds / size)
            step = 10 ** max(0, len(str(amount)) - 2)
            return Duration(amount=min(_MOST, round(amount / step) * step), unit=unit)
    minutes = round(seconds / 60)
    step = 10 ** max(0, len(str(minutes)) - 2)
    return Duration(amount=round(minutes / step) * step, unit=Unit.MINUTES)


def _shares(counts: Mapping[str, int]) -> Mapping[str, int]:
    """Return whole percents that are one whole: those that lose most are rounded up."""
    total = sum(counts.values())
    found = {name: count * 100 // total for name, count in sorted(counts.items())}
    lost = sorted(found, key=lambda name: -(counts[name] * 100 % total))
    for name in lost[: 100 - sum(found.values())]:
        found[name] += 1
    return found


def written(learned: Learned) -> str:
    """Return what was learned as lines of a scenario."""
    return "\n".join(_lines(learned)) + "\n"


def _lines(learned: Learned) -> Iterator[str]:
    if learned.waits:
        yield "waits:"
    for name, points in learned.waits.items():
        shown = as_typed(map(str, points))
        yield f"  {name}: {{quantiles: [{shown}], basis: measured}}"
    if learned.values:
        yield "values:"
    for fact, shares in learned.values.items():
        shown = as_typed(f"{name}: {share}%" for name, share in shares.items())
        yield f"  {fact}: {{{shown}, basis: measured}}"
