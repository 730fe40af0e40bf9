"""What a change means for what passes between agencies: handoffs, documents.

Everything is read from charts, as for duties and deadlines.
"""

from collections.abc import Mapping

from msgspec import Struct, field

from katch_protocols.changes.nouns import DeliveryChange, HandoffChange
from katch_protocols.changes.version import HandbookVersion, paired
from katch_protocols.charts.chart import Chart, EntryKind
from katch_protocols.duties.transfers import deliveries, handoffs
from katch_protocols.model.noun import Id

__all__ = ["delivery_changes", "handoff_changes"]


def handoff_changes(
    before: HandbookVersion, after: HandbookVersion
) -> tuple[HandoffChange, ...]:
    """Return the handoffs that are new or gone, or acknowledged in one version only.

    One that both versions have is told by the regions where it is new or gone, among
    those that both versions have.
    """
    known = {*before.parties.places} & {*after.parties.places} - {None}
    found: list[HandoffChange] = []
    for ends, one, other in paired(_handed(before), _handed(after)):
        if one is None and other is not None:
            places = _told(other, after)
            found.append(HandoffChange(*ends, None, other.acknowledged, places))
        elif one is not None and other is None:
            places = _told(one, before)
            found.append(HandoffChange(*ends, one.acknowledged, None, places))
        elif one is not None and other is not None:
            if one.acknowledged is not other.acknowledged:
                acknowledged = one.acknowledged, other.acknowledged
                found.append(HandoffChange(*ends, *acknowledged))
            gained, lost = (
                tuple(at for at in here.places if at in known and at not in there)
                for here, there in ((other, one.places), (one, other.places))
            )
            if gained:
                found.append(HandoffChange(*ends, None, other.acknowledged, gained))
            if lost:
                found.append(HandoffChange(*ends, one.acknowledged, None, lost))
    return tuple(found)


class _Handed(Struct):
    """Whether a handoff is always acknowledged, and the regions in which it is."""

    acknowledged: bool = True
    places: dict[Id, None] = field(default_factory=dict)


def _told(found: _Handed, version: HandbookVersion) -> tuple[Id, ...]:
    """Return the regions, or nothing where it is so in all of them."""
    is_everywhere = {*version.parties.places} - {None} <= found.places.keys()
    return () if is_everywhere else tuple(found.places)


def _handed(version: HandbookVersion) -> Mapping[tuple[Id, str, Id, Id], _Handed]:
    """Return every handoff."""
    found: dict[tuple[Id, str, Id, Id], _Handed] = {}
    for chart in version.charts.values():
        for one in handoffs(chart, version.parties):
            sent = version.now(one.protocol, _sent(chart, one.activity))
            between = version.called.body(one.sender), version.called.body(one.receiver)
            ends = one.protocol, sent, *between
            handed = found.setdefault(ends, _Handed())
            handed.acknowledged = handed.acknowledged and one.acknowledged
            handed.places |= dict.fromkeys(one.places)
    return found


def _sent(chart: Chart, activity: str) -> str:
    """Return the activity that an acknowledgement answers; any other is itself."""
    for at in chart.activities[activity]:
        entry = chart.entries[at]
        if entry.kind is EntryKind.ACKNOWLEDGE:
            return chart.nodes[entry.node].awaiting or activity
    return activity


def delivery_changes(
    before: HandbookVersion, after: HandbookVersion
) -> tuple[DeliveryChange, ...]:
    """Return each document that is sent in one version only, or with other data."""
    return tuple(
        DeliveryChange(*ends, one, other)
        for ends, one, other in paired(_delivered(before), _delivered(after))
        if one is None or other is None or {*one} != {*other}
    )


def _delivered(
    version: HandbookVersion,
) -> Mapping[tuple[Id, str, Id, Id, Id], tuple[Id, ...]]:
    """Return what is sent by whom to whom, and the data inside."""
    return {
        (
            one.protocol,
            version.now(one.protocol, one.activity),
            version.called.document(one.protocol, one.document),
            version.called.body(one.sender),
            version.called.body(one.receiver),
        ): one.data
        for chart in version.charts.values()
        for one in deliveries(chart, version.parties)
    }
