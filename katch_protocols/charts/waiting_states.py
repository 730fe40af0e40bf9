"""The state in which one handover waits, and the answers that lead out of it.

One receiver is waited for in a simple state, several in a parallel one with a strand
each: in any order, and as long as the last takes.
"""

from collections.abc import Mapping

from msgspec import Struct

from katch_protocols.charts.build_tree import MAX_NODES
from katch_protocols.charts.chart import Entry, EntryKind, Goal, NodeKind
from katch_protocols.charts.chart_builder import Draft, DraftNode, Placed
from katch_protocols.charts.resolve import answer_id, full_name
from katch_protocols.errors import BoundError
from katch_protocols.model.activities import ACTOR, Activity, Handover, Raci
from katch_protocols.model.noun import Id, Label, readable
from katch_protocols.model.parties import Role
from katch_protocols.words.say import say

__all__ = ["AWAITING", "OF_HANDOVER", "Sending", "WaitingState"]

AWAITING = "awaiting_"
"""What the name of a state begins with in which a handover waits."""

OF_HANDOVER = ("acknowledge_", "decline_", AWAITING)
"""What the names that a handover brings along begin with; the rest is its own name."""

_WAITING, _ACKNOWLEDGED = "waiting", "acknowledged"
"""The two states in the strand of one of several receivers."""


class Sending(Struct, frozen=True):
    """One handover as written: what is sent, and where its two answers lead.

    ``title`` is that of the act: one of its entries may have left it out.
    ``clock_start`` is the event from which the time to answer counts.
    """

    placed: Placed
    title: Label | None
    handover: Handover
    goal: Goal
    decline: Goal | None
    clock_start: str | None


class WaitingState(Struct, frozen=True):
    """Makes the state in which one handover waits, and the answers to it."""

    draft: Draft
    sending: Sending
    roles: Mapping[Id, Role]

    def node(self, inside: int, *, shared: bool) -> DraftNode | None:
        """Make the state that waits, with all in it; ``None`` if its name is taken."""
        entry = self.sending.placed.entry
        source = self.draft.nodes[entry.node]
        bare = f"{AWAITING}{entry.act.id}"
        if not shared:
            bare = f"{bare}_from_{source.bare}"
        if bare in self.draft.nodes[inside].children:
            self.draft.problem("generated-name-clash", entry.path, {"id": bare})
            return None
        receivers = self.sending.handover.to
        kind = NodeKind.ATOMIC if len(receivers) == 1 else NodeKind.PARALLEL
        node = self._grow(inside, bare, kind, "waiting")
        node.within = self.sending.handover.within
        node.clock_start = self.sending.clock_start
        node.escalate_to = entry.act.escalate_to
        if len(receivers) == 1:
            node.receiver = receivers[0]
        else:
            node.done = self.sending.goal
            for role in receivers:
                self._strand(node, role)
        return node

    def _strand(self, node: DraftNode, role: Id) -> None:
        """Add the strand in which one of several receivers is waited for."""
        strand = self._grow(node.index, role, NodeKind.STRAND)
        start = self._grow(
            strand.index, _WAITING, NodeKind.ATOMIC, "waiting-for", receiver=role
        )
        start.receiver, strand.initial = role, start.index
        self._grow(
            strand.index, _ACKNOWLEDGED, NodeKind.FINAL, "acknowledged", receiver=role
        )

    def _grow(
        self, inside: int, bare: str, kind: NodeKind, key: str = "", receiver: Id = ""
    ) -> DraftNode:
        """Add a node, held like the state from which the handover was sent."""
        draft, entry = self.draft, self.sending.placed.entry
        if len(draft.nodes) >= MAX_NODES:
            raise BoundError("states", MAX_NODES, str(entry.path[1]))
        source, above = draft.nodes[entry.node], draft.nodes[inside]
        node = DraftNode(
            len(draft.nodes),
            f"{above.name}.{bare}" if above.name else bare,
            kind,
            inside,
            (*entry.path, "handover"),
            self.sending.placed.scope,
            title=self._titled(key, receiver) if key else None,
            phase=source.phase,
            held_by=source.held_by,
            holder_home=source.holder_home,
            function=source.function,
            awaiting=entry.activity,
        )
        draft.nodes.append(node)
        above.children[bare] = node.index
        return node

    def answer(self, node: DraftNode) -> None:
        """Let each receiver acknowledge and, where it may, decline.

        For a panel its chair does: to take a case over is no decision of the panel.
        """
        for role in self.sending.handover.to:
            self._answers_of(role, node)

    def _answers_of(self, role: Id, node: DraftNode) -> None:
        sending, waiting, goal = self.sending, node, self.sending.goal
        others = tuple(each for each in sending.handover.to if each != role)
        if others:
            strand = self.draft.nodes[node.children[role]]
            waiting = self.draft.nodes[strand.children[_WAITING]]
            goal = Goal(strand.children[_ACKNOWLEDGED])
        kinds = [(EntryKind.ACKNOWLEDGE, goal)]
        if sending.decline is not None:
            kinds.append((EntryKind.DECLINE, sending.decline))
        panel = self.draft.panels.get(role)
        doer = role if panel is None else panel.chair or role
        for kind, target in kinds:
            # Who had acknowledged must hear that it waits no more.
            inform = others if kind is EntryKind.DECLINE else ()
            act = Activity(
                id=answer_id(kind, sending.placed.entry.act, role),
                title=self._titled(f"{kind}-by" if others else kind.value, role),
                raci=Raci(by=(doer,), accountable=(ACTOR,), inform=inform),
            )
            self._place(waiting.index, act, kind, target, role)

    def _place(
        self, node: int, act: Activity, kind: EntryKind, goal: Goal, receiver: Id
    ) -> None:
        placed = self.sending.placed
        name = full_name(self.draft, placed.scope, act.id)
        path, home = (*placed.entry.path, "handover"), placed.entry.home
        answer = Entry(
            name, node, act, path, home, goal=goal, kind=kind, receiver=receiver
        )
        self.draft.entries.append(Placed(answer, placed.scope))

    def _titled(self, key: str, receiver: Id) -> Label | None:
        title = self.sending.title
        if title is None:
            return None
        role = self.roles.get(receiver)
        return Label(
            texts={
                language: say(
                    f"charts.{key}",
                    language,
                    title=text,
                    receiver=role.title.say(language) if role else readable(receiver),
                )
                for language, text in title.texts.items()
            }
        )
