"""Stage 4: expand each handover to a waiting state, still held by the sender."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from katch_protocols.charts.chart import Entry, EntryKind, Goal
from katch_protocols.charts.chart_builder import Draft, DraftNode, Placed
from katch_protocols.charts.resolve import (
    answer_id,
    find_goal,
    find_start,
    full_name,
)
from katch_protocols.charts.waiting_states import Sending, WaitingState
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.parties import Role

__all__ = ["Meanwhile", "Sent", "expand"]


class Sent(NamedTuple):
    """The position of an entry whose handover waits, and the node in which it does."""

    position: int
    domain: int


class Meanwhile:
    """Says of each handover that waits which of the written entries stay possible."""

    def __init__(self, draft: Draft, written: tuple[Placed, ...]) -> None:
        self.draft = draft
        self.written = written
        self._named = [at for at, placed in enumerate(written) if placed.named]

    def positions(self, sent: Sent) -> tuple[int, ...]:
        """Return the positions of the entries, in the order of the files.

        What stands around the waiting state too is possible there anyway.
        """
        draft, sender = self.draft, self.written[sent.position].entry
        if sender.at_top:
            return ()
        left = {sender.node, *draft.ancestors(sender.node)}
        left -= {sent.domain, *draft.ancestors(sent.domain)}
        entries = ((at, self.written[at].entry) for at in self._named)
        return tuple(
            at
            for at, entry in entries
            if entry.node in left and entry.activity != sender.activity
        )

    def said(self, position: int) -> tuple[object, ...]:
        """Return what an entry says, wherever it stands."""
        entry = self.written[position].entry
        return entry.activity, entry.goal, entry.when


def expand(draft: Draft, roles: Mapping[Id, Role]) -> None:
    """Replace each entry with a handover by sending, acknowledging and declining.

    Entries of one act in one domain with the same sender, the same receiver, the same
    two targets and the same clock share one waiting state, if the same activities stay
    possible there: while it waits, the sender still holds it.
    """
    titles = _titles(draft)
    written = tuple(draft.entries)
    sendings: dict[int, Sending] = {}
    for position, placed in enumerate(written):
        sending = _sending(draft, placed, titles)
        if sending is not None:
            sendings[position] = sending
    _refuse_clashes(draft, written, sendings.values())
    draft.entries = [each for each in written if each.entry.act.handover is None]
    _Expansion(draft, Meanwhile(draft, written), sendings, roles).expand()


def _refuse_clashes(
    draft: Draft, written: Iterable[Placed], sendings: Iterable[Sending]
) -> None:
    """Note each answer whose name a written activity, or another's answer, bears."""
    taken = dict.fromkeys((placed.entry.activity for placed in written), "")
    for sending in sendings:
        entry, scope = sending.placed.entry, sending.placed.scope
        kinds = [EntryKind.ACKNOWLEDGE]
        kinds += [EntryKind.DECLINE] if sending.decline is not None else []
        for kind in kinds:
            for receiver in sending.handover.to:
                answer = answer_id(kind, entry.act, receiver)
                name = full_name(draft, scope, answer)
                if taken.setdefault(name, entry.activity) != entry.activity:
                    draft.problem("generated-name-clash", entry.path, {"id": answer})


def _titles(draft: Draft) -> Mapping[str, Label]:
    """Return the title of each activity; the first of its entries that has one."""
    found: dict[str, Label] = {}
    for placed in draft.entries:
        if placed.entry.act.title is not None:
            found.setdefault(placed.entry.activity, placed.entry.act.title)
    return found


def _sending(
    draft: Draft, placed: Placed, titles: Mapping[str, Label]
) -> Sending | None:
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
    title, start = titles.get(entry.activity), None
    if handover.within is not None and handover.within.start is not None:
        start = find_start(
            draft,
            handover.within.start,
            (*entry.path, "handover", "within", "from"),
            source=entry.node,
            scope=placed.scope,
        )
    return Sending(placed, title, handover, entry.goal, decline, start)


