"""compare: two versions of a handbook, or of one protocol in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from katch_protocols.changes.behaviour import Behaviour, Likeness, behaviour
from katch_protocols.changes.effects import (
    deadline_changes,
    delivery_changes,
    duty_changes,
    handoff_changes,
)
from katch_protocols.changes.moving import in_charts
from katch_protocols.changes.nouns import (
    DeadlineChange,
    DeliveryChange,
    DutyChange,
    HandoffChange,
    Written,
)
from katch_protocols.changes.renaming import (
    Moves,
    behaviour_by,
    by_activity,
    deadline_by,
)
from katch_protocols.changes.version import Version
from katch_protocols.changes.written import written
from katch_protocols.errors import UnknownNameError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.semantics.side_by_side import DEFAULT_PAIRS
from katch_protocols.sentences.nearness import nearest_names

__all__ = ["Comparison", "compare_versions"]


@dataclass(frozen=True)
class Comparison:
    """All that differs between two versions.

    ``written`` misses nothing: without any, the versions say the same. The others tell
    what that means; ``meaningless`` are the protocols that are only compared as they
    are written, because one version has a problem that ``check`` tells.
    ``moves`` gives for each protocol the full name that a state that moved has now, by
    the one that it had; effects are told by the names of now.
    """

    written: tuple[Written, ...]
    duties: tuple[DutyChange, ...]
    deadlines: tuple[DeadlineChange, ...]
    handoffs: tuple[HandoffChange, ...]
    deliveries: tuple[DeliveryChange, ...]
    behaviour: tuple[Behaviour, ...]
    meaningless: tuple[Id, ...] = ()
    moves: Moves = field(default_factory=dict)

    @property
    def is_same(self) -> bool:
        """Whether nothing differs at all."""
        told = self.duties, self.deadlines, self.handoffs, self.deliveries
        cases = (each.likeness is Likeness.DIFFERENT for each in self.behaviour)
        return not (self.written or any(told) or any(cases))

    @property
    def mirrored(self) -> "Comparison":
        """The same comparison, seen from the later version back."""
        back = {
            name: {new: old for old, new in moves.items()}
            for name, moves in self.moves.items()
        }
        return replace(
            self,
            written=tuple(each.mirrored for each in self.written),
            duties=tuple(by_activity(each.mirrored, back) for each in self.duties),
            deadlines=tuple(
                deadline_by(each.mirrored, back) for each in self.deadlines
            ),
            handoffs=tuple(by_activity(each.mirrored, back) for each in self.handoffs),
            deliveries=tuple(
                by_activity(each.mirrored, back) for each in self.deliveries
            ),
            behaviour=tuple(
                behaviour_by(each.mirrored, back) for each in self.behaviour
            ),
            moves=back,
        )


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
    if only is not None and only not in known:
        raise UnknownNameError("protocol", only, nearest_names(only, list(known)))
    versions = _alike(Version(before, only), Version(after, only))
    moves = versions[0].moves
    return Comparison(
        written=written(before, after, only),
        duties=duty_changes(*versions),
        deadlines=deadline_changes(*versions),
        handoffs=handoff_changes(*versions),
        deliveries=delivery_changes(*versions),
        behaviour=tuple(_behaviour(*versions, limit)),
        meaningless=tuple(
            dict.fromkeys(name for each in versions for name in each.meaningless)
        ),
        moves=moves,
    )


def _alike(before: Version, after: Version) -> tuple[Version, Version]:
    """Leave out of both what means nothing in one of them; find what moved."""
    unclear = frozenset({*before.meaningless, *after.meaningless})
    one, other = replace(before, unclear=unclear), replace(after, unclear=unclear)
    both = (name for name in other.charts if name in one.charts)
    moves = {name: in_charts(one.charts[name], other.charts[name]) for name in both}
    return replace(one, moves=moves), other


def _behaviour(before: Version, after: Version, limit: int) -> Iterator[Behaviour]:
    """Yield how the cases of each protocol compare that both versions have."""
    for name in after.names:
        if name not in before.names:
            continue
        one, other = before.charts.get(name), after.charts.get(name)
        if one is None or other is None:
            yield Behaviour(name, Likeness.NOT_COMPARED)
        else:
            yield behaviour(name, one, other, before.moves[name], limit=limit)
