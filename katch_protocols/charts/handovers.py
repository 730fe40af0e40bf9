"""Stage 4: expand each handover to a waiting state, still held by the sender."""

from collections import defaultdict
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
    "en": "Awaiting: {}",
    "ru": "Ожидается подтверждение: {}",
    "kk": "Растау күтілуде: {}",
}


@dataclass(frozen=True)
class _Sending:
    """One handover: what is sent from where, and where its two answers lead."""

    placed: Placed
    handover: Handover
    goal: Goal
    decline: Goal | None
    domain: int


def expand(draft: Draft) -> None:
    """Replace each entry with a handover by sending, acknowledging and declining.

    Entries of one act in one domain with the same receiver and the same two targets
    share one waiting state.
    """
    groups: dict[tuple[int, str], list[_Sending]] = defaultdict(list)
    plain: list[Placed] = []
    for placed in draft.entries:
        sending = _sending(draft, placed)
        if sending is None:
            plain.append(placed)
            continue
        groups[sending.domain, placed.entry.activity].append(sending)
    draft.entries = plain
    for group in groups.values():
        _expand_group(draft, group)


def _sending(draft: Draft, placed: Placed) -> _Sending | None:
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
    return _Sending(placed, handover, entry.goal, decline, domain)


def _expand_group(draft: Draft, group: list[_Sending]) -> None:
    promises = {(one.handover.to, one.goal, one.decline) for one in group}
    shared = len(promises) == 1
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
        title=_titled(_WAITING, entry.act),
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
            title=_titled(words, entry.act),
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


def _titled(words: dict[str, str], act: Activity) -> Label | None:
    if act.title is None:
        return None
    return Label(
        texts={
            language: words.get(language, words["en"]).format(text)
            for language, text in act.title.texts.items()
        }
    )
