"""From the figures of runs to nouns: estimates of a variant, differences of two."""

from collections.abc import Iterator, Sequence
from math import inf

from katch_protocols.evidence.simulations.draft import PlanNames
from katch_protocols.evidence.simulations.estimates import ANYTHING, estimate, rank
from katch_protocols.evidence.simulations.outcomes import RunFigures
from katch_protocols.evidence.simulations.planning import Planned
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.simulations import (
    ClockOutcome,
    Difference,
    Estimate,
    PostMonth,
    PostOutcome,
    TimeOutcome,
    VariantResult,
)

__all__ = ["differences", "variant_result"]


_RANGES = {
    "growth": ANYTHING,
    **dict.fromkeys(("sentence-kept", "clock-kept", "duty-kept", "load"), (0, 1)),
}
"""The least and the most of figures that are neither counts nor times."""


class _Runs:
    def __init__(self, planned: Planned, figures: Sequence[RunFigures]) -> None:
        self.planned, self.names, self.figures = planned, planned.names, figures

    def of(
        self, what: str, number: int, missing: float | None = None
    ) -> Estimate | None:
        """Return an estimate; ``missing`` counts where a run says nothing."""
        found = [each.of.get((what, number), missing) for each in self.figures]
        return estimate(found, can_be=_RANGES.get(what, (0, inf)))

    def told(self, what: str) -> list[int]:
        """Return the numbers of which some run says something."""
        return sorted({n for each in self.figures for key, n in each.of if key == what})

    def times(self) -> Iterator[TimeOutcome]:
        """Yield the times of what is measured, then of sentences."""
        for number, measured in enumerate(self.names.measures):
            yield TimeOutcome(
                measured.protocol,
                measured.name,
                sentence=False,
                limit=None,
                median=self.of("median", number),
                nine_in_ten=self.of("nine", number),
                in_time=None,
                cases=self.of("arrived", number, 0),
                not_yet=self.of("open", number, 0),
                never=self.of("never", number, 0),
            )
        for number, (protocol, name, limit) in enumerate(self.names.sentences):
            yield TimeOutcome(
                protocol,
                name,
                sentence=True,
                limit=limit,
                median=self.of("sentence-median", number),
                nine_in_ten=self.of("sentence-nine", number),
                in_time=self.of("sentence-kept", number),
                cases=self.of("sentence-cases", number, 0),
                not_yet=None,
                never=None,
            )

    def deadlines(self) -> Iterator[ClockOutcome]:
        """Yield how often each deadline was kept that came about."""
        known = (("clock", self.names.clocks), ("duty", self.names.duties))
        for what, names in known:
            for number in self.told(f"{what}-kept"):
                protocol, name, limit = names[number]
                yield ClockOutcome(
                    protocol,
                    name,
                    what == "duty",
                    limit,
                    self.of(f"{what}-kept", number),
                    self.of(f"{what}-cases", number, 0),
                )

    def posts(self) -> Iterator[PostOutcome]:
        """Yield what each post does."""
        for number, post in enumerate(self.planned.posts.all):
            demand, growth = self.of("demand", number), self.of("growth", number)
            over = demand is not None and growth is not None
            yield PostOutcome(
                post.id,
                post.people,
                self.of("load", number),
                self.of("wait", number),
                self.of("backlog", number),
                demand,
                growth,
                over and demand.low > 1 and growth.low > 0,  # type: ignore[union-attr]
                tuple(self._months(number)),
                post.title,
            )

    def _months(self, post: int) -> Iterator[PostMonth]:
        every = [each.months[post] for each in self.figures]
        for month in range(len(self.planned.plan.months)):
            waiting = [float(each[month][0]) for each in every]
            loads = [x for each in every if (x := each[month][1]) is not None]
            waits = [x for each in every if (x := each[month][2]) is not None]
            yield PostMonth(
                month + 1,
                (rank(waiting, 0.1), rank(waiting, 0.5), rank(waiting, 0.9)),
                sum(loads) / len(loads) if loads else None,
                sum(waits) / len(waits) if waits else None,
            )

    def ends(self) -> Iterator[tuple[str, Estimate | None]]:
        """Yield how many cases of a run ended where."""
        for number in self.told("end"):
            yield ".".join(self.names.states[number]), self.of("end", number, 0)

    def stuck(self) -> Iterator[tuple[str, float]]:
        """Yield what nobody could do, and how often a run."""
        times: dict[str, float] = {}
        for number in self.told("stuck"):
            counts = (each.of.get(("stuck", number)) or 0 for each in self.figures)
            name = self.names.acts[number][1]
            times[name] = times.get(name, 0) + sum(counts)
        for activity, count in times.items():
            yield activity, count / len(self.figures)


def variant_result(
    name: Id,
    planned: Planned,
    figures: Sequence[RunFigures],
    title: Label | None = None,
) -> VariantResult:
    """Return what the runs of one variant tell; ``title`` is what it is called."""
    runs = _Runs(planned, figures)
    return VariantResult(
        name,
        runs.of("cases", 0),
        tuple(runs.times()),
        tuple(runs.deadlines()),
        tuple(runs.posts()),
        dict(runs.ends()),
        dict(runs.stuck()),
        title,
    )


_COMPARED = (
    "median",
    "nine",
    "sentence-kept",
    "load",
    "wait",
    "backlog",
)


def differences(
    variant: Id,
    today: tuple[PlanNames, Sequence[RunFigures]],
    other: tuple[PlanNames, Sequence[RunFigures]],
) -> Iterator[Difference]:
    """Yield what a variant changes, run by run: the same children in both."""
    for what in _COMPARED:
        before, after = _named(what, today[0]), _named(what, other[0])
        for named, number in before.items():
            if named not in after:
                continue
            pairs = [
                _less(second.of.get((what, after[named])), first.of.get((what, number)))
                for first, second in zip(today[1], other[1], strict=True)
            ]
            found = estimate(pairs)
            if found is not None:
                told = found.low > 0 or found.high < 0
                yield Difference(variant, what, *named, found, told)


def _less(after: float | None, before: float | None) -> float | None:
    return None if after is None or before is None else after - before


def _named(what: str, names: PlanNames) -> dict[tuple[Id | None, Id], int]:
    """Return the number of each thing by its protocol and name; a post has none."""
    if what in {"median", "nine"}:
        measures = enumerate(names.measures)
        return {(each.protocol, each.name): at for at, each in measures}
    if what == "sentence-kept":
        sentences = enumerate(names.sentences)
        return {(protocol, name): at for at, (protocol, name, _) in sentences}
    return {(None, name): at for at, name in enumerate(names.posts)}
