"""The parts of an answer about responsibility: duties, limits, passages, cells."""

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

from msgspec import Struct

from katch_protocols.answers import Answerable, ItemKeys, Keys
from katch_protocols.charts.chart import EntryKind
from katch_protocols.model.citations import Citation
from katch_protocols.model.deadlines import Basis, Duration, Escalation, hours
from katch_protocols.model.noun import Id, Label

__all__ = [
    "ACTIVITY",
    "Delivery",
    "Duty",
    "DutyCount",
    "Handoff",
    "Limit",
    "Load",
    "Part",
    "Share",
]

ACTIVITY = ItemKeys(("protocol", "activity"))
"""The keys of an activity that is named with its protocol."""

DUE = (
    "deadline=limit",
    "every=again",
    "elsewhere",
    "confirm",
    "around",
    "opens",
    "deadlines=limits",
    "source",
)
"""The keys for the deadlines of a duty: its own, those told beside it, all."""


class Part(StrEnum):
    """The part that somebody has in an activity.

    ``with`` takes part beside whoever does it; the model calls it ``together_with``.
    """

    RESPONSIBLE = "responsible"
    ACCOUNTABLE = "accountable"
    WITH = "with"
    CONSULTED = "consulted"
    INFORMED = "informed"

    @property
    def binds(self) -> bool:
        """Whether the part is a duty of its own: to do, to answer, to take part."""
        return self not in {Part.CONSULTED, Part.INFORMED}


class Limit(Answerable, Struct, frozen=True):
    """A deadline that runs while an activity is possible; ``Duty`` says whose it is.

    ``ends`` says whether the activity is what the deadline asks for: it leads out of
    the state, and nothing does that is written nearer to the state; ``alone``, whether
    no other does as well. ``confirms`` marks the clock that a handover starts: the
    receiver confirms in this time. ``own``: it is written at the activity; ``every``:
    it is due again each time after it is done. ``start`` is the event from whose last
    occurrence it counts, ``None`` for the entry of the state or when the duty is owed.
    """

    KEYS: ClassVar[Keys] = (
        "state",
        "limit",
        "basis",
        "source",
        "from=start",
        "ends",
        "alone",
        "confirms",
        "own",
        "every",
        ("tell", ("after", "tell")),
    )

    state: str
    title: Label | None
    limit: Duration
    basis: Basis
    source: tuple[Citation, ...]
    start: str | None
    start_title: Label | None
    ends: bool
    alone: bool
    confirms: bool
    tell: tuple[Escalation, ...]
    own: bool = False
    every: bool = False


class Duty(Answerable, Struct, frozen=True):
    """One activity of a protocol, and who has which part in it.

    ``names`` are the roles and agencies as they are written (``actor`` for whoever
    acts); ``agencies`` are those that hold them, in the region that was asked for or
    in any. Several entries of one act are one duty while all this agrees. ``states``
    are full names, with their ``places`` as titles; the empty name is any state. An
    activity may be several duties: then each is ``one_of_several``.

    With ``may`` it is a power: nobody is late who does not use it.

    ``limits`` are all deadlines that run meanwhile. Its own are ``terms``, each once:
    that of every step where it is possible, ``None`` for those without one. ``confirm``
    are the times in which the receiver of a handover must confirm, ``again`` how long
    at most until it is done, and done again. ``around`` are the
    deadlines of states around it that it leads out of: those are the step's. ``opens``
    are the times in which the cases that it opens must be taken up, each under the
    protocol of that case. ``sends``
    are the roles and agencies, as they are written, that each document goes to.
    ``receiver`` is the role to which the handover goes that it answers; for a panel its
    chair is the one responsible, where the panel can sit.
    """

    KEYS: ClassVar[Keys] = (
        "protocol",
        "activity",
        "kind",
        "states",
        "phase",
        "function",
        "may",
        "responsible=names.responsible",
        "accountable",
        "consulted=names.consulted",
        "informed=names.informed",
        "with=names.with",
        "agencies",
        *DUE,
    )

    protocol: Id
    activity: str
    kind: EntryKind
    title: Label | None
    phase: Id | None
    function: Id | None
    states: tuple[str, ...]
    places: tuple[Label | None, ...]
    one_of_several: bool
    may: bool
    names: Mapping[str, tuple[Id, ...]]
    agencies: Mapping[str, tuple[Id, ...]]
    limits: tuple[Limit, ...]
    terms: tuple[Limit | None, ...]
    confirm: tuple[Limit, ...]
    around: tuple[Limit, ...]
    source: tuple[Citation, ...]
    sends: Mapping[str, tuple[Id, ...]]
    again: tuple[Limit, ...] = ()
    opens: tuple[Limit, ...] = ()
    receiver: Id | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """What no other duty of an answer has: the act, its function, who does it.

        One activity may be a duty at some steps and only allowed at others.
        """
        function = self.function if self.kind is EntryKind.WRITTEN else None
        said = self.may, self.receiver, *self.names.items()
        return (self.protocol, self.activity, function, *said)

    @property
    def accountable(self) -> Id | None:
        """The one name that answers, or ``None`` where there is none or are several."""
        names = self.names[Part.ACCOUNTABLE]
        return names[0] if len(names) == 1 else None

    @property
    def limit(self) -> Limit | None:
        """The deadline of the duty, the one that every output tells beside it.

        It is the shortest of its own; ``elsewhere`` says what holds at other steps.
        """
        kept = [term for term in self.terms if term is not None]
        return min(kept, key=lambda term: hours(term.limit), default=None)

    @property
    def elsewhere(self) -> tuple[Limit | None, ...]:
        """The other deadlines that it keeps in some place; ``None``: there is none."""
        kept = self.limit
        if kept is None:
            return ()
        return tuple(term for term in self.terms if term is not kept)

    @property
    def told(self) -> tuple[Limit, ...]:
        """Every deadline that is told at the duty or beside it."""
        own = (term for term in self.terms if term is not None)
        return (*own, *self.again, *self.confirm, *self.around)


