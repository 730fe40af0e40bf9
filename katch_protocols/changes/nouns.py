"""The parts of a comparison: what was written differently, and what that means."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from katch_protocols.answers import Answerable
from katch_protocols.duties.nouns import Part
from katch_protocols.findings import Path
from katch_protocols.model.deadlines import Basis
from katch_protocols.model.durations import Duration
from katch_protocols.model.noun import Id
from katch_protocols.model.states import Outcome

__all__ = [
    "Behaviour",
    "DeadlineChange",
    "DeliveryChange",
    "DutyChange",
    "HandoffChange",
    "Kind",
    "Likeness",
    "Term",
    "Witness",
    "WitnessStep",
    "Written",
    "kind_of",
]


class Kind(StrEnum):
    """What became of something."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"

    @property
    def mirrored(self) -> "Kind":
        """What became of it, seen from the later version back."""
        swapped = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED}
        return swapped.get(self, self)


def kind_of(before: object, after: object) -> Kind:
    """Return what became of something that is ``None`` where it does not exist."""
    if before is None:
        return Kind.ADDED
    return Kind.REMOVED if after is None else Kind.CHANGED


@dataclass(frozen=True, slots=True)
class Written:
    """One place that was written differently, as ``findings.Path`` names it.

    ``before`` and ``after`` are nouns or parts of nouns: a label, a duration, a tuple
    of ids, a whole activity; ``None`` where nothing was written. ``origin`` is where it
    stood in the earlier version, if that is elsewhere. A state that ``moved`` is the
    same as before; its two values are its full names.
    """

    path: Path
    before: object | None
    after: object | None
    origin: Path | None = None
    moved: bool = False

    @property
    def kind(self) -> Kind:
        """What became of it."""
        return kind_of(self.before, self.after)

    @property
    def earlier(self) -> Path:
        """Where it stood in the earlier version."""
        return self.origin or self.path

    @property
    def mirrored(self) -> "Written":
        """The same change, seen back."""
        path, origin = self.earlier, self.origin and self.path
        return Written(path, self.after, self.before, origin, self.moved)


@dataclass(frozen=True, slots=True)
class DutyChange(Answerable):
    """A part in an activity that an agency gains or loses.

    A role that belongs to no agency stands for itself. ``places`` are the regions where
    that is so, empty for all of them.
    """

    KEYS = ("change=kind", "agency", "protocol", "activity", "part", "regions=places")

    agency: Id
    protocol: Id
    activity: str
    part: Part
    kind: Kind
    places: tuple[Id, ...] = ()

    @property
    def mirrored(self) -> "DutyChange":
        """The same change, seen back."""
        return replace(self, kind=self.kind.mirrored)


@dataclass(frozen=True, slots=True)
class Term(Answerable):
    """A deadline as it binds: its limit, its basis, the event that starts the clock.

    ``start`` is a full name; without it the clock starts when the state is entered.
    """

    KEYS = ("limit", "basis", "from=start")

    limit: Duration
    basis: Basis
    start: str | None = None


@dataclass(frozen=True, slots=True)
class DeadlineChange(Answerable):
    """The deadline of a state; ``agencies`` hold it in one version or the other.

    ``awaiting`` is the activity whose handover waits there, if the state is such a
    wait; then whoever must acknowledge is among the agencies.
    """

    KEYS = (
        "change=kind",
        "protocol",
        "state",
        "agencies",
        "awaiting",
        "before",
        "after",
    )

    protocol: Id
    state: str
    agencies: tuple[Id, ...]
    before: Term | None
    after: Term | None
    awaiting: str | None = None

    @property
    def kind(self) -> Kind:
        """What became of it."""
        return kind_of(self.before, self.after)

    @property
    def mirrored(self) -> "DeadlineChange":
        """The same change, seen back."""
        return replace(self, before=self.after, after=self.before)


