"""The states in which handovers wait, straight from the nouns; see ``interpreter``."""

from dataclasses import replace

from katch_protocols.model.activities import Activity
from katch_protocols.model.conditions import InState
from katch_protocols.model.states import State, StateKind
from tests.interpreter_nodes import Arrow, Entry, Node, UnreadableError
from tests.interpreter_tree import Tree, arrow_to, terms

__all__ = ["hand_over"]

Waits = tuple[Entry, Node]
"""A handover, and the state directly inside which it waits."""


def hand_over(tree: Tree) -> None:
    """Put a state that waits between the two sides of every handover."""
    found = _Handing(tree)
    rooms = found.rooms()
    found.furnish(rooms)
    found.lead_there(rooms)


class _Handing:
    def __init__(self, tree: Tree) -> None:
        self.tree = tree

    def rooms(self) -> dict[Waits, Node]:
        """Make every state that waits, with its answers."""
        groups: dict[tuple[Node, str], list[Entry]] = {}
        for entry, domain in self._handovers():
            groups.setdefault((domain, entry.name), []).append(entry)
        rooms: dict[Waits, Node] = {}
        for (domain, _), entries in groups.items():
            shared = len({self._promise(entry, domain) for entry in entries}) == 1
            for entry in entries:
                rooms[entry, domain] = self._room(entry, domain, shared=shared)
        return rooms

    def furnish(self, rooms: dict[Waits, Node]) -> None:
        """Repeat in each state that waits what may be done meanwhile."""
        furnished: set[Node] = set()
        for (entry, domain), room in rooms.items():
            if room not in furnished:
                furnished.add(room)
                for other in self._meanwhile(entry, domain):
                    self._repeat(other, room, rooms)

    def lead_there(self, rooms: dict[Waits, Node]) -> None:
        """Let every handover as it is written lead to where it waits."""
        entries = self.tree.entries
        for (entry, domain), room in rooms.items():
            if entry.arrow.domain is domain:
                sending = replace(entry.arrow, to=room, resume=False)
                entries[entries.index(entry)] = replace(entry, arrow=sending)

    def _handovers(self) -> list[Waits]:
        """Return every handover with the state in which it may wait.

        That may be another one if it is sent while the case waits already.
        """
        found: list[Waits] = []
        for entry in self.tree.entries:
            if entry.activity.handover is not None:
                if entry.arrow.to is None:
                    raise UnreadableError(f"{entry.name} hands over to nowhere")
                found.append((entry, entry.arrow.domain))
        for entry, domain in found:
            for other in self._meanwhile(entry, domain):
                if other.activity.handover is not None:
                    again = (other, _domain_in(domain, other.arrow.to))
                    if again not in found:
                        found.append(again)
        return found

    def _meanwhile(self, sent: Entry, domain: Node) -> list[Entry]:
        """Return what ``from`` allows in a state that ``sent`` leaves by waiting."""
        source = sent.arrow.source
        if source is sent.arrow.scope.top:
            return []
        staying = [domain, *domain.ancestors()]
        left = [node for node in (source, *source.ancestors()) if node not in staying]
        return [
            entry
            for entry in self.tree.named
            if entry.arrow.source in left and entry.name != sent.name
        ]

    def _promise(self, entry: Entry, domain: Node) -> tuple[object, ...]:
        """Who waits, what the receiver may do, what else may be done.

        Entries that agree in it wait as one.
        """
        also = {
            (
                other.name,
                other.arrow.to,
                other.arrow.resume,
                self._read(other),
                _deal(other),
            )
            for other in self._meanwhile(entry, domain)
        }
        return _deal(entry), frozenset(also)

    def _read(self, entry: Entry) -> tuple[object, ...]:
        """Return what the condition of an entry means where it was written."""
        when, arrow = entry.activity.when, entry.arrow
        asked = (term for term in terms(when) if isinstance(term, InState))
        return when, *(
            self.tree.find(each.state, arrow.source, arrow.scope) for each in asked
        )

    def _room(self, entry: Entry, domain: Node, *, shared: bool) -> Node:
        """Return the state in which a handover waits for its answers."""
        act, arrow = entry.activity, entry.arrow
        name = f"awaiting_{act.id}"
        if not shared:
            name += f"_from_{arrow.source.name}"
        if name in domain.children:
            return domain.children[name]
        waits = State(id=name, within=act.handover.within)
        room = domain.children[name] = Node(name, StateKind.ATOMIC, domain, waits)
        self.tree.read_at[room] = arrow.source
        if len(act.handover.to) == 1:
            self._answers(act.id, room, entry, arrow)
            return room
        room.kind = StateKind.PARALLEL
        self.tree.dones[room] = replace(arrow, source=room)
        for receiver in act.handover.to:
            strand = _grown(room, receiver, StateKind.COMPOSITE)
            strand.initial = "waiting"
            alone = _grown(strand, "waiting", StateKind.ATOMIC)
            end = _grown(strand, "acknowledged", StateKind.FINAL)
            taken = replace(arrow, to=end, resume=False)
            self._answers(f"{act.id}_{receiver}", alone, entry, taken)
        return room

    def _answers(self, name: str, waits: Node, entry: Entry, taken: Arrow) -> None:
        """Let one receiver say yes or, where it may, no."""
        self._answer(f"acknowledge_{name}", waits, taken)
        arrow, decline = entry.arrow, entry.activity.handover.decline
        if decline is not None:
            back = arrow_to(arrow.source, arrow.scope, decline)
            self._answer(f"decline_{name}", waits, back)

    def _repeat(self, entry: Entry, room: Node, rooms: dict[Waits, Node]) -> None:
        """Allow in a state that waits what was written elsewhere; it reads as there."""
        arrow = replace(entry.arrow, source=room, read_at=entry.arrow.source)
        if entry.activity.handover is not None:
            to = rooms[entry, arrow.domain]
            arrow = replace(arrow, to=to, resume=False)
        self.tree.entries.append(replace(entry, arrow=arrow))

    def _answer(self, name: str, waiting: Node, arrow: Arrow) -> None:
        """Let the receiver take the arrow from the state that waits."""
        answer = Entry(
            arrow.scope.full(name), Activity(id=name), replace(arrow, source=waiting)
        )
        self.tree.entries.append(answer)


def _domain_in(around: Node, to: Node) -> Node:
    """Return the state that a move leaves alone if it starts directly inside one."""
    return next(
        node
        for node in (around, *around.ancestors())
        if node.compound and node in to.ancestors()
    )


def _deal(entry: Entry) -> tuple[object, ...] | None:
    """Who hands over to whom, and where the two answers lead."""
    handover, arrow = entry.activity.handover, entry.arrow
    if handover is None:
        return None
    decline = arrow_to(arrow.source, arrow.scope, handover.decline)
    answers = arrow.to, arrow.resume, decline.to, decline.resume
    clock = handover.within, entry.activity.escalate_to
    return _holder(arrow.source), frozenset(handover.to), *answers, clock


def _grown(parent: Node, name: str, kind: StateKind) -> Node:
    child = parent.children[name] = Node(name, kind, parent=parent)
    return child


def _holder(node: Node) -> str | None:
    """Return who holds a state: its own word, else that of the nearest around it."""
    nouns = [each.noun for each in (node, *node.ancestors()) if each.noun]
    return next((noun.held_by for noun in nouns if noun.held_by), None)
