"""simulate: runs of a scenario and of its variants, and what they tell together."""

import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec.structs import replace

from katch_protocols.budget import counting, look, progressed
from katch_protocols.errors import UnknownNameError
from katch_protocols.evidence.executor import Executor
from katch_protocols.evidence.simulations.choosing import MANY, prepare
from katch_protocols.evidence.simulations.engine.store import (
    TASKS,
)
from katch_protocols.evidence.simulations.estimates import estimate
from katch_protocols.evidence.simulations.outcomes import (
    RunFigures,
)
from katch_protocols.evidence.simulations.planning import planned
from katch_protocols.evidence.simulations.reporting import differences, variant_result
from katch_protocols.evidence.simulations.runs import Runs, warm_until
from katch_protocols.evidence.simulations.varying import numbers, tally
from katch_protocols.evidence.simulations.working_time import DAY
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.scenarios import MOST_VARIANTS, Scenario
from katch_protocols.model.simulations import (
    TODAY,
    Difference,
    Result,
    Sensitivity,
    VariantResult,
)
from katch_protocols.sentences.nearness import require

__all__ = ["BATCH", "require_names", "simulate"]

BATCH = 20
"""After so many runs it is looked whether medians are known well enough."""

_TRIED = 20
"""So many runs at most show what one number changes."""

_HANDED = 5
"""So many runs are handed to another process at once."""


def simulate(  # noqa: PLR0913 - all but two have names
    scenario: Scenario,
    handbook: Handbook,
    *,
    others: Mapping[str, Handbook] | None = None,
    sensitivity: bool = False,
    executor: Executor | None = None,
    compiling: Callable[[], None] = lambda: None,
) -> Result:
    """Run a scenario and its variants; the same draws for the same case in each.

    Args:
        scenario: what is taken to be so.
        handbook: whose protocols it is about.
        others: the handbooks that variants name.
        sensitivity: whether each number is made half as large and half as large more.
        executor: where runs are made, if not here.
        compiling: called before the loops are compiled, which takes a while.

    Raises:
        ProtocolError: A protocol has problems; ``check`` says which.
        BoundError: A run would be too large.
        SimulationError: The warm-up is above a third of a run, or what cases tell is
            to happen by chance.
    """
    every = list(_variants(scenario, handbook, others or {}))
    first, most = every[0], scenario.run.most_runs
    _expect(every, most, compiling)
    warm = warm_until(first)
    for each in every:
        each.warm = warm
    limits = _limits(first)
    for wanted in _parts(range(most), BATCH):
        _make(every, wanted, executor)
        if limits and len(wanted) == BATCH and not _inexact(first, limits):
            break
    main = _main(first)
    names = first.planned.names
    rate = scenario.arrivals.thousandths / 1000
    taken = len(names.uniform)
    return Result(
        scenario.id,
        scenario.region,
        scenario.protocols,
        first.planned.time.begins.isoformat(),
        scenario.run.years,
        warm // DAY,
        scenario.run.seed,
        len(first.figures),
        rate,
        scenario.arrivals.period.value,
        tally(scenario, taken),
        tuple(f"{what}.{name}" for what, name in names.uniform),
        tuple(names.left_out),
        names.uncounted,
        names.absent,
        tuple(each.id for each in first.planned.posts.all if not each.office),
        tuple(map(_result, every)),
        tuple(_differences(every)),
        None if main is None else names.measures[main],
        tuple(_matters(first, handbook, main, executor)) if sensitivity else (),
        title=scenario.title,
        inexact=tuple(names.measures[each] for each in _inexact(first, limits)),
    )


def _result(runs: Runs) -> VariantResult:
    title = None if runs.name == TODAY else runs.scenario.title
    return variant_result(runs.name, runs.planned, runs.figures, title)


def _variants(
    scenario: Scenario, handbook: Handbook, others: Mapping[str, Handbook]
) -> Iterator[Runs]:
    yield Runs(TODAY, scenario, planned(scenario, handbook))
    for name, variant in scenario.compare.items():
        folder, book = variant.handbook, handbook
        if folder is not None:
            if folder not in others:
                raise UnknownNameError("handbook", folder, tuple(others))
            book = others[folder]
        varied = scenario.varied(variant)
        require_names(varied, book)
        yield Runs(name, varied, planned(varied, book))


