"""What a simulation answers: estimates over runs, and how sure they are.

Nothing here is about a real child: every case was drawn.
"""

from collections.abc import Mapping

from msgspec import Struct

from katch_protocols.model.noun import Id, Label

__all__ = [
    "TODAY",
    "ClockOutcome",
    "Difference",
    "Estimate",
    "HeldBound",
    "MeasuredTime",
    "PostMonth",
    "PostOutcome",
    "Result",
    "Sensitivity",
    "TimeOutcome",
    "VariantResult",
]

TODAY = "today"
"""The name of the scenario itself among what is compared."""


class Estimate(Struct, frozen=True):
    """A mean over runs, with the ends of its 95 % interval; ``runs`` had a value.

    No end is beyond what can be: no time or count is below 0, no share above 1.
    """

    mean: float
    low: float
    high: float
    runs: int

    @property
    def half(self) -> float:
        """Half of the width of the interval."""
        return (self.high - self.low) / 2

    @property
    def is_alike(self) -> bool:
        """Whether every run gave the same: the interval tells nothing then."""
        return self.low == self.high


class MeasuredTime(Struct, frozen=True):
    """What is measured in a protocol, from the opening of a case of it."""

    protocol: Id
    name: Id


class TimeOutcome(Struct, frozen=True):
    """How long something took, in hours; of a sentence also how often it was in time.

    ``name`` is the id of what is measured, or of a safeguard (``sentence``). The time
    until what is measured counts from the opening of a case of ``protocol``. ``None``:
    in too many runs fewer cases came to it than the number tells. ``cases`` are those
    of one run that came to it; ``not_yet`` had not when the run ended, and ``never``
    are those that ended without it: no time of what is measured counts these.
    """

    protocol: Id
    name: Id
    sentence: bool
    limit: str | None
    median: Estimate | None
    nine_in_ten: Estimate | None
    in_time: Estimate | None
    cases: Estimate | None
    not_yet: Estimate | None
    never: Estimate | None

    @property
    def passed_by(self) -> float:
        """The share of the cases that ended without it; 0 of a sentence."""
        counts = [each.mean for each in (self.cases, self.not_yet, self.never) if each]
        return self.never.mean / sum(counts) if self.never and sum(counts) else 0.0


class ClockOutcome(Struct, frozen=True):
    """How often a deadline was kept: of a state, or of an activity (``duty``)."""

    protocol: Id
    name: str
    duty: bool
    limit: str
    kept: Estimate | None
    cases: Estimate | None


class PostMonth(Struct, frozen=True):
    """One month of a post: what waits at its end (a tenth, half, nine tenths of runs).

    ``load`` is the part of its hours in which it was busy, ``wait`` in hours.
    """

    month: int
    waiting: tuple[float, float, float]
    load: float | None
    wait: float | None


class PostOutcome(Struct, frozen=True):
    """What a post does: its load, how long work waits for it, what waits at the end.

    ``demand`` is the work that is asked of it by the hours that it has; above 1 it is
    overloaded, and ``growth`` is by how many tasks a year its queue grows. A task that
    needs several of its people waits for them once, and is work for each.
    """

    post: Id
    people: int
    load: Estimate | None
    wait: Estimate | None
    backlog: Estimate | None
    demand: Estimate | None
    growth: Estimate | None
    overloaded: bool
    months: tuple[PostMonth, ...]
    title: Label | None = None


class VariantResult(Struct, frozen=True):
    """What one variant brings; ``ends`` are how many cases of a run ended where.

    ``stuck`` are how often a task could be done by nobody, or led nowhere.
    """

    name: Id
    cases: Estimate | None
    times: tuple[TimeOutcome, ...]
    deadlines: tuple[ClockOutcome, ...]
    posts: tuple[PostOutcome, ...]
    ends: Mapping[str, Estimate | None]
    stuck: Mapping[str, float]
    title: Label | None = None

    @property
    def overloaded(self) -> tuple[PostOutcome, ...]:
        """The posts with more work than hours."""
        return tuple(each for each in self.posts if each.overloaded)

    def time(self, wanted: TimeOutcome) -> TimeOutcome | None:
        """Return the time of the same thing here; in another text it may be gone."""
        thing = (wanted.sentence, wanted.protocol, wanted.name)
        found = (t for t in self.times if (t.sentence, t.protocol, t.name) == thing)
        return next(found, None)

    def post(self, name: Id) -> PostOutcome | None:
        """Return what a post does here, if it is there."""
        return next((each for each in self.posts if each.post == name), None)


class Difference(Struct, frozen=True):
    """A variant less the scenario itself, run by run and child by child.

    ``what`` is ``median``, ``in_time``, ``backlog`` …; ``told``: the interval does not
    hold nothing, so a difference can be told. A post has no ``protocol``.
    """

    variant: Id
    what: str
    protocol: Id | None
    name: Id
    estimate: Estimate
    told: bool


class Sensitivity(Struct, frozen=True):
    """What the median becomes when one number is half as large, and half as large more.

    ``number`` is where it stands in the file: ``work.screen``.
    """

    number: str
    basis: str
    less: float | None
    more: float | None

    @property
    def width(self) -> float:
        """How far apart the two are; what is not known counts as nothing."""
        if self.less is None or self.more is None:
            return 0.0
        return abs(self.more - self.less)


class HeldBound(Struct, frozen=True):
    """A proved bound beside the longest time where everybody kept every deadline.

    In hours. ``holds`` is false only where the library is wrong.
    """

    protocol: Id
    name: Id
    proved: float
    longest: float | None
    cases: int
    holds: bool


class Result(Struct, frozen=True):
    """Everything that a simulation answers.

    ``tally`` counts the numbers of the scenario by what they rest on. What it does not
    say is taken to be so: ``uniform`` are values and choices that are drawn as likely,
    ``left_out`` what nobody does here, ``uncounted`` roles that wait for nobody, and
    ``absent`` activities that nobody here may do; posts of ``always`` work in shifts.
    ``matters``: which number matters most, the first first. ``inexact`` is what
    ``until`` asks for and all runs did not tell exactly enough.
    """

    scenario: Id
    region: Id | None
    protocols: tuple[Id, ...]
    begins: str
    years: int
    warm_up_days: int
    seed: int
    runs: int
    rate: float
    period: str
    tally: Mapping[str, int]
    uniform: tuple[str, ...]
    left_out: tuple[str, ...]
    uncounted: tuple[Id, ...]
    absent: tuple[str, ...]
    always: tuple[Id, ...]
    variants: tuple[VariantResult, ...]
    differences: tuple[Difference, ...] = ()
    matters_for: MeasuredTime | None = None
    matters: tuple[Sensitivity, ...] = ()
    bounds: tuple[HeldBound, ...] = ()
    simulated: bool = True
    """Always so: no case of it was real."""
    title: Label | None = None
    inexact: tuple[MeasuredTime, ...] = ()

    @property
    def today(self) -> VariantResult:
        """The scenario itself."""
        return self.variants[0]

    @property
    def overloaded(self) -> bool:
        """Whether some post has more work than hours."""
        return any(each.overloaded for each in self.variants)

    def compare(self, variant: Id) -> tuple[Difference, ...]:
        """Return what a variant changes, against the scenario itself.

        Raises:
            KeyError: Nothing of that name was compared.
        """
        if all(each.name != variant for each in self.variants[1:]):
            raise KeyError(variant)
        return tuple(each for each in self.differences if each.variant == variant)