class Share(Answerable, Struct, frozen=True):
    """What one agency has to do with a duty.

    ``places`` are the regions where that is so; ``mandate`` are the sources of its
    mandate for the function, ``None`` where it has no mandate or needs none: there is
    no function, or the duty is to acknowledge or decline.
    """

    KEYS: ClassVar[Keys] = (
        "protocol=duty.protocol",
        "activity=duty.activity",
        "states=duty.states",
        "function=duty.function",
        "parts",
        "roles",
        "regions=places",
        "mandate",
        ("*duty", DUE),
    )

    duty: Duty
    parts: tuple[Part, ...]
    roles: tuple[Id, ...]
    places: tuple[Id, ...]
    mandate: tuple[Citation, ...] | None


class Handoff(Answerable, Struct, frozen=True):
    """An activity that moves the case from one agency to another.

    A role stands where it belongs to no agency or nobody holds it. ``activity`` is what
    moves the case: of a handover the receiver's answer; ``title`` is that of what the
    sender does. ``sources`` and ``targets`` are the resting states on either side, the
    roles those that hold them; ``places`` are the regions in which it is between these
    two. Where a case is opened, ``takes_up`` is by when the receiver must act in it.
    """

    KEYS: ClassVar[Keys] = (
        "protocol",
        "activity",
        "from=sender",
        "to=receiver",
        "from_roles=sender_roles",
        "to_roles=receiver_roles",
        "sources",
        "targets",
        "acknowledged",
        "takes_up",
        "regions=places",
    )

    protocol: Id
    activity: str
    title: Label | None
    sender: Id
    receiver: Id
    sender_roles: tuple[Id, ...]
    receiver_roles: tuple[Id, ...]
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    acknowledged: bool
    places: tuple[Id, ...]
    takes_up: tuple[Limit, ...] = ()


class Delivery(Answerable, Struct, frozen=True):
    """A document that an activity sends; sender and receiver are agencies.

    Where a role belongs to no agency, as a child's representative, the role stands.
    ``paper`` is the title of the document, ``data`` the categories that it contains.
    """

    KEYS: ClassVar[Keys] = (
        "protocol",
        "activity",
        "document",
        "from=sender",
        "to=receiver",
        "data",
        "regions=places",
    )

    protocol: Id
    activity: str
    title: Label | None
    document: Id
    paper: Label | None
    sender: Id
    receiver: Id
    data: tuple[Id, ...]
    places: tuple[Id, ...]


class DutyCount(Struct, frozen=True):
    """How many duties a body has; said in the same words by every output.

    ``own`` are its duties proper: to do, to answer or to take part. ``under`` are those
    of the bodies under it, each once, or ``None`` where there are no such bodies.
    ``comes`` and ``goes`` are the ways in which a case comes to it and is handed on.
    """

    own: int
    under: int | None
    comes: int
    goes: int


class Load(Answerable, Struct, frozen=True):
    """How much rests on an agency: duties, deadlines, waiting; all are counts.

    ``holds`` are the states in which it answers for the child: ``limited`` of them have
    a deadline, their own or around them. ``confirms`` are the handovers that wait for
    its word, ``awaits`` those of its own that wait for another's.
    """

    does: int = 0
    answers: int = 0
    joins: int = 0
    consulted: int = 0
    informed: int = 0
    holds: int = 0
    limited: int = 0
    confirms: int = 0
    awaits: int = 0
    cases_in: int = 0
    cases_out: int = 0
    documents_in: int = 0
    documents_out: int = 0
