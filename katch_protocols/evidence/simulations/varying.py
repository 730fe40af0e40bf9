"""The numbers of a scenario, one by one: what each rests on, half, one and a half."""

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.model.scenarios import (
    WHOLE,
    Given,
    NumberBasis,
    Scenario,
    ScenarioPost,
    Spread,
    Weights,
    seconds,
)

__all__ = ["ScenarioNumber", "numbers", "tally"]

_MINUTE = 60
_MOST_MINUTES = 9_999


class ScenarioNumber(Struct, frozen=True):
    """One number of a scenario; ``times`` gives the scenario with it made larger.

    Its argument is in percent: 50 is half of it.
    """

    name: str
    basis: NumberBasis
    times: Callable[[int], Scenario]


def tally(scenario: Scenario, taken: int) -> Mapping[str, int]:
    """Return how many numbers rest on what; ``taken`` are not in the file: assumed."""
    found = dict.fromkeys((each.value for each in NumberBasis), 0)
    for number in numbers(scenario):
        found[number.basis.value] += 1
    found[NumberBasis.ASSUMED.value] += taken
    return found


def numbers(scenario: Scenario) -> Iterator[ScenarioNumber]:
    """Yield every number of a scenario, in the order of the file."""

    def basis(given: Given) -> NumberBasis:
        return given.basis or scenario.basis

    arrivals = scenario.arrivals
    yield ScenarioNumber(
        "arrivals",
        basis(arrivals),
        lambda percent: scenario.model_copy(
            update={
                "arrivals": arrivals.model_copy(
                    update={
                        "thousandths": max(1, arrivals.thousandths * percent // 100)
                    }
                )
            }
        ),
    )
    for key in ("work", "waits", "values", "choices", "happens", "posts"):
        for name, given in getattr(scenario, key).items():
            yield ScenarioNumber(
                f"{key}.{name}", basis(given), _changer(scenario, key, name, given)
            )


def _changer(
    scenario: Scenario, key: str, name: str, given: Given
) -> Callable[[int], Scenario]:
    def changed(percent: int) -> Scenario:
        inner = {**getattr(scenario, key), name: _times(given, percent)}
        return scenario.model_copy(update={key: inner})

    return changed


def _times(given: Given, percent: int) -> Given:
    match given:
        case Spread():
            points = tuple(_longer(each, percent) for each in given.points)
            return given.model_copy(update={"points": points})
        case Weights():
            return given.model_copy(update={"weights": _shifted(given, percent)})
        case ScenarioPost():
            share = given.for_this or WHOLE
            update = {"for_this": max(1, min(WHOLE, share * percent // 100))}
            return given.model_copy(update=update)
        case _:
            share = min(WHOLE, getattr(given, "share", 0) * percent // 100)
            return given.model_copy(update={"share": share})


def _longer(duration: Duration, percent: int) -> Duration:
    """Return a length made larger, in the finest unit that holds it."""
    total = seconds(duration) * percent // 100
    if not total:
        return duration
    for unit, size in (
        (Unit.MINUTES, _MINUTE),
        (Unit.HOURS, 3600),
        (Unit.DAYS, 86_400),
    ):
        amount = max(1, round(total / size))
        if amount <= _MOST_MINUTES:
            return Duration(amount=amount, unit=unit)
    return duration


def _shifted(given: Weights, percent: int) -> Mapping[str, int]:
    """Return weights with the first made larger against the others, as one whole."""
    total = sum(given.weights.values())
    first = next(iter(given.weights))
    share = min(WHOLE, given.weights[first] * WHOLE * percent // (100 * total))
    rest = total - given.weights[first]
    if not rest:
        return given.weights
    found = {
        name: (WHOLE - share) * weight // rest
        for name, weight in given.weights.items()
        if name != first
    }
    found = {first: 0, **found}
    found[first] = WHOLE - sum(found.values())
    return found
