"""Cases beside: who receives a case that is opened, and what an opening is in a chart.

An opening has an event of its own, ``opened(PROTOCOL)``: with it a chart remembers that
a case of that protocol was opened, where a signal waits for what becomes of it.
"""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from katch_protocols.charts.build_tree import grow
from katch_protocols.charts.chart import ChartOpening, NodeKind
from katch_protocols.charts.chart_builder import Draft, DraftNode, Placed
from katch_protocols.charts.resolve import find_start, resolve
from katch_protocols.findings import Path
from katch_protocols.in_use import InUse
from katch_protocols.model.activities import Elsewhere, Opens
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id

__all__ = ["open_beside", "receivers"]


def open_beside(draft: Draft, handbook: Handbook) -> None:
    """Say of every entry and every end which cases it opens.

    Where the outermost protocol also runs that protocol, beside the opener and not
    around it, in the same region, the strand is that case, and nothing is opened.
    """
    for at, placed in enumerate(draft.entries):
        opens = placed.entry.act.opens
        if opens:
            found = tuple(
                _openings(draft, handbook, opens, placed.entry.node, placed.entry.path)
            )
            entry = replace(placed.entry, opens=found)
            draft.entries[at] = Placed(
                entry, placed.scope, named=placed.named, written_at=placed.written_at
            )
    for node in draft.nodes:
        if node.state is not None and node.state.opens:
            node.opens = tuple(
                _openings(draft, handbook, node.state.opens, node.index, node.path)
            )


def _openings(
    draft: Draft, handbook: Handbook, opens: tuple[Opens, ...], node: int, path: Path
) -> Iterator[ChartOpening]:
    for position, each in enumerate(opens):
        another = each.region is Elsewhere.ANOTHER
        if each.protocol not in handbook.protocols:
            continue  # a rule says so
        if not another and _is_strand(draft, each.protocol, node):
            continue
        where = (*path, "opens", position)
        within = each.within
        if within is not None and within.start is not None:
            start = find_start(
                draft,
                within.start,
                (*where, "within", "from"),
                source=node,
                scope=draft.nodes[node].scope,
            )
            within = within.model_copy(update={"start": start})
        told, surely = _received(handbook, each.protocol)
        yield ChartOpening(each.protocol, another, within, told, surely, where)


def _is_strand(draft: Draft, protocol: Id, node: int) -> bool:
    """Tell whether a protocol runs beside a node, and not around it."""
    around = {node, *draft.ancestors(node)}
    return any(
        each.running == protocol and each.index not in around for each in draft.nodes
    )


def receivers(handbook: Handbook, protocol: Id) -> tuple[Id, ...]:
    """Return the roles that hold where a case of a protocol may first rest."""
    return _received(handbook, protocol)[0]


_Receivers = tuple[tuple[Id, ...], frozenset[Id]]
"""Who holds where a case may first rest, and who holds a part of it in any case."""

_receivers = InUse[dict[Id, _Receivers]](8)


def _received(handbook: Handbook, protocol: Id) -> _Receivers:
    """Return who receives a case of a protocol.

    Most protocols are opened at several places; of what is in use it is found once.
    """
    known = _receivers.of((handbook,), dict)
    if protocol not in known:
        known[protocol] = _sought_receivers(handbook, protocol)
    return known[protocol]


def _sought_receivers(handbook: Handbook, protocol: Id) -> _Receivers:
    draft = Draft()
    grow(handbook.protocols[protocol], handbook, draft)
    resolve(draft)
    order, seen = [0], {0}
    for index in order:  # grows as it is walked
        after = [each for each in _first(draft.nodes[index]) if each not in seen]
        order += dict.fromkeys(after)
        seen.update(after)
    rests = [at for at in order if draft.nodes[at].kind is NodeKind.ATOMIC]
    roles = (_holder(draft, at) for at in rests)
    found = tuple(dict.fromkeys(role for role in roles if role))
    return found, _surely(draft, order, frozenset(found))


def _surely(draft: Draft, order: list[int], every: frozenset[Id]) -> frozenset[Id]:
    """Return who holds a state that is entered at the start in any case.

    ``order`` are the nodes that may be entered then, the first first. The greatest
    answer for each node that follows from those of the nodes after it.
    """
    surely = dict.fromkeys(order, every)
    is_new = True
    while is_new:
        is_new = False
        for index in reversed(order):
            found = _held_after(draft, index, surely)
            is_new = is_new or found != surely[index]
            surely[index] = found
    return surely[0]


def _held_after(
    draft: Draft, index: int, surely: Mapping[int, frozenset[Id]]
) -> frozenset[Id]:
    node = draft.nodes[index]
    if node.kind is NodeKind.ATOMIC:
        role = _holder(draft, index)
        return frozenset((role,) if role else ())
    ways = [surely[after] for after in _first(node)]
    if node.kind is NodeKind.PARALLEL:
        return frozenset().union(*ways)
    return frozenset.intersection(*ways) if ways else frozenset()


def _first(node: DraftNode) -> Iterator[int]:
    """Yield what is entered at the start after a node."""
    if node.kind is NodeKind.PARALLEL:
        yield from node.children.values()
    elif node.initial is not None:
        yield node.initial
    yield from (line.goal.node for line in node.lines)


def _holder(draft: Draft, index: int) -> Id | None:
    for each in (index, *draft.ancestors(index)):
        state = draft.nodes[each].state
        if state is not None and state.held_by is not None:
            return state.held_by
    return None