@dataclass(frozen=True, slots=True)
class HandoffChange(Answerable):
    """A handoff of the case from agency to agency, by the activity that sends it.

    ``before`` and ``after``: whether the receiver acknowledges; ``None`` where there is
    no such handoff.
    """

    KEYS = (
        "change=kind",
        "protocol",
        "activity",
        "sender",
        "receiver",
        "acknowledged_before=before",
        "acknowledged_after=after",
    )

    protocol: Id
    activity: str
    sender: Id
    receiver: Id
    before: bool | None
    after: bool | None

    @property
    def kind(self) -> Kind:
        """What became of it."""
        return kind_of(self.before, self.after)

    @property
    def mirrored(self) -> "HandoffChange":
        """The same change, seen back."""
        return replace(self, before=self.after, after=self.before)


@dataclass(frozen=True, slots=True)
class DeliveryChange(Answerable):
    """A document that one party sends another.

    ``before`` and ``after``: the categories of data inside, ``None`` where it is not
    sent.
    """

    KEYS = (
        "change=kind",
        "protocol",
        "activity",
        "document",
        "sender",
        "receiver",
        "data_before=before",
        "data_after=after",
    )

    protocol: Id
    activity: str
    document: Id
    sender: Id
    receiver: Id
    before: tuple[Id, ...] | None
    after: tuple[Id, ...] | None

    @property
    def kind(self) -> Kind:
        """What became of it."""
        return kind_of(self.before, self.after)

    @property
    def mirrored(self) -> "DeliveryChange":
        """The same change, seen back."""
        return replace(self, before=self.after, after=self.before)


class Likeness(StrEnum):
    """How the cases of two versions compare.

    ``not compared``: a version means nothing yet, is missing, or is too large to
    compile.
    """

    SAME = "same"
    DIFFERENT = "different"
    NOT_EXHAUSTED = "not exhausted"
    NOT_COMPARED = "not compared"


@dataclass(frozen=True, slots=True)
class WitnessStep(Answerable):
    """A step of a case; without an activity the case ends with ``outcome``.

    ``state`` is where it is declared, ``by`` who may do it, in the version that allows
    it. A step of the clock has a ``limit``; its activity reads ``clock(STATE, 1 day)``.
    """

    KEYS = (
        "activity=done",
        "records=recorded",
        "by",
        "state=at",
        "after=limit",
        "outcome",
    )

    activity: str
    records: tuple[tuple[str, str], ...] = ()
    by: tuple[Id, ...] = ()
    state: str = ""
    limit: Duration | None = None
    outcome: Outcome | None = None

    @property
    def done(self) -> str | None:
        """The activity, if there is one."""
        return self.activity or None

    @property
    def recorded(self) -> Mapping[str, str]:
        """The facts that were recorded, with their values."""
        return dict(self.records)

    @property
    def at(self) -> str | None:
        """The state, if it is known."""
        return self.state or None


@dataclass(frozen=True, slots=True)
class Witness(Answerable):
    """A shortest case that one version allows and the other does not.

    Both allow every step but the last. ``ADDED``: possible now, not before.
    """

    KEYS = ("change=kind", "steps")

    kind: Kind
    steps: tuple[WitnessStep, ...]

    @property
    def mirrored(self) -> "Witness":
        """The same case, seen back."""
        return replace(self, kind=self.kind.mirrored)


@dataclass(frozen=True, slots=True)
class Behaviour(Answerable):
    """Which cases of a protocol are possible in one version only.

    One witness an activity and direction, the shortest first; ``compared`` is how many
    pairs of configurations were looked at.
    """

    KEYS = ("protocol", "likeness", "compared", "cases=witnesses")

    protocol: Id
    likeness: Likeness
    witnesses: tuple[Witness, ...] = ()
    compared: int = 0

    @property
    def mirrored(self) -> "Behaviour":
        """The same comparison, seen back."""
        return replace(self, witnesses=tuple(each.mirrored for each in self.witnesses))
