"""Scenarios: what is taken to be so of arrivals, people and time, to simulate cases.

Every number has a basis, as deadlines do. A scenario says nothing about a real child.
"""

from enum import StrEnum

from pydantic import Field

from katch_protocols.model.citations import Citation
from katch_protocols.model.deadlines import Day, Duration, PositiveDuration, Unit
from katch_protocols.model.noun import EMPTY, Frozen, Id, Label, Noun
from katch_protocols.model.parties import MAX_PEOPLE, Cover

__all__ = [
    "DEFAULT",
    "FEWEST_RUNS",
    "MOST_RUNS",
    "MOST_VARIANTS",
    "MOST_YEARS",
    "WHOLE",
    "ArrivalPeriod",
    "Arrivals",
    "Chance",
    "Given",
    "NumberBasis",
    "Order",
    "Run",
    "Scenario",
    "ScenarioPost",
    "Spread",
    "SpreadKind",
    "Variant",
    "Weights",
    "seconds",
]

DEFAULT = "default"
"""The name under which ``work`` holds what counts where an activity has no line."""

FEWEST_RUNS = 2
"""An interval needs so many."""

MOST_RUNS = 10_000
"""How many runs a scenario can ask for."""

MOST_YEARS = 50
"""How long one run can be."""

MOST_VARIANTS = 10
"""How many variants are compared at most."""

WHOLE = 10_000
"""A share is so many parts of this: hundredths of a percent."""


_SECONDS = {
    Unit.MINUTES: 60,
    Unit.HOURS: 3600,
    Unit.DAYS: 86_400,
    Unit.WEEKS: 604_800,
    Unit.MONTHS: 2_628_000,
}


def seconds(duration: Duration) -> int:
    """Return a length of time; a month is a twelfth of 365 days.

    Raises:
        KeyError: It is counted in working days, which no length of time is.
    """
    return duration.amount * _SECONDS[duration.unit]


class NumberBasis(StrEnum):
    """What a number rests on."""

    ASSUMED = "assumed"
    REPORTED = "reported"
    MEASURED = "measured"


class Given(Noun):
    """A number, or several that belong together, and what it rests on.

    Without a basis it is that of the scenario.
    """

    basis: NumberBasis | None = None
    source: tuple[Citation, ...] = ()


