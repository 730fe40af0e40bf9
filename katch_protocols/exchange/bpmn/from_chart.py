"""From a chart to a BPMN process: what each state, activity and clock becomes.

- A state is where a token waits: at the one task that can be done there, or before an
  exclusive gateway that chooses among them (several flows out of a task would split).
- What is possible all through a sub-process, or at any time, is an event sub-process.
- A handover sends a message; to acknowledge or decline it is a message that comes back.
- To leave a sub-process from inside is an escalation that its edge catches.
"""

from collections.abc import Iterator

from katch_protocols.budget import tick
from katch_protocols.charts.chart import ChartNode, Entry, Goal, NodeKind
from katch_protocols.drawings.story.tell import tell
from katch_protocols.exchange.bpmn.drafting import FlowDue
from katch_protocols.exchange.bpmn.joins import NOBODY, settle
from katch_protocols.exchange.bpmn.process import (
    DocumentShown,
    FlowNode,
    Kind,
    PoolLane,
    Process,
    Trigger,
)
from katch_protocols.exchange.bpmn.waiting import Waiting
from katch_protocols.exchange.notation import ExportInput
from katch_protocols.sentences.saying import say_condition

__all__ = ["process_of"]


def process_of(source: ExportInput) -> Process:
    """Return a protocol as a BPMN process, with lanes and without a layout."""
    maker = _ChartReader(source)
    maker.make()
    return maker.process