def require_names(scenario: Scenario, handbook: Handbook) -> None:
    """Refuse a handbook that lacks what a scenario is about.

    Raises:
        UnknownNameError: It has no such protocol, region or role.
    """
    regions = () if scenario.region is None else (scenario.region,)
    roles = [role for post in scenario.posts.values() for role in post.roles or ()]
    for kind, names, known in (
        ("protocol", scenario.protocols, handbook.protocols),
        ("region", regions, handbook.regions),
        ("role", roles, handbook.roles),
    ):
        for name in names:
            require(kind, name, known)


def _expect(every: Sequence[Runs], runs: int, compiling: Callable[[], None]) -> None:
    """Tell every variant how many tasks there will be; where many, one run shows it."""
    first, count = every[0], runs * len(every)
    for each in every:
        each.expect(1)
    prepare(first.tasks, compiling)
    if first.tasks * count < MANY:
        return
    tasks = first.once(0).n[TASKS] * count
    for each in every:
        each.tasks, each.maker = tasks, None
    prepare(tasks, compiling)


def _make(every: Sequence[Runs], wanted: range, executor: Executor | None) -> None:
    """Make these runs of each variant; the same figures wherever that is done."""
    if executor is None:
        for each in every:
            for number in wanted:
                progressed("runs", sum(len(one.figures) for one in every))
                each.add(number)
        return
    look()
    parts = [(each, part) for each in every for part in _parts(wanted, _HANDED)]
    terms = {id(each): each.terms() for each in every}
    found = executor.map(
        _made_there, [terms[id(each)] for each, _ in parts], [part for _, part in parts]
    )
    for (each, _), figures in zip(parts, found, strict=True):
        each.figures += figures


def _parts(numbers: range, size: int) -> Iterator[range]:
    """Yield parts of so many numbers; the last may have fewer."""
    for first in range(0, len(numbers), size):
        yield numbers[first : first + size]


def _made_there(terms: bytes, wanted: range) -> list[RunFigures]:
    runs = _runs_of(terms)
    made = replace(runs, figures=[])
    for number in wanted:
        made.add(number)
    return made.figures


@lru_cache(maxsize=1 + MOST_VARIANTS)
def _runs_of(terms: bytes) -> Runs:
    name, scenario, handbook, warm, tasks = pickle.loads(terms)  # noqa: S301 - our own
    return Runs(name, scenario, planned(scenario, handbook), warm, tasks=tasks)


def _limits(runs: Runs) -> Mapping[int, float]:
    """Return how exact each median of what is measured must be, in hours."""
    measures, time = runs.planned.names.measures, runs.planned.time
    until = runs.scenario.run.until
    return {
        number: time.plain(until[each.name]) / 3600
        for number, each in enumerate(measures)
        if each.name in until and time.is_plain(until[each.name])
    }


def _inexact(runs: Runs, limits: Mapping[int, float]) -> list[int]:
    """Return whose median is not known as exactly as it must be."""
    known = {number: estimate(runs.values(("median", number))) for number in limits}
    return [
        number
        for number, found in known.items()
        if found is None or found.half > limits[number]
    ]


def _main(runs: Runs) -> int | None:
    """Return what medians are compared for: of ``until``, else the first that comes."""
    until = [*runs.scenario.run.until]
    names = [each.name for each in runs.planned.names.measures]
    order = [at for name in until for at, each in enumerate(names) if each == name]
    order += range(len(names))
    found = [n for n in order if estimate(runs.values(("median", n))) is not None]
    return found[0] if found else None


def _differences(every: Sequence[Runs]) -> Iterator[Difference]:
    first = every[0]
    for each in every[1:]:
        yield from differences(
            each.name,
            (first.planned.names, first.figures),
            (each.planned.names, each.figures),
        )


def _matters(
    runs: Runs, handbook: Handbook, main: int | None, executor: Executor | None
) -> Iterator[Sensitivity]:
    """Yield what each number changes, the most first."""
    if main is None:
        return
    count = min(_TRIED, runs.scenario.run.runs)

    def median(scenario: Scenario) -> float | None:
        made = planned(scenario, handbook)
        tried = Runs(TODAY, scenario, made, runs.warm, tasks=runs.tasks)
        _make([tried], range(count), executor)
        found = estimate(tried.values(("median", main)))
        return None if found is None else found.mean

    found = [
        Sensitivity(
            each.name, each.basis.value, median(each.times(50)), median(each.times(150))
        )
        for each in counting("numbers", numbers(runs.scenario))
    ]
    yield from sorted(found, key=lambda each: -each.width)