class ArrivalPeriod(StrEnum):
    """The time in which so many cases arrive."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    @property
    def seconds(self) -> int:
        """How long it is; a year has 365 days, a month a twelfth of it."""
        return {"day": 86_400, "week": 604_800, "month": 2_628_000}.get(
            self.value, 31_536_000
        )


class Arrivals(Given):
    """How many cases arrive, each independent of the others.

    ``thousandths``: so many thousandths of a case in a ``period``.
    """

    thousandths: int = Field(ge=1, le=10**9)
    period: ArrivalPeriod = ArrivalPeriod.YEAR

    @property
    def gap(self) -> int:
        """The mean time from one arrival to the next, in seconds."""
        return max(1, (self.period.seconds * 1000) // self.thousandths)


class SpreadKind(StrEnum):
    """How durations are spread."""

    EXACTLY = "exactly"
    TRIANGULAR = "triangular"
    LOGNORMAL = "lognormal"
    EXPONENTIAL = "exponential"
    QUANTILES = "quantiles"


class Spread(Given):
    """How long something takes, from one time to the next.

    ``points`` mean what the kind says: the one length; the least, the usual and the
    greatest; the median and what nine in ten stay below; the mean; or quantiles at
    equal steps from the least to the greatest.
    """

    kind: SpreadKind
    points: tuple[Duration, ...]


class Weights(Given):
    """How often each of several values or activities is drawn, against the others."""

    weights: Frozen[int]


class Chance(Given):
    """In how many cases something happens that nobody chooses.

    ``share`` is in parts of ``WHOLE``; ``after`` how long after a case begins.
    """

    share: int = Field(ge=0, le=WHOLE)
    after: Spread | None = None


class ScenarioPost(Given):
    """What a scenario takes to be so of a post of the region, or a post that it adds.

    What is left out comes from the region. ``for_this`` is the part of working time
    that is left for these cases, in parts of ``WHOLE``; other work takes the rest.
    """

    id: Id
    title: Label | None = None
    roles: tuple[Id, ...] = ()
    people: int | None = Field(default=None, ge=0, le=MAX_PEOPLE)
    cover: Cover | None = None
    for_this: int | None = Field(default=None, ge=1, le=WHOLE)


class Order(StrEnum):
    """In what order waiting tasks are taken up."""

    FIRST_COME = "first_come"
    MOST_URGENT = "most_urgent"


class Run(Noun):
    """How long, how often and with what seed; ``begins`` is the first day.

    Without ``warm_up`` the first part is cut that MSER-5 finds. ``until`` is how exact
    a median must be known, half of its 95 % interval, before runs end.
    """

    years: int = Field(default=3, ge=1, le=MOST_YEARS)
    begins: Day | None = None
    warm_up: Duration | None = None
    seed: int = Field(default=1, ge=0, lt=2**32)
    runs: int = Field(default=100, ge=FEWEST_RUNS, le=MOST_RUNS)
    until: Frozen[PositiveDuration] = EMPTY

    @property
    def most_runs(self) -> int:
        """How many runs are made at most: with ``until`` alone, all that can be."""
        is_open = bool(self.until) and "runs" not in self.model_fields_set
        return MOST_RUNS if is_open else self.runs


class Variant(Noun):
    """What is otherwise than in the scenario; ``handbook`` is the folder of another."""

    id: Id
    title: Label | None = None
    arrivals: Arrivals | None = None
    work: Frozen[Spread] = EMPTY
    waits: Frozen[Spread] = EMPTY
    values: Frozen[Weights] = EMPTY
    choices: Frozen[Weights] = EMPTY
    happens: Frozen[Chance] = EMPTY
    posts: Frozen[ScenarioPost] = EMPTY
    order: Order | None = None
    handbook: str | None = None


_USUAL = Spread(
    kind=SpreadKind.TRIANGULAR,
    points=(
        Duration(amount=30, unit=Unit.MINUTES),
        Duration(amount=90, unit=Unit.MINUTES),
        Duration(amount=6, unit=Unit.HOURS),
    ),
)


class Scenario(Noun):
    """One scenario of a region: everything that a simulation takes to be so.

    Cases arrive at the first of ``protocols``; those of the others are opened by it.
    ``work`` occupies everybody who takes part, ``waits`` nobody. ``values`` are by
    fact, ``choices`` by state, ``happens`` by activity or signal.
    """

    id: Id
    title: Label | None = None
    protocols: tuple[Id, ...]
    region: Id | None = None
    basis: NumberBasis = NumberBasis.ASSUMED
    arrivals: Arrivals
    work: Frozen[Spread] = EMPTY
    waits: Frozen[Spread] = EMPTY
    values: Frozen[Weights] = EMPTY
    choices: Frozen[Weights] = EMPTY
    happens: Frozen[Chance] = EMPTY
    posts: Frozen[ScenarioPost] = EMPTY
    order: Order = Order.FIRST_COME
    run: Run = Run()
    compare: Frozen[Variant] = EMPTY

    @property
    def usual_work(self) -> Spread:
        """How long work takes where an activity has no line of its own."""
        return self.work.get(DEFAULT, _USUAL)

    def varied(self, variant: Variant) -> "Scenario":
        """Return the scenario as a variant has it; of a post only what it says."""
        posts = {
            name: (
                self.posts[name].model_copy(
                    update={
                        key: getattr(each, key)
                        for key in each.model_fields_set
                        if key != "id"
                    }
                )
                if name in self.posts
                else each
            )
            for name, each in variant.posts.items()
        }
        update: dict[str, object] = {
            "title": variant.title,
            "posts": {**self.posts, **posts},
            "compare": EMPTY,
        }
        for key in ("work", "waits", "values", "choices", "happens"):
            update[key] = {**getattr(self, key), **getattr(variant, key)}
        for key in ("arrivals", "order"):
            if getattr(variant, key) is not None:
                update[key] = getattr(variant, key)
        return self.model_validate({**dict(self), **update})
