"""The parts of a comparison: what was written differently, and what that means."""

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.answers import Answerable
from katch_protocols.duties.nouns import Part
from katch_protocols.findings import Path
from katch_protocols.model.deadlines import Basis, Duration
from katch_protocols.model.noun import Id

__all__ = [
    "ChangeKind",
    "DeadlineChange",
    "DeliveryChange",
    "DutyChange",
    "HandoffChange",
    "Term",
    "Written",
    "kind_of",
]


class ChangeKind(StrEnum):
    """What became of something."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"

    @property
    def mirrored(self) -> "ChangeKind":
        """What became of it, seen from the later version back."""
        swapped = {
            ChangeKind.ADDED: ChangeKind.REMOVED,
            ChangeKind.REMOVED: ChangeKind.ADDED,
        }
        return swapped.get(self, self)


def kind_of(before: object, after: object) -> ChangeKind:
    """Return what became of something that is ``None`` where it does not exist."""
    if before is None:
        return ChangeKind.ADDED
    return ChangeKind.REMOVED if after is None else ChangeKind.CHANGED


class Written(Struct, frozen=True):
    """One place that was written differently, as ``findings.Path`` names it.

    ``before`` and ``after`` are nouns or parts of nouns: a label, a duration, a tuple
    of ids, a whole activity; ``None`` where nothing was written. ``origin`` is where it
    stood in the earlier version, if that is elsewhere. A state that ``moved`` is the
    same as before; its two values are its full names. What is ``renamed`` is likely to
    have got another id and nothing else; its two values are its ids.
    """

    path: Path
    before: object | None
    after: object | None
    origin: Path | None = None
    moved: bool = False
    renamed: bool = False

    @property
    def kind(self) -> ChangeKind:
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
        return Written(path, self.after, self.before, origin, self.moved, self.renamed)


class DutyChange(Answerable, Struct, frozen=True):
    """A part in an activity that an agency gains or loses.

    A role that belongs to no agency stands for itself. ``places`` are the regions where
    that is so, empty for all of them.
    """

    KEYS = ("change=kind", "agency", "protocol", "activity", "part", "regions=places")

    agency: Id
    protocol: Id
    activity: str
    part: Part
    kind: ChangeKind
    places: tuple[Id, ...] = ()

    @property
    def mirrored(self) -> "DutyChange":
        """The same change, seen back."""
        return replace(self, kind=self.kind.mirrored)


class Term(Answerable, Struct, frozen=True):
    """A deadline as it binds: its limit, its basis, the event that starts the clock.

    ``start`` is a full name; without it the clock starts when the state is entered.
    """

    KEYS = ("limit", "basis", "from=start")

    limit: Duration
    basis: Basis
    start: str | None = None


class DeadlineChange(Answerable, Struct, frozen=True):
    """The deadline of a state; ``agencies`` hold it in one version or the other.

    ``awaiting`` is the activity whose handover waits there, if the state is such a
    wait; then whoever must acknowledge is among the agencies. With ``activity`` it is
    that duty's own clock, and binds whoever does it or answers for it; with ``every``
    it is due again after each time. With ``opens`` it is the time to take up the case
    of that protocol that the activity, or the end, opens: it binds the receivers, and
    whoever answers until then.
    """

    KEYS = (
        "change=kind",
        "protocol",
        "state",
        "activity",
        "every",
        "agencies",
        "awaiting",
        "opens",
        "before",
        "after",
    )

    protocol: Id
    state: str
    agencies: tuple[Id, ...]
    before: Term | None
    after: Term | None
    awaiting: str | None = None
    activity: str | None = None
    every: bool = False
    opens: Id | None = None

    @property
    def kind(self) -> ChangeKind:
        """What became of it."""
        return kind_of(self.before, self.after)

    @property
    def mirrored(self) -> "DeadlineChange":
        """The same change, seen back."""
        return replace(self, before=self.after, after=self.before)


class HandoffChange(Answerable, Struct, frozen=True):
    """A handoff of the case from agency to agency, by the activity that sends it.

    ``before`` and ``after``: whether the receiver acknowledges; ``None`` where there is
    no such handoff. ``places`` are the regions where it is new or gone, empty for all
    of them.
    """

    KEYS = (
        "change=kind",
        "protocol",
        "activity",
        "sender",
        "receiver",
        "acknowledged_before=before",
        "acknowledged_after=after",
        "regions=places",
    )

    protocol: Id
    activity: str
    sender: Id
    receiver: Id
    before: bool | None
    after: bool | None
    places: tuple[Id, ...] = ()

    @property
    def kind(self) -> ChangeKind:
        """What became of it."""
        return kind_of(self.before, self.after)

    @property
    def mirrored(self) -> "HandoffChange":
        """The same change, seen back."""
        return replace(self, before=self.after, after=self.before)


class DeliveryChange(Answerable, Struct, frozen=True):
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
    def kind(self) -> ChangeKind:
        """What became of it."""
        return kind_of(self.before, self.after)

    @property
    def mirrored(self) -> "DeliveryChange":
        """The same change, seen back."""
        return replace(self, before=self.after, after=self.before)
