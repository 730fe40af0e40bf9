"""compare: two versions of a handbook, or of one protocol in it."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.answers import Answerable, encode
from katch_protocols.changes.behaviour import Behaviour, Likeness, behaviour
from katch_protocols.changes.called_now import CalledNow, Moves
from katch_protocols.changes.effects import (
    deadline_changes,
    duty_changes,
)
from katch_protocols.changes.following import not_following
from katch_protocols.changes.names_now import names_now
from katch_protocols.changes.nouns import (
    DeadlineChange,
    DeliveryChange,
    DutyChange,
    HandoffChange,
    Written,
)
from katch_protocols.changes.passing import delivery_changes, handoff_changes
from katch_protocols.changes.renamed import renamed
from katch_protocols.changes.version import (
    AstrayMove,
    HandbookVersion,
    astray,
)
from katch_protocols.changes.written_changes import written
from katch_protocols.duties.agreed import Agreed, agreed
from katch_protocols.duties.agreed_changes import agreed_changes
from katch_protocols.findings import Place
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import FrozenDict, Id
from katch_protocols.semantics.side_by_side import DEFAULT_PAIRS
from katch_protocols.sentences.nearness import require

__all__ = [
    "Comparison",
    "compare_versions",
    "to_json",
]


class Comparison(Struct, frozen=True):
    """All that differs between two versions.

    ``written`` misses nothing: without any, the versions say the same. The others tell
    what that means; ``meaningless`` are the protocols that are only compared as they
    are written, because one version has a problem that ``check`` tells.
    ``called`` is what something is called now that moved or was likely renamed; effects
    are told by the names of now, a case by those of the version that allows it.
    ``anew`` are the bodies that
    must agree anew, each as a protocol and an agency. ``astray`` are moves of the later
    version that lead nowhere.
    """

    written: tuple[Written, ...]
    duties: tuple[DutyChange, ...]
    deadlines: tuple[DeadlineChange, ...]
    handoffs: tuple[HandoffChange, ...]
    deliveries: tuple[DeliveryChange, ...]
    behaviour: tuple[Behaviour, ...]
    meaningless: tuple[Id, ...] = ()
    called: CalledNow = CalledNow()
    anew: tuple[tuple[Id, Id], ...] = ()
    astray: tuple[AstrayMove, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether nothing differs at all."""
        told = self.duties, self.deadlines, self.handoffs, self.deliveries
        cases = (each.likeness is Likeness.DIFFERENT for each in self.behaviour)
        return not (self.written or any(told) or any(cases))

    @property
    def mirrored(self) -> "Comparison":
        """The same comparison, seen from the later version back."""
        back = self.called.mirrored
        return replace(
            self,
            written=tuple(each.mirrored for each in self.written),
            duties=tuple(back.duty(each.mirrored) for each in self.duties),
            deadlines=tuple(back.deadline(each.mirrored) for each in self.deadlines),
            handoffs=tuple(back.handoff(each.mirrored) for each in self.handoffs),
            deliveries=tuple(back.delivery(each.mirrored) for each in self.deliveries),
            behaviour=tuple(each.mirrored for each in self.behaviour),
            called=back,
            anew=tuple((name, back.body(agency)) for name, agency in self.anew),
            astray=(),
        )

    @property
    def moves(self) -> Moves:
        """The full name that a state or an activity has now, by protocol."""
        return self.called.moves


def compare_versions(
    before: Handbook,
    after: Handbook,
    *,
    only: Id | None = None,
    limit: int = DEFAULT_PAIRS,
) -> Comparison:
    """Return what differs between two handbooks, or in one protocol ``only``.

    Bindings and agencies count whatever the day. ``limit`` is about how many pairs of
    configurations of a protocol are looked at to compare behaviour.

    Raises:
        UnknownNameError: Neither handbook has the protocol.
    """
    known = dict.fromkeys((*after.protocols, *before.protocols))
    if only is not None:
        require("protocol", only, known)
    versions = _alike(HandbookVersion(before, only), HandbookVersion(after, only))
    return Comparison(
        written=tuple(not_following(written(before, after, only), *versions)),
        duties=duty_changes(*versions),
        deadlines=deadline_changes(*versions),
        handoffs=handoff_changes(*versions),
        deliveries=delivery_changes(*versions),
        behaviour=tuple(_behaviour(*versions, limit)),
        meaningless=tuple(
            dict.fromkeys(name for each in versions for name in each.meaningless)
        ),
        called=versions[0].called,
        anew=tuple(_anew(*versions)),
        astray=tuple(_astray(*versions)),
    )