class _ChartReader(Waiting):
    def make(self) -> None:
        self.boxes[0] = ""
        self._fill(0)
        while self.due:
            tick()
            self._draw(self.due.popleft())
        for node in self.nodes[1:]:
            if node.index not in self.seen and not node.children:
                self._differs("never-reached", node)
        settle(self.process)
        self._name_lanes()

    # what stands inside a sub-process

    def _fill(self, box: int) -> None:
        node, inside = self.nodes[box], self.boxes[box]
        self.seen.add(box)
        begin = self._add("start", node.name, Kind.START, inside)
        begin.name = self.texts.say("begins")
        begin.means = node.name
        if node.kind is NodeKind.PARALLEL:
            self._split(node, begin, inside)
        elif node.initial is not None:
            self._lead(begin.id, Goal(node.initial), box, inside, box)
        for entry in self._beside(node):
            self._event(entry, box, inside)

    def _split(self, node: ChartNode, begin: FlowNode, inside: str) -> None:
        split = self._add("split", node.name, Kind.PARALLEL, inside)
        split.lane = self._holder(node)
        self._flow(begin.id, split.id)
        for strand in node.children:
            self._lead(split.id, Goal(strand), node.index, inside, node.index)
        if node.done is None:
            self._flow(split.id, self._rest(node, inside))

    def _beside(self, node: ChartNode) -> Iterator[Entry]:
        """Yield what is possible all through a sub-process."""
        box = node.index
        yield from filter(self.scopes.is_event, self.scopes.entries[box])
        if not box:
            return
        outer = self.scopes.outside(box)
        for above in self.chart.ancestors(box):
            for entry in self.scopes.entries[above]:
                if self.scopes.at(above) == outer and not self.scopes.is_event(entry):
                    yield entry
            if above == outer:
                return

    def _event(self, entry: Entry, box: int, inside: str) -> None:
        """Draw an activity that begins by its own event."""
        name = self.texts.activity(entry.activity)
        around = self._add("beside", entry.activity, Kind.SUB_PROCESS, inside)
        around.name, around.on_event = name, True
        begin = self._add("asked", entry.activity, Kind.START, around.id)
        begin.name, begin.trigger = name, Trigger.MESSAGE
        begin.interrupts = False
        task = self._task(entry, around.id, self.nodes[box])
        around.lane = begin.lane = task.lane
        self._flow(begin.id, task.id)
        if entry.goal is None:
            self._flow(task.id, self._done_beside(entry, around))
            return
        domain = self.scopes.domain(entry)
        self.due.append(
            FlowDue(task.id, entry.goal, box, around.id, domain, by_event=True)
        )

    def _done_beside(self, entry: Entry, around: FlowNode) -> str:
        end = self._add("end", entry.activity, Kind.END, around.id)
        end.name, end.lane = self.texts.say("done"), around.lane
        return end.id

    # what a flow leads to

    def _draw(self, due: FlowDue) -> None:
        target = self._target(due)
        self._flow(due.start, target, due.name, due.condition, due.is_default)

    def _target(self, due: FlowDue) -> str:
        if due.goal.resume:
            self._differs("entered-anew", self.nodes[due.goal.node])
        box = self.scopes.left(due.here, due.domain)
        if box is None:
            return self._element(due.goal.node, due.here)
        is_plain = box == due.here and not due.by_event
        if is_plain and self.scopes.plain.get(box) == due.goal.node:
            return self._leaving(due, box, "")
        signal = f"to.{self.nodes[due.goal.node].name}"
        self._caught(box, due.goal, signal)
        return self._leaving(due, box, signal)

    def _leaving(self, due: FlowDue, box: int, signal: str) -> str:
        key = ("leaving", due.inside, box, due.goal.node, signal)
        if key not in self.made:
            end = self._add(
                "leave", self.nodes[due.goal.node].name, Kind.END, due.inside
            )
            end.name = self.texts.leads_to(due.goal)
            end.signal = signal
            end.trigger = Trigger.ESCALATION if signal else None
            self.made[key] = end.id
        return self.made[key]

    def _caught(self, box: int, goal: Goal, signal: str) -> None:
        """Let the edge of a sub-process catch what leaves it."""
        key = ("caught", box, goal.node)
        if key in self.made:
            return
        outer = self.scopes.outside(box)
        edge = self._edge(self.boxes[box], f"{self.nodes[box].name}.{goal.node}")
        edge.trigger, edge.signal = Trigger.ESCALATION, signal
        edge.name = self.texts.leads_to(goal)
        self.made[key] = edge.id
        self._flow(edge.id, self._element(goal.node, outer))

    def _element(self, index: int, here: int) -> str:
        """Return what stands for a node directly inside ``here``."""
        box = self.scopes.first(here, index)
        if box is not None:
            if index not in self.scopes.by_default(box):
                self._differs("entered-at-start", self.nodes[index])
            return self._box(box, here)
        node = self.nodes[index]
        while node.kind.is_region and node.initial is not None:
            self.seen.add(node.index)
            box = self.scopes.first(here, node.initial)
            if box is not None:
                return self._box(box, here)
            node = self.nodes[node.initial]
        if node.index not in self.made:
            self.seen.add(node.index)
            self.made[node.index] = self._single(node, here)
        return self.made[node.index]

    def _single(self, node: ChartNode, here: int) -> str:
        if node.kind is NodeKind.CHOICE:
            return self._choice(node, here)
        if node.kind is NodeKind.FINAL:
            return self._final(node, here)
        return self._leaf(node, here)

    def _box(self, box: int, here: int) -> str:
        if box in self.boxes:
            return self.boxes[box]
        node, inside = self.nodes[box], self.boxes[here]
        made = self._add("part", node.name, Kind.SUB_PROCESS, inside)
        made.name, made.lane = self.texts.state(node), self._holder(node)
        made.texts, made.means = tuple(self.texts.of_state(node)), node.name
        self.boxes[box] = made.id
        self._clocks(made, node, here)
        self._fill(box)
        if node.done is not None:
            domain = self.chart.domain(box, node.done.node)
            self._lead(made.id, node.done, here, inside, domain)
        elif node.kind is NodeKind.STRAND:
            self._flow(made.id, self._strand_end(node, inside))
        elif box in self.scopes.plain:
            self.due.append(
                FlowDue(made.id, Goal(self.scopes.plain[box]), here, inside, here)
            )
        else:
            end = self._add("end", node.name, Kind.END, inside)
            end.name = self.texts.state(node)
            self._flow(made.id, end.id)
        return made.id

    def _choice(self, node: ChartNode, here: int) -> str:
        kind = Kind.EXCLUSIVE if len(node.lines) > 1 else Kind.THROW
        made = self._add("choice", node.name, kind, self.boxes[here])
        made.name, made.lane = self.texts.state(node), self._holder(node)
        made.texts, made.means = tuple(self.texts.of_state(node)), node.name
        language, titles = self.source.language, self.source.titles
        for line in node.lines:
            said = (
                self.texts.say("otherwise")
                if line.when is None
                else say_condition(line.when, language, titles)
            )
            domain = self.chart.domain(node.index, line.goal.node)
            if kind is Kind.THROW:
                self._lead(made.id, line.goal, here, self.boxes[here], domain)
                continue
            self._lead(
                made.id,
                line.goal,
                here,
                self.boxes[here],
                domain,
                name=said,
                condition="" if line.when is None else said,
                is_default=line.when is None,
            )
        return made.id

    def _final(self, node: ChartNode, here: int) -> str:
        above, inside = self.nodes[node.parent], self.boxes[here]
        is_last = above.kind in {NodeKind.ROOT, NodeKind.STRAND} and above.done is None
        ends = is_last or above.index == here
        if above.kind is NodeKind.COMPOSITE and above.done is None:
            return self._leaf(node, here)
        made = self._add("end", node.name, Kind.END if ends else Kind.THROW, inside)
        made.name, made.means = self.texts.state(node), node.name
        made.texts = tuple(self.texts.of_state(node))
        if not ends and above.done is not None:
            domain = self.chart.domain(above.index, above.done.node)
            self._lead(made.id, above.done, here, inside, domain)
        return made.id

    def _strand_end(self, node: ChartNode, inside: str) -> str:
        end = self._add("end", node.name, Kind.END, inside)
        end.name = self.texts.state(node)
        return end.id

    def _name_lanes(self) -> None:
        """Order the lanes as our own drawing has them; name roles and documents."""
        process = self.process
        used = {node.lane for node in process.nodes.values()}
        story = tell(self.chart, self.source.handbook)
        order = dict.fromkeys(lane.id for lane in story.lanes if lane.id in used)
        order |= dict.fromkeys(node.lane for node in process.nodes.values())
        names = {NOBODY: self.texts.say("nobody")}
        process.lanes = tuple(
            PoolLane(lane, names.get(lane) or self.texts.party(lane)) for lane in order
        )
        away = dict.fromkeys(
            n for each in process.nodes.values() for n in each.partners
        )
        process.outside = tuple(PoolLane(n, self.texts.party(n)) for n in away)
        doers = dict.fromkeys(n for node in process.nodes.values() for n in node.doers)
        process.parties = {name: self.texts.party(name) for name in doers}
        nodes = process.nodes.values()
        used_papers = dict.fromkeys(p for n in nodes for p in (*n.needs, *n.produces))
        process.papers = tuple(
            DocumentShown(name, self.texts.document(name)) for name in used_papers
        )
