"""From a BPMN file to a started protocol: what each state offers and where it leads."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from katch_protocols.exchange.bpmn.ends import without_vain_done
from katch_protocols.exchange.bpmn.from_xml import Arrow, Node, read_parts
from katch_protocols.exchange.bpmn.regions import Box, Regions, Shape, said
from katch_protocols.exchange.bpmn.spans import span_of
from katch_protocols.exchange.incoming import Draft, Incoming, Names
from katch_protocols.model.activities import Activity, Raci, Target
from katch_protocols.model.conditions import FactIs
from katch_protocols.model.deadlines import Deadline
from katch_protocols.model.documents import Document, Fact
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.parties import Role
from katch_protocols.model.protocol import Protocol
from katch_protocols.model.states import Branch, State, Timer
from katch_protocols.words.say import say

__all__ = ["read"]


def read(incoming: Incoming) -> Draft:
    """Read a BPMN file.

    Raises:
        NotationError: Nothing can be made of the file.
        MissingExtraError: lxml is not installed.
    """
    return _Drafter(incoming).draft()


class _Drafter:
    def __init__(self, incoming: Incoming) -> None:
        self.incoming, self.names = incoming, incoming.names
        self.parts = read_parts(incoming)
        self.regions = Regions(self.parts, incoming)
        self.roles: dict[Id, Role] = {}
        self.documents: dict[Id, Document] = {}
        self.facts: dict[Id, Fact] = {}
        self.records: dict[str, dict[Id, None]] = {}
        self.choices: dict[Box, tuple[Branch, ...]] = {}
        self.pools: dict[str, str] = {}
        for scope in self.parts.scopes:
            self._in_pool(scope.nodes.values(), scope.pool)

    def _in_pool(self, nodes: Iterable[Node], pool: str) -> None:
        for node in nodes:
            self.pools[node.id] = pool
            if node.inside is not None:
                self._in_pool(node.inside.nodes.values(), pool)

    def draft(self) -> Draft:
        regions, parts = self.regions, self.parts
        scope = max(parts.scopes, key=lambda each: len(each.nodes))
        name = scope.name or parts.pools.get(scope.pool, "") or parts.name
        name = name or self.incoming.name.rpartition(".")[0]
        own = self.names.of("protocol", name, spare="process")
        # An end that nothing in the file stands for is made when it is first led to.
        for box in list(_boxes(regions.top)):
            self._choice(box)
        acts = {act.id: act for act in self._beside(regions.top)}
        boxes = list(_boxes(regions.top))
        told = {
            box: self._told(box, box.node)
            for box in boxes
            if box.node is not None and box.shape not in {Shape.FINAL, Shape.STRAND}
        }
        done = {
            box: self._done(box) for box in sorted(boxes, key=lambda box: -box.depth)
        }
        states = {
            key: self._state(box, told, done)
            for key, box in regions.top.children.items()
        }
        for source, target, line in parts.messages:
            titles = " → ".join(map(self._called, (source, target)))
            self.incoming.skip(line, f"<messageFlow> «{titles}»", "message")
        self._unreached()
        protocol = Protocol(
            id=own,
            title=self.incoming.label(name) or Label.of({self.incoming.language: own}),
            note=self.incoming.note(scope.note),
            facts=self.facts,
            documents=self.documents,
            initial=regions.top.initial,
            states=without_vain_done(states, regions.top.initial),
            activities=acts,
        )
        return Draft(protocol=protocol, roles=self.roles)

    def _called(self, name: str) -> str:
        node = self.regions.nodes.get(name)
        return node.name if node is not None else self.parts.pools.get(name, name)

    def _unreached(self) -> None:
        """Say of what no flow leads to that it was not read."""
        regions = self.regions
        for node in regions.nodes.values():
            skipped = regions.is_through(node) or node.host or node.id in regions.home
            around = regions.around.get(node.id)
            inside = around is not None and (
                around.id not in regions.home or around.on_event
            )
            if skipped or inside or regions.caught(node) is not None:
                continue
            before = [regions.nodes[name] for name in node.before]
            overdue = bool(before) and all(
                each.host and not each.interrupts for each in before
            )
            if not overdue:
                self.incoming.skip(node.line, said(node), "no-way")
            elif node.kind != "endEvent":
                self.incoming.skip(node.line, said(node), "beside-event")

    # states

    def _state(
        self,
        box: Box,
        told: Mapping[Box, dict[str, Any]],
        done: Mapping[Box, Target | None],
    ) -> State:
        inside = {
            key: self._state(child, told, done) for key, child in box.children.items()
        }
        return State(
            id=box.id,
            title=self._title(box),
            states={} if box.shape == Shape.PARALLEL else inside,
            parallel=inside if box.shape == Shape.PARALLEL else {},
            initial=box.initial,
            done=done.get(box),
            decide=self.choices.get(box, ()),
            final=box.shape == Shape.FINAL,
            **told.get(box, {}),
        )

    def _title(self, box: Box) -> Label | None:
        node = box.node
        language = self.incoming.language
        if node is None:
            if box.shape == Shape.FINAL:
                return Label.of({language: say("exchange.title-ended", language)})
            return None
        if box.shape == Shape.ATOMIC and node.is_task and node.name:
            text = say("exchange.to-do", language, activity=node.name)
            return self.incoming.label(text)
        if node.kind == "begins":
            return Label.of({language: say("exchange.begins", language)})
        return self.incoming.label(node.name)

    def _told(self, box: Box, node: Node) -> dict[str, Any]:
        found: dict[str, Any] = {"note": self.incoming.note(node.note)}
        if node.is_task:
            found["note"] = None  # it is the activity's
        role = self._lane(node)
        if role is not None and box not in self.choices:
            found["held_by"] = role
        if box in self.choices:
            return found
        acts = [*self._acts(box, node), *self._beside(box)]
        found["activities"] = {act.id: act for act in acts}
        timers, within = self._clocks(box, node)
        if timers:
            found["after"] = tuple(timers)
        if within is not None:
            found["within"] = within
        return found

    def _done(self, box: Box) -> Target | None:
        """Return where a state leads once all in it has ended, if it ever has."""
        region, node = box.above, box.node
        if region is None or box.shape not in {Shape.PARALLEL, Shape.COMPOSITE}:
            return None
        parts = box.children.values() if box.shape == Shape.PARALLEL else [box]
        if not all(_ends(part) for part in parts):
            return None
        if node is None or (box.shape == Shape.PARALLEL and node.inside is None):
            join = None if node is None else self.regions.joins.get(node.id)
            if join is None:
                return Target(state=self.regions.final(region).path)
            node = self.regions.nodes[join]
        return self._after(node, region)

    def _after(self, node: Node, region: Box) -> Target | None:
        """Return where the first flow out of an element leads."""
        if not node.after:
            return Target(state=self.regions.final(region).path)
        return self._goal(node.after[0].target, region)

    def _goal(self, name: str, region: Box) -> Target | None:
        found = self.regions.find(name, region)
        return None if found is None or not found.path else Target(state=found.path)

    # what can be done in a state

    def _acts(self, box: Box, node: Node) -> Iterator[Activity]:
        region = box.above or self.regions.top
        if box.shape == Shape.PARALLEL:
            return
        if node.is_task and node.inside is None:
            yield self._act(node, box, region)
        elif node.kind == "begins" or node.kind.endswith("Gateway"):
            for arrow in node.after:
                yield from self._offered(arrow, node, box, region)
        elif node.kind.endswith("Event") and node.trigger != "timer":
            yield self._act(node, box, region)
        yield from self._edged(node, box, region)

    def _edged(self, node: Node, box: Box, region: Box) -> Iterator[Activity]:
        """Yield what an event at an edge lets happen, clocks aside."""
        for edge in self._edges(node):
            if edge.trigger == "timer":
                continue
            is_caught = edge.trigger in {"escalation", "error"} and node.inside
            if not edge.interrupts:
                self.incoming.skip(edge.line, said(edge), "beside-event")
            elif not is_caught:
                yield self._act(edge, box, region)

    def _offered(
        self, arrow: Arrow, node: Node, box: Box, region: Box
    ) -> Iterator[Activity]:
        target = self.regions.nodes[arrow.target]
        if arrow.condition or (arrow.name and self.regions.folded(target)):
            text = arrow.condition or arrow.name
            self.incoming.skip(arrow.line, f"<sequenceFlow> «{text}»", "condition")
        if self.regions.folded(target) is node:
            if target.trigger != "timer":
                yield self._act(target, box, region)
            return
        name = arrow.name or target.name or node.name
        goal = self._goal(arrow.target, region)
        yield Activity(
            id=self.names.activity((node.id, arrow.id, arrow.target), name),
            title=self.incoming.label(name),
            raci=Raci(by=self._by(node)),
            to=goal,
        )

    def _act(self, node: Node, box: Box, region: Box) -> Activity:
        block = self.regions.begins.get(node.id)
        goal = Target(state=block.path) if block else self._after(node, region)
        if goal is not None and goal.state == box.path:
            goal = None
        return Activity(
            id=self.names.activity(node.id, node.name),
            title=self.incoming.label(node.name),
            note=self.incoming.note(node.note),
            raci=Raci(by=self._by(node)),
            needs=self._needs(node),
            produces=self._papers(node.produces),
            records=tuple(self.records.get(node.id, ())),
            to=goal,
        )

    def _beside(self, box: Box) -> Iterator[Activity]:
        """Yield what event sub-processes allow all through a state."""
        for name, home in self.regions.home.items():
            node = self.regions.nodes[name]
            if home is not box or not node.on_event or node.inside is None:
                continue
            tasks = [each for each in node.inside.nodes.values() if each.is_task]
            if len(tasks) != 1 or node.inside is None:
                self.incoming.skip(node.line, said(node), "event-part")
                continue
            act = self._act(tasks[0], box, box)
            ends = [self.regions.nodes[arrow.target] for arrow in tasks[0].after]
            stays = not any(self.regions.caught(end) for end in ends)
            yield act.model_copy(update={"to": None}) if stays else act

    def _edges(self, node: Node) -> Iterator[Node]:
        """Yield the events at the edges of all elements of a state."""
        yield from self.regions.boundaries(node)
        for arrow in node.after:
            target = self.regions.nodes[arrow.target]
            if self.regions.folded(target) is node:
                yield from self.regions.boundaries(target)

    def _clocks(self, box: Box, node: Node) -> tuple[list[Timer], Deadline | None]:
        region = box.above or self.regions.top
        timers: dict[str, Timer] = {}
        within = None
        events = [each for each in self._edges(node) if each.trigger == "timer"]
        if node.kind == "intermediateCatchEvent" and node.trigger == "timer":
            events.append(node)
        for arrow in node.after:
            target = self.regions.nodes[arrow.target]
            if self.regions.folded(target) is node and target.trigger == "timer":
                events.append(target)
        for event in events:
            span = span_of(event.timer)
            if span is None:
                what = f"{said(event)} «{event.timer}»" if event.timer else said(event)
                self.incoming.skip(event.line, what, "no-span")
            elif event.host and not event.interrupts:
                within = within or Deadline(limit=span)
            else:
                goal = self._after(event, region)
                if goal is not None:
                    timers.setdefault(str(span), Timer(limit=span, to=goal))
        return list(timers.values()), within

    # choices

    def _choice(self, box: Box) -> None:
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
        if node.kind == "inclusiveGateway":
            self.incoming.skip(node.line, said(node), "inclusive")
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

    def _asked(self, node: Node) -> Iterator[Node]:
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

    def _by(self, node: Node) -> tuple[Id, ...]:
        if node.doers:
            return tuple(dict.fromkeys(map(self._role, node.doers)))
        lane = self._lane(node)
        return () if lane is None else (lane,)

    def _lane(self, node: Node) -> Id | None:
        name = self.parts.lanes.get(node.lane, "") if node.lane else ""
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
        own = self.names.of(("role", name), name, spare="role")
        title = self.incoming.label(name) or Label.of({self.incoming.language: own})
        self.roles.setdefault(own, Role(id=own, title=title))
        return own

    def _needs(self, node: Node) -> tuple[Id, ...]:
        """Return the documents that a task needs, as far as some task makes them."""
        made = {
            self.parts.papers.get(ref)
            for each in self.regions.nodes.values()
            for ref in each.produces
        }
        kept = [ref for ref in node.needs if self.parts.papers.get(ref) in made]
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


def _ends(box: Box) -> bool:
    return any(child.shape == Shape.FINAL for child in box.children.values())


def _boxes(top: Box) -> Iterator[Box]:
    waiting: list[Box] = [top]
    while waiting:
        box = waiting.pop()
        yield box
        waiting += box.children.values()