def _astray(before: HandbookVersion, after: HandbookVersion) -> Iterator[AstrayMove]:
    for name in after.charts:
        if name in before.charts:
            yield from astray(before.charts[name], after.charts[name])


def _anew(before: HandbookVersion, after: HandbookVersion) -> Iterator[tuple[Id, Id]]:
    """Yield the protocol and the agency wherever what a body agrees to differs."""
    for name in sorted({*before.charts, *after.charts}):
        was, is_now = (_agreed(each, name) for each in (before, after))
        changes = agreed_changes(was, is_now)
        for agency in sorted({body for each in changes for body in each.bodies}):
            yield name, agency


def _agreed(version: HandbookVersion, protocol: Id) -> Agreed:
    """Return what bodies agree to in a protocol, by the names in the later version."""
    if protocol not in version.charts:
        return {}
    found = agreed(version.charts[protocol], version.handbook)
    return {
        version.called.body(body): {
            version.now(protocol, name): _by_now(record, version, protocol)
            for name, record in records.items()
        }
        for body, records in found.items()
    }


def _by_now(said: object, version: HandbookVersion, protocol: Id) -> object:
    """Return a record that names bodies, and what clocks count from, as later."""
    if isinstance(said, tuple):
        return tuple(_by_now(each, version, protocol) for each in said)
    if isinstance(said, str):
        return version.called.thing(protocol, said)
    if not isinstance(said, Mapping):
        return said
    parts = {key: _by_now(each, version, protocol) for key, each in said.items()}
    start = parts.get("from")
    if "limit" in parts and isinstance(start, str):
        parts["from"] = version.now(protocol, start)
    return FrozenDict(parts)


def _alike(
    before: HandbookVersion, after: HandbookVersion
) -> tuple[HandbookVersion, HandbookVersion]:
    """Leave out of both what means nothing in one of them; find what moved."""
    unclear = frozenset({*before.meaningless, *after.meaningless})
    one, other = replace(before, unclear=unclear), replace(after, unclear=unclear)
    both = (name for name in other.charts if name in one.charts)
    moves = {name: names_now(one, other, name) for name in both}
    books = one.handbook, other.handbook
    bodies = {
        **renamed(books[0].agencies, books[1].agencies),
        **renamed(books[0].roles, books[1].roles),
    }
    documents = {
        name: renamed(one.charts[name].documents, other.charts[name].documents)
        for name in moves
    }
    return replace(one, called=CalledNow(moves, bodies, documents)), other


def _behaviour(
    before: HandbookVersion, after: HandbookVersion, limit: int
) -> Iterator[Behaviour]:
    """Yield how the cases of each protocol compare that both versions have."""
    for name in after.names:
        if name not in before.names:
            continue
        one, other = before.charts.get(name), after.charts.get(name)
        if one is None or other is None:
            yield Behaviour(name, Likeness.NOT_COMPARED)
        else:
            yield behaviour(name, one, other, before.called.moves[name], limit=limit)


Plain = dict[str, Any]


def to_json(comparison: Comparison, before: Handbook, after: Handbook) -> Plain:
    """Return a comparison of two handbooks; the schema is in the docs."""
    return {
        "same": comparison.is_same,
        "duties": encode(comparison.duties),
        "deadlines": encode(comparison.deadlines),
        "handoffs": encode(comparison.handoffs),
        "deliveries": encode(comparison.deliveries),
        "behaviour": encode(comparison.behaviour),
        "written": encode(
            [_placed(each, before, after) for each in comparison.written]
        ),
        "meaningless": encode(comparison.meaningless),
        "moves_astray": encode(comparison.astray),
        "agree_anew": [
            {"protocol": protocol, "agency": agency}
            for protocol, agency in comparison.anew
        ],
    }


class _WrittenInFile(Answerable, Struct, frozen=True):
    """A change, with its place in a file where one is known."""

    KEYS = (
        "change=became",
        "path=written.path",
        "from_path=written.origin",
        "file=place.file",
        "line=place.line",
        "column=place.column",
        "before=written.before",
        "after=written.after",
    )

    written: Written
    place: Place | None

    @property
    def became(self) -> str:
        if self.written.renamed:
            return "renamed"
        return "moved" if self.written.moved else self.written.kind


def _placed(change: Written, before: Handbook, after: Handbook) -> _WrittenInFile:
    """Find the place of a change in the later version, else in the earlier one."""
    book = before if change.after is None else after
    return _WrittenInFile(change, book.place(change.path))
