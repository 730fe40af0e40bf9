"""Stage 4: expand each handover to a waiting state, still held by the sender."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from katch_protocols.charts.chart import Entry, EntryKind, Goal, NodeKind
from katch_protocols.charts.draft import Draft, DraftNode, Placed
from katch_protocols.charts.resolve import find_goal, full_name
from katch_protocols.model.activities import ACTOR, Activity, Handover, Raci
from katch_protocols.model.deadlines import Deadline
from katch_protocols.model.labels import Label

__all__ = ["expand"]

_ACKNOWLEDGE = {
    "en": "Acknowledge: {}",
    "ru": "Подтвердить получение: {}",
    "kk": "Алғанын растау: {}",
}
_DECLINE = {"en": "Decline: {}", "ru": "Отклонить: {}", "kk": "Қабылдамау: {}"}
_WAITING = {
    "en": "Awaiting acknowledgement: {}",
    "ru": "Ожидается подтверждение: {}",
    "kk": "Растау күтілуде: {}",
}


@dataclass(frozen=True)
class _Sending:
    """One handover: what is sent from where, and where its two answers lead.

    ``title`` is that of the act: one of its entries may have left it out.
    """

    placed: Placed
    title: Label | None
    handover: Handover
    goal: Goal
    decline: Goal | None
    domain: int


def expand(draft: Draft) -> None:
    """Replace each entry with a handover by sending, acknowledging and declining.

    Entries of one act in one domain with the same sender, the same receiver and the
    same two targets share one waiting state: while it waits, the sender still holds it.
    """
    groups: dict[tuple[int, str], list[_Sending]] = defaultdict(list)
    plain: list[Placed] = []
    titles = _titles(draft)
    for placed in draft.entries:
        sending = _sending(draft, placed, titles)
        if sending is None:
            plain.append(placed)
            continue
        groups[sending.domain, placed.entry.activity].append(sending)
    draft.entries = plain
    for group in groups.values():
        _expand_group(draft, group)


def _titles(draft: Draft) -> Mapping[str, Label]:
    """Return the title of each activity; the first of its entries that has one."""
    found: dict[str, Label] = {}
    for placed in draft.entries:
        if placed.entry.act.title is not None:
            found.setdefault(placed.entry.activity, placed.entry.act.title)
    return found


def _sending(
    draft: Draft, placed: Placed, titles: Mapping[str, Label]
) -> _Sending | None:
    entry = placed.entry
    handover = entry.act.handover
    if handover is None:
        return None
    if entry.goal is None:
        facts = {"activity": entry.activity}
        draft.problem("handover-without-to", entry.path, facts)
        return None
    decline = None
    if handover.decline is not None:
        path = (*entry.path, "handover", "decline")
        decline = find_goal(
            draft, handover.decline, path, source=entry.node, scope=placed.scope
        )
    domain = draft.domain(entry.node, entry.goal.node, at_top=entry.at_top)
    title = titles.get(entry.activity)
    return _Sending(placed, title, handover, entry.goal, decline, domain)


def _expand_group(draft: Draft, group: list[_Sending]) -> None:
    shared = len({_promise(draft, one) for one in group}) == 1
    waiting: DraftNode | None = None
    for sending in group:
        if waiting is None or not shared:
            waiting = _waiting(draft, sending, shared=shared)
            if waiting is None:
                return
            _answers(draft, sending, waiting)
        entry = sending.placed.entry
        sent = replace(entry, goal=Goal(waiting.index), hands_to=sending.goal)
        draft.entries.append(Placed(sent, sending.placed.scope))


def _promise(draft: Draft, sending: _Sending) -> tuple[object, ...]:
    """Return between whom it waits, and where the two answers lead."""
    holder = draft.nodes[sending.placed.entry.node].held_by
    return holder, sending.handover.to, sending.goal, sending.decline


def _waiting(draft: Draft, sending: _Sending, *, shared: bool) -> DraftNode | None:
    entry, domain = sending.placed.entry, draft.nodes[sending.domain]
    source = draft.nodes[entry.node]
    bare = f"awaiting_{entry.act.id}"
    if not shared:
        bare = f"{bare}_from_{source.bare}"
    if bare in domain.children:
        draft.problem("generated-name-clash", entry.path, {"id": bare})
        return None
    node = DraftNode(
        len(draft.nodes),
        f"{domain.name}.{bare}" if domain.name else bare,
        NodeKind.ATOMIC,
        sending.domain,
        (*entry.path, "handover"),
        sending.placed.scope,
        title=_titled(_WAITING, sending),
        phase=source.phase,
        held_by=source.held_by,
        function=source.function,
        awaiting=entry.activity,
    )
    if sending.handover.within is not None:
        node.within = Deadline(
            limit=sending.handover.within,
            basis=sending.handover.basis,
            source=sending.handover.source,
        )
    draft.nodes.append(node)
    domain.children[bare] = node.index
    return node


def _answers(draft: Draft, sending: _Sending, waiting: DraftNode) -> None:
    entry = sending.placed.entry
    kinds = [(EntryKind.ACKNOWLEDGE, _ACKNOWLEDGE, sending.goal)]
    if sending.decline is not None:
        kinds.append((EntryKind.DECLINE, _DECLINE, sending.decline))
    for kind, words, goal in kinds:
        act = Activity(
            id=f"{kind}_{entry.act.id}",
            title=_titled(words, sending),
            raci=Raci(by=(sending.handover.to,), accountable=(ACTOR,)),
        )
        name = full_name(draft, sending.placed.scope, act.id)
        answer = Entry(
            name,
            waiting.index,
            act,
            (*entry.path, "handover"),
            entry.home,
            goal=goal,
            kind=kind,
        )
        draft.entries.append(Placed(answer, sending.placed.scope))


def _titled(words: dict[str, str], sending: _Sending) -> Label | None:
    if sending.title is None:
        return None
    return Label(
        texts={
            language: words.get(language, words["en"]).format(text)
            for language, text in sending.title.texts.items()
        }
    )
