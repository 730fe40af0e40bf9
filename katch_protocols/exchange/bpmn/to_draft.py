"""From a BPMN file to a started protocol: what each state offers and where it leads."""

from collections.abc import Iterator, Mapping
from typing import Any

from katch_protocols.exchange.bpmn.ends import without_vain_done
from katch_protocols.exchange.bpmn.file_parts import (
    ElementRead,
    FlowOut,
    ScopeRead,
    said,
)
from katch_protocols.exchange.bpmn.left_over import note_left_over
from katch_protocols.exchange.bpmn.named import Named
from katch_protocols.exchange.bpmn.spans import span_of
from katch_protocols.exchange.bpmn.state_box import Shape, StateBox
from katch_protocols.exchange.incoming import Incoming, StartedProtocol
from katch_protocols.model.activities import Activity, Raci, Target
from katch_protocols.model.deadlines import Deadline, Duration
from katch_protocols.model.noun import Label
from katch_protocols.model.protocol import Protocol
from katch_protocols.model.states import State, Timer
from katch_protocols.sentences.saying import say_duration
from katch_protocols.words.say import say

__all__ = ["read"]


def read(incoming: Incoming) -> StartedProtocol:
    """Read a BPMN file.

    Raises:
        NotationError: Nothing can be made of the file.
        MissingExtraError: lxml is not installed.
    """
    return _Drafter(incoming).draft()


class _Drafter(Named):
    def draft(self) -> StartedProtocol:
        regions, parts = self.regions, self.parts
        scope = max(parts.scopes, key=lambda each: len(each.nodes))
        name = scope.name or parts.pools.get(scope.pool, "") or parts.name
        name = name or self.incoming.name.rpartition(".")[0]
        own = self.names.protocol(name, spare="process")
        # An end that nothing in the file stands for is made when it is first led to.
        for box in list(regions.top.every()):
            self._choice(box)
        acts = {act.id: act for act in self._beside(regions.top)}
        boxes = list(regions.top.every())
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
        note_left_over(self, name)
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
        return StartedProtocol(protocol=protocol, roles=self.roles)

    # states

    def _state(
        self,
        box: StateBox,
        told: Mapping[StateBox, dict[str, Any]],
        done: Mapping[StateBox, Target | None],
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

    def _title(self, box: StateBox) -> Label | None:
        node = box.node
        language = self.incoming.language
        if node is None:
            if box.shape == Shape.FINAL:
                return Label.of({language: say("exchange.title-ended", language)})
            return self.incoming.label(box.name)
        if box.shape == Shape.ATOMIC and node.is_task and node.name:
            text = say("exchange.to-do", language, activity=node.name)
            return self.incoming.label(text)
        if node.kind == "begins":
            return Label.of({language: say("exchange.begins", language)})
        return self.incoming.label(node.name)

    def _told(self, box: StateBox, node: ElementRead) -> dict[str, Any]:
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

    def _done(self, box: StateBox) -> Target | None:
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

    # what can be done in a state

    def _acts(self, box: StateBox, node: ElementRead) -> Iterator[Activity]:
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

    def _edged(
        self, node: ElementRead, box: StateBox, region: StateBox
    ) -> Iterator[Activity]:
        """Yield what an event at an edge lets happen, clocks aside."""
        for edge in self._edges(node):
            if edge.trigger == "timer":
                continue
            if not edge.interrupts:
                self.incoming.skip(edge.line, said(edge), "beside-event")
            elif edge.id not in self.regions.thrown:
                yield self._act(edge, box, region)

    def _offered(
        self, arrow: FlowOut, node: ElementRead, box: StateBox, region: StateBox
    ) -> Iterator[Activity]:
        target = self.regions.nodes[arrow.target]
        if arrow.condition or (arrow.name and self.regions.folded(target)):
            self.skip_flow(arrow, "condition")
        if self.regions.folded(target) is node:
            if target.trigger != "timer":
                yield self._act(target, box, region)
            return
        self.said.add(arrow)
        name = arrow.name or target.name or node.name
        goal = self._goal(arrow.target, region)
        yield Activity(
            id=self.names.activity((node.id, arrow.id, arrow.target), name),
            title=self.incoming.label(name),
            raci=Raci(by=self._by(node)),
            to=goal,
        )

    def _act(self, node: ElementRead, box: StateBox, region: StateBox) -> Activity:
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
            handover=self._handover(node),
        )

    def _beside(self, box: StateBox) -> Iterator[Activity]:
        """Yield what event sub-processes allow all through a state."""
        for node in self.regions.beside[box]:
            if node.inside is None:
                continue
            tasks = [each for each in node.inside.nodes.values() if each.is_task]
            if len(tasks) != 1:
                self.incoming.skip(node.line, said(node), "event-part")
                self._skip_around(None, node.inside)
                continue
            self._skip_around(tasks[0], node.inside)
            act = self._act(tasks[0], box, box)
            ends = [self.regions.nodes[arrow.target] for arrow in tasks[0].after]
            stays = not any(self.regions.caught(end) for end in ends)
            yield act.model_copy(update={"to": None}) if stays else act

    def _skip_around(self, task: ElementRead | None, part: ScopeRead) -> None:
        """Note what is in an event's part beside its task, its beginning and end."""
        ends = [] if task is None else [arrow.target for arrow in task.after]
        for each in part.nodes.values():
            is_end = each.kind == "endEvent" and (each.id in ends or not each.name)
            if each is not task and each.kind != "startEvent" and not is_end:
                self.incoming.skip(each.line, said(each), "event-part")

    def _edges(self, node: ElementRead) -> Iterator[ElementRead]:
        """Yield the events at the edges of all elements of a state."""
        yield from self.regions.edges[node.id]
        for arrow in node.after:
            target = self.regions.nodes[arrow.target]
            if self.regions.folded(target) is node:
                yield from self.regions.edges[target.id]

    def _clocks(
        self, box: StateBox, node: ElementRead
    ) -> tuple[list[Timer], Deadline | None]:
        """Return the clocks of a state: those that move the case, and its limit."""
        region = box.above or self.regions.top
        timers: dict[str, Timer] = {}
        within = None
        for event, span in self._spans(node):
            if event.host and not event.interrupts:
                within = within or Deadline(limit=span)
                if within.limit != span:
                    self.incoming.skip(event.line, said(event), "second-deadline")
                continue
            goal = self._after(event, region)
            if goal is None:
                continue
            if timers.setdefault(str(span), Timer(limit=span, to=goal)).to != goal:
                self.incoming.skip(event.line, said(event), "second-timer")
        return list(timers.values()), within

    def _spans(self, node: ElementRead) -> Iterator[tuple[ElementRead, Duration]]:
        """Yield the timers of a state with their spans; what has none is noted."""
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
                continue
            if event is not node:
                self._note_name(event, span)
            yield event, span

    def _note_name(self, event: ElementRead, span: Duration) -> None:
        """Note the name of a clock, unless it says the span alone."""
        text = say_duration(span, self.incoming.language)
        if event.name and text not in event.name:
            self.incoming.skip(event.line, said(event), "clock-name")


def _ends(box: StateBox) -> bool:
    return any(child.shape == Shape.FINAL for child in box.children.values())
