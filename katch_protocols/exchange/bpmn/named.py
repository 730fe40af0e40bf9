"""What a BPMN file names: roles, documents, and the facts behind its questions."""

from collections import deque
from collections.abc import Iterable, Iterator
from functools import cached_property

from katch_protocols.exchange.bpmn.file_parts import ElementRead, FlowOut
from katch_protocols.exchange.bpmn.from_xml import read_parts
from katch_protocols.exchange.bpmn.handed_over import fold_handovers
from katch_protocols.exchange.bpmn.regions import Regions
from katch_protocols.exchange.bpmn.spans import span_of
from katch_protocols.exchange.bpmn.state_box import Shape, StateBox
from katch_protocols.exchange.incoming import Incoming, Names
from katch_protocols.model.activities import Handover, Target
from katch_protocols.model.conditions import FactIs
from katch_protocols.model.deadlines import Deadline
from katch_protocols.model.documents import Document, Fact
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.parties import Role
from katch_protocols.model.states import Branch

__all__ = ["Named"]


class Named:
    """A file with what it names, as far as that is met.

    ``said`` are the flows of whose condition it is known what becomes of it, ``acting``
    the lanes and pools that are roles, by their names.
    """

    def __init__(self, incoming: Incoming) -> None:
        self.incoming, self.names = incoming, incoming.names
        self.parts = read_parts(incoming)
        fold_handovers(self.parts, incoming)
        self.regions = Regions(self.parts, incoming)
        self.roles: dict[Id, Role] = {}
        self.documents: dict[Id, Document] = {}
        self.facts: dict[Id, Fact] = {}
        self.records: dict[str, dict[Id, None]] = {}
        self.choices: dict[StateBox, tuple[Branch, ...]] = {}
        self.said: set[FlowOut] = set()
        self.acting: set[str] = set()
        self.pools: dict[str, str] = {}
        for scope in self.parts.scopes:
            self._in_pool(scope.nodes.values(), scope.pool)

    def _in_pool(self, nodes: Iterable[ElementRead], pool: str) -> None:
        for node in nodes:
            self.pools[node.id] = pool
            if node.inside is not None:
                self._in_pool(node.inside.nodes.values(), pool)

    def _after(self, node: ElementRead, region: StateBox) -> Target | None:
        """Return where the first flow out of an element leads."""
        if not node.after:
            return Target(state=self.regions.final(region).path)
        return self._goal(node.after[0].target, region)

    def _goal(self, name: str, region: StateBox) -> Target | None:
        found = self.regions.find(name, region)
        return None if found is None or not found.path else Target(state=found.path)

    # choices

    def _choice(self, box: StateBox) -> None:
        """Turn a gateway that asks a question into a choice by its answers."""
        node, region = box.node, box.above
        if node is None or region is None or box.shape != Shape.ATOMIC:
            return
        if node.kind not in {"exclusiveGateway", "inclusiveGateway"}:
            return
        labels = [arrow.name or arrow.condition for arrow in node.after]
        named = [label for label in labels if label]
        asked = list(self._asked(node))
        is_asked = len(set(named)) == len(named) >= len(labels) - 1 and asked
        if self.regions.is_menu(node) or not is_asked:
            return
        goals = [self._goal(arrow.target, region) for arrow in node.after]
        if any(goal is None or goal.state == box.path for goal in goals):
            return
        self._note_answers(node)
        fact = self.names.of(("fact", node.id), node.name, spare="answer")
        answers = Names()
        values = {
            answers.of(at, label or "other", spare="answer"): label or "other"
            for at, label in enumerate(labels)
        }
        title = self.incoming.label(node.name) or Label.of(
            {self.incoming.language: fact}
        )
        self.facts[fact] = Fact(
            id=fact,
            title=title,
            values={key: self.incoming.label(label) for key, label in values.items()},
        )
        for task in asked:
            self.records.setdefault(task.id, {})[fact] = None
        lines = [
            (arrow.id == node.default or not label, value, goal)
            for arrow, label, value, goal in zip(
                node.after, labels, values, goals, strict=True
            )
        ]
        lines.sort(key=lambda line: line[0])
        branches = [
            Branch(when=FactIs(fact=fact, values=(value,)), to=goal)
            for _, value, goal in lines[:-1]
            if goal is not None
        ]
        last = lines[-1][2]
        if last is not None:
            self.choices[box] = (*branches, Branch(to=last))

    def _note_answers(self, node: ElementRead) -> None:
        """Note the conditions of named answers; others are answers themselves."""
        for arrow in node.after:
            self.said.add(arrow)
            if arrow.name and arrow.condition not in {"", arrow.name}:
                self.skip_flow(arrow, "guard")

    def skip_flow(self, arrow: FlowOut, why: str) -> None:
        """Note the condition or the name of a flow."""
        self.said.add(arrow)
        text = arrow.condition or arrow.name
        self.incoming.skip(arrow.line, f"<sequenceFlow> «{text}»", why)

    def _asked(self, node: ElementRead) -> Iterator[ElementRead]:
        """Yield the tasks right before a gateway; none where anything else is."""
        found, queue, seen = [], deque(node.before), {node.id}
        while queue:
            name = queue.popleft()
            if name in seen:
                continue
            seen.add(name)
            before = self.regions.nodes[name]
            if before.is_task and not self.regions.is_split(before):
                found.append(before)
            elif before.kind.endswith("Gateway") and self.regions.is_through(before):
                queue.extend(before.before)
            else:
                return
        yield from found

    # who and what

    def _by(self, node: ElementRead) -> tuple[Id, ...]:
        if node.doers:
            return tuple(dict.fromkeys(map(self._role, node.doers)))
        lane = self._lane(node)
        return () if lane is None else (lane,)

    def _handover(self, node: ElementRead) -> Handover | None:
        if not node.receiver:
            return None
        span = span_of(node.answered_within)
        within = None if span is None else Deadline(limit=span)
        return Handover(to=(self._role(node.receiver),), within=within)

    def _lane(self, node: ElementRead) -> Id | None:
        name = self.parts.lanes.get(node.lane, "")
        if not name:
            around = self.regions.around.get(node.id)
            if around is not None:
                return self._lane(around)
            name = self.parts.pools.get(self.pools.get(node.id, ""), "")
        if not name or (len(self.parts.scopes) == 1 and self._is_whole(name)):
            return None
        return self._role(name)

    def _is_whole(self, name: str) -> bool:
        """Whether a name is that of the one pool, which is the protocol itself."""
        return bool(self.parts.lanes) and name in self.parts.pools.values()

    def _role(self, name: str) -> Id:
        self.acting.add(name)
        own = self.names.of(("role", name), name, spare="role")
        title = self.incoming.label(name) or Label.of({self.incoming.language: own})
        self.roles.setdefault(own, Role(id=own, title=title))
        return own

    @cached_property
    def _made(self) -> frozenset[str | None]:
        """The names of the documents that some task makes."""
        return frozenset(
            self.parts.papers.get(ref)
            for each in self.regions.nodes.values()
            for ref in each.produces
        )

    def _needs(self, node: ElementRead) -> tuple[Id, ...]:
        """Return the documents that a task needs, as far as some task makes them."""
        papers, made = self.parts.papers, self._made
        kept = [ref for ref in node.needs if papers.get(ref) in made]
        for ref in node.needs:
            if ref not in kept and ref in self.parts.papers:
                what = f"<dataInputAssociation> «{self.parts.papers[ref]}»"
                self.incoming.skip(node.line, what, "never-made")
        return self._papers(kept)

    def _papers(self, refs: Iterable[str]) -> tuple[Id, ...]:
        found: dict[Id, None] = {}
        for ref in refs:
            name = self.parts.papers.get(ref)
            if name is None:
                continue
            own = self.names.of(("paper", name or ref), name or ref, spare="paper")
            title = self.incoming.label(name or ref)
            if title is not None:
                self.documents.setdefault(own, Document(id=own, title=title))
                found[own] = None
        return tuple(found)