class _Expansion(Struct, frozen=True):
    """Finds every handover that may ever wait, then makes the states for them.

    ``sendings`` are the handovers by the position of their entry. What stays possible
    while one waits may hand over itself; then it waits as if it was sent from the state
    that its ``from`` names.
    """

    draft: Draft
    meanwhile: Meanwhile
    sendings: Mapping[int, Sending]
    roles: Mapping[Id, Role]
    waiting: dict[Sent, DraftNode] = field(default_factory=dict)

    def expand(self) -> None:
        """Make the waiting states, what leads there, and what is possible there."""
        groups: dict[tuple[int, str], list[Sent]] = defaultdict(list)
        for sent in self._every():
            entry = self.sendings[sent.position].placed.entry
            groups[sent.domain, entry.activity].append(sent)
        for group in groups.values():
            self._wait(group)
        first: dict[int, Sent] = {}
        for sent, node in self.waiting.items():
            first.setdefault(node.index, sent)
        for index, sent in first.items():
            self._stay_possible(sent, index)

    def _every(self) -> tuple[Sent, ...]:
        queue = [self._from_its_state(position) for position in self.sendings]
        found: dict[Sent, None] = {}
        for sent in queue:  # grows as it is walked
            if sent not in found:
                found[sent] = None
                queue += (
                    self._from_waiting(sent, position)
                    for position in self.meanwhile.positions(sent)
                    if position in self.sendings
                )
        return tuple(found)

    def _from_its_state(self, position: int) -> Sent:
        sending = self.sendings[position]
        entry, target = sending.placed.entry, sending.goal.node
        domain = self.draft.domain(entry.node, target, at_top=entry.at_top)
        return Sent(position, domain)

    def _from_waiting(self, sent: Sent, position: int) -> Sent:
        outward = (sent.domain, *self.draft.ancestors(sent.domain))
        target = self.sendings[position].goal.node
        return Sent(position, self.draft.around(outward, target))

    def _wait(self, group: list[Sent]) -> None:
        """Make the waiting states of one act in one domain, and what leads there."""
        draft = self.draft
        shared = len({self._promise(sent) for sent in group}) == 1
        node: DraftNode | None = None
        for sent in group:
            sending = self.sendings[sent.position]
            if node is None or not shared:
                room = WaitingState(draft, sending, self.roles)
                node = room.node(sent.domain, shared=shared)
                if node is None:
                    return
                room.answer(node)
            self.waiting[sent] = node
            if sent == self._from_its_state(sent.position):
                self._send(sent, sending.placed.entry.node)

    def _promise(self, sent: Sent) -> tuple[object, ...]:
        """Return between whom it waits, where the answers lead, what else may be."""
        also = map(self._said, self.meanwhile.positions(sent))
        return *self._terms(self.sendings[sent.position]), frozenset(also)

    def _said(self, position: int) -> tuple[object, ...]:
        said, sending = self.meanwhile.said(position), self.sendings.get(position)
        return said if sending is None else (*said, *self._terms(sending))

    def _terms(self, sending: Sending) -> tuple[object, ...]:
        holder = self.draft.nodes[sending.placed.entry.node].held_by
        handover, told = sending.handover, sending.placed.entry.act.escalate_to
        clock = handover.within, sending.clock_start, told
        receivers = frozenset(handover.to)
        return holder, receivers, sending.goal, sending.decline, clock

    def _send(self, sent: Sent, node: int) -> None:
        """Let an activity lead from a node to the state in which its handover waits."""
        sending, waiting = self.sendings[sent.position], self.waiting[sent]
        entry = replace(
            sending.placed.entry,
            node=node,
            goal=Goal(waiting.index),
            hands_to=sending.goal,
        )
        self._place(sending.placed, entry)

    def _stay_possible(self, sent: Sent, node: int) -> None:
        for position in self.meanwhile.positions(sent):
            if position in self.sendings:
                after = self._from_waiting(sent, position)
                if after in self.waiting:
                    self._send(after, node)
            else:
                placed = self.meanwhile.written[position]
                if placed.entry.act.handover is None:
                    self._place(placed, replace(placed.entry, node=node))

    def _place(self, placed: Placed, entry: Entry) -> None:
        """Add what was written for a node, there or at a node that waits."""
        here = placed.entry.node
        written_at = None if entry.node == here else here
        self.draft.entries.append(Placed(entry, placed.scope, written_at=written_at))
