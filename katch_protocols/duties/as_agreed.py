"""Whether a protocol is as it was agreed; what was found so is not reckoned again.

The answer is reckoned from a chart without its promises and the nouns of its protocol,
from what bodies agreed to, and from a handbook in which only ``SEEN`` is left, so that
it can depend on nothing else; it lies under a digest of all of these, with every word
in them.
"""

import json
from typing import NamedTuple

from msgspec.structs import replace

from katch_protocols.charts.chart import Chart
from katch_protocols.duties.agreed import Agreed, agreed
from katch_protocols.in_use import InUse
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import EMPTY, Id, Label
from katch_protocols.model.protocol import Protocol
from katch_protocols.proofs.kept.answer_cache import current
from katch_protocols.proofs.kept.canonical import digest_of_all

__all__ = ["SEEN", "agreed_now", "is_as_agreed"]

SEEN = ("data", "roles", "agencies", "regions", "escalation", "holidays")
"""What may be read of a handbook here; all else is empty."""


def is_as_agreed(
    chart: Chart, handbook: Handbook, before: Agreed, but: frozenset[Id] = frozenset()
) -> bool:
    """Tell whether every body has the duties that it agreed to, and no other has any.

    ``before`` is what was agreed; of the bodies ``but`` nobody knows what that was.
    """
    cache = current()
    if cache is None:
        return _is_same(chart, handbook, before, but)
    bare, seen = _bare(chart), _seen_of(handbook).digest
    was = json.dumps(before, sort_keys=True)
    key = digest_of_all("as-agreed", cache.version, bare, seen, was, but)
    told = cache.find(key)
    if told is None:
        told = {"same": _is_same(chart, handbook, before, but)}
        cache.put(key, told)
    return bool(told["same"])


def agreed_now(chart: Chart, handbook: Handbook) -> Agreed:
    """Return what every body would agree to now; of what is in use it is made once."""
    return _now.of(
        (chart, handbook), lambda: agreed(_bare(chart), _seen_of(handbook).handbook)
    )


_now = InUse[Agreed](16)


def _bare(chart: Chart) -> Chart:
    """Return a chart as a duty is read off it: it knows its protocol by the id."""
    protocol = Protocol(id=chart.protocol.id, title=_NO_TEXT)
    return replace(chart, protocol=protocol, safeguards=EMPTY, checklists=EMPTY)


_NO_TEXT = Label(texts=EMPTY)


def _is_same(
    chart: Chart, handbook: Handbook, before: Agreed, but: frozenset[Id]
) -> bool:
    now = agreed_now(chart, handbook)
    return {body: now[body] for body in now if body not in but} == before


class _AllSeen(NamedTuple):
    """A handbook in which only ``SEEN`` is left, and the digest of that."""

    handbook: Handbook
    digest: str

    @classmethod
    def of(cls, handbook: Handbook) -> "_AllSeen":
        said = {name: getattr(handbook, name) for name in SEEN}
        bare = Handbook(id="", title=_NO_TEXT, **said)
        return cls(bare, digest_of_all({name: getattr(bare, name) for name in SEEN}))


def _seen_of(handbook: Handbook) -> _AllSeen:
    return _seen.of((handbook,), lambda: _AllSeen.of(handbook))


_seen = InUse[_AllSeen](8)
