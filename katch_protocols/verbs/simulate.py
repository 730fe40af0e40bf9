"""simulate: what a handbook would do with these people and these many cases."""

from collections.abc import Mapping
from os import PathLike
from pathlib import Path

from msgspec.structs import replace

from katch_protocols.arguments import typed
from katch_protocols.budget import Budget
from katch_protocols.errors import HandbookError, WrongTypeError
from katch_protocols.evidence.executor import Executor
from katch_protocols.evidence.simulations.bounds import bounds_if_kept
from katch_protocols.evidence.simulations.simulate import simulate as simulate_scenario
from katch_protocols.files.read import read_handbook
from katch_protocols.files.read_scenario import read_scenario
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.scenarios import Scenario
from katch_protocols.model.simulations import Result
from katch_protocols.verbs.budgeting import within

__all__ = ["simulate"]


@typed
def simulate(  # noqa: PLR0913 - all but two have names
    scenario: Scenario | str | PathLike[str],
    handbook: Handbook,
    *,
    others: Mapping[str, Handbook] | None = None,
    sensitivity: bool = False,
    if_kept: bool = False,
    executor: object = None,
    budget: Budget | str | None = "none",
) -> Result:
    """Simulate cases of a scenario, and of everything that it compares.

    Each draw is made of its key alone, so the same scenario and seed give the same
    answer everywhere, and what a variant changes is told child by child.

    Example:
        >>> found = simulate("scenarios/turkistan.yaml", handbook)
        >>> found.today.times[0].median
        Estimate(mean=30.1, low=29.2, high=31.0, runs=100)
        >>> [each.what for each in found.compare("one_more") if each.told]
        ['median', 'wait']

    Args:
        scenario: what is taken to be so: the path of a file, or the noun.
        handbook: whose protocols it is about.
        others: the handbooks that variants name, by the folder that they write; of the
            scenario of a file the others are read, from where it stands.
        sensitivity: whether each number is tried half as large and half as large more.
        if_kept: whether proved bounds are held against cases in which everybody acts
            before a deadline is over; ``bounds`` has them.
        executor: anything with ``map``, such as a process pool or Dask's
            ``client.get_executor()``: runs are made there, and the answer is the same.
        budget: what it may spend, as ``"60s,4GB"``; without one, as long as it takes.

    Raises:
        HandbookError: The scenario cannot be used; it carries every finding.
        OSError: The file cannot be read.
        UnknownNameError: A variant names a handbook that is not given, or one that
            lacks what the scenario is about.
        ProtocolError: A protocol has problems; ``check`` says which.
        BoundError: A run would be too large.
        SimulationError: The warm-up is above a third of a run, or what cases tell is
            to happen by chance.
        BudgetError: The budget was met before all was done.
        TypeError: An argument has another type; the error names it.
    """
    if executor is not None and not hasattr(executor, "map"):
        raise WrongTypeError("executor", "executor", type(executor))
    anywhere: Executor | None = executor
    with within(budget):
        if not isinstance(scenario, Scenario):
            path = Path(scenario)
            scenario = _read(path, handbook)
            others = {**_beside(path, scenario, others or {}), **(others or {})}
        found = simulate_scenario(
            scenario,
            handbook,
            others=others,
            sensitivity=sensitivity,
            executor=anywhere,
        )
        if if_kept:
            found = replace(found, bounds=bounds_if_kept(scenario, handbook))
        return found


def _read(path: Path, handbook: Handbook) -> Scenario:
    reading = read_scenario(path.read_bytes(), path.name, handbook)
    if reading.scenario is None:
        raise HandbookError(reading.findings)
    return reading.scenario


def _beside(
    path: Path, scenario: Scenario, others: Mapping[str, Handbook]
) -> dict[str, Handbook]:
    """Read the handbooks that variants name and nobody gives."""
    named = {each.handbook for each in scenario.compare.values()}
    return {
        name: read_handbook(path.parent / name)
        for name in sorted(filter(None, named - {*others}))
    }
