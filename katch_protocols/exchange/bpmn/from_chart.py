"""From a chart to a BPMN process: what each state, activity and clock becomes.

- A state is where a token waits: at the one task that can be done there, or before an
  exclusive gateway that chooses among them (several flows out of a task would split).
- What is possible all through a sub-process, or at any time, is an event sub-process.
- To leave a sub-process from inside is an escalation that its edge catches.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from katch_protocols.budget import tick
from katch_protocols.charts.chart import ChartNode, ChartTimer, Entry, Goal, NodeKind
from katch_protocols.drawings.story.tell import tell
from katch_protocols.duties.parties import home_of
from katch_protocols.exchange.bpmn.joins import NOBODY, settle
from katch_protocols.exchange.bpmn.process import (
    Flow,
    FlowNode,
    Kind,
    Paper,
    PoolLane,
    Process,
    Trigger,
)
from katch_protocols.exchange.bpmn.scopes import Scopes
from katch_protocols.exchange.bpmn.texts import Texts, iso_duration
from katch_protocols.exchange.notation import Source
from katch_protocols.model.activities import ACTOR
from katch_protocols.model.noun import Id
from katch_protocols.sentences.saying import say_condition

__all__ = ["process_of"]


def process_of(source: Source) -> Process:
    """Return a protocol as a BPMN process, with lanes and without a layout."""
    maker = _Maker(source)
    maker.make()
    return maker.process


@dataclass(frozen=True)
class _Due:
    """A flow that is still to be drawn; ``inside`` is the id of what it stands in."""

    start: str
    goal: Goal
    here: int
    inside: str
    domain: int
    by_event: bool = False
    name: str = ""
    condition: str = ""
    is_default: bool = False


@dataclass
class _Maker:
    source: Source
    due: deque[_Due] = field(default_factory=deque)
    boxes: dict[int, str] = field(default_factory=dict)
    made: dict[object, str] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.chart, self.nodes = self.source.chart, self.source.chart.nodes
        self.scopes, self.texts = Scopes(self.chart), Texts(self.source)
        own = self.chart.protocol
        texts = tuple(self.texts.of_protocol())
        self.process = Process(own.id, self.texts.state(self.chart.root), texts)

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
            _Due(task.id, entry.goal, box, around.id, domain, by_event=True)
        )

    def _done_beside(self, entry: Entry, around: FlowNode) -> str:
        end = self._add("end", entry.activity, Kind.END, around.id)
        end.name, end.lane = self.texts.say("done"), around.lane
        return end.id

    # what a flow leads to

    def _draw(self, due: _Due) -> None:
        target = self._target(due)
        self._flow(due.start, target, due.name, due.condition, due.is_default)

    def _target(self, due: _Due) -> str:
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

    def _leaving(self, due: _Due, box: int, signal: str) -> str:
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
        if node.kind is NodeKind.STRAND:
            self._flow(made.id, self._strand_end(node, inside))
        elif node.done is not None:
            domain = self.chart.domain(box, node.done.node)
            self._lead(made.id, node.done, here, inside, domain)
        elif box in self.scopes.plain:
            self.due.append(
                _Due(made.id, Goal(self.scopes.plain[box]), here, inside, here)
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
        ends = above.kind in {NodeKind.ROOT, NodeKind.STRAND} or above.index == here
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

    # a state in which a case waits

    def _leaf(self, node: ChartNode, here: int) -> str:
        inside = self.boxes[here]
        options = list(self._options(node, here))
        own: list[FlowNode] = []
        found: list[tuple[Entry, FlowNode]] = []
        for entry in options:
            task = self._option(entry, node, here)
            found.append((entry, task))
            if entry.node == node.index or entry.goal is None:
                own.append(task)
        hub = self._hub(node, found, inside, here)
        for entry, task in found:
            if entry.goal is None:
                self._flow(task.id, hub)
        self._watch(node, own, here, waits=not found)
        return hub

    def _hub(
        self,
        node: ChartNode,
        found: list[tuple[Entry, FlowNode]],
        inside: str,
        here: int,
    ) -> str:
        if not found:
            return self._wait(node, inside, here)
        if len(found) == 1:
            return found[0][1].id
        hub = self._add("at", node.name, Kind.EXCLUSIVE, inside)
        hub.name, hub.means = self.texts.state(node), node.name
        hub.texts = tuple(self.texts.of_state(node))
        hub.lane = self._holder(node) or found[0][1].lane
        guarded = any(entry.when for entry, _ in found)
        for entry, task in found:
            when = self.texts.condition(entry)
            if guarded and not when:
                when = self.texts.say("always")
            self._flow(hub.id, task.id, when, when)
        return hub.id

    def _wait(self, node: ChartNode, inside: str, here: int) -> str:
        """Return where a case waits that nobody can move on from here."""
        timers = self._timers(node, here)
        if not timers:
            rests = here or any(map(self.scopes.is_event, self.scopes.entries[0]))
            return self._rest(node, inside) if rests else self._dead(node, inside)
        catches = []
        for at, timer in timers:
            own = f"{node.name}.{timer.goal.node}"
            catch = self._add("clock", own, Kind.CATCH, inside)
            self._time(catch, timer)
            catch.means, catch.lane = node.name, self._holder(node)
            self._after(catch, at, timer, here)
            catches.append(catch.id)
        if len(catches) == 1:
            return catches[0]
        hub = self._add("at", node.name, Kind.EVENT_BASED, inside)
        hub.name, hub.means = self.texts.state(node), node.name
        hub.lane = self._holder(node)
        for catch_id in catches:
            self._flow(hub.id, catch_id)
        return hub.id

    def _rest(self, node: ChartNode, inside: str) -> str:
        """Return where a token waits until what is around it is left."""
        wait = self._add("rest", node.name, Kind.CATCH, inside)
        wait.name, wait.trigger = self.texts.state(node), Trigger.CONDITION
        wait.lane, wait.means = self._holder(node), node.name
        end = self._add("end", node.name, Kind.END, inside)
        end.name, end.lane = self.texts.state(node), wait.lane
        self._flow(wait.id, end.id)
        return wait.id

    def _dead(self, node: ChartNode, inside: str) -> str:
        end = self._add("end", node.name, Kind.END, inside)
        end.name, end.means = self.texts.state(node), node.name
        end.texts, end.lane = tuple(self.texts.of_state(node)), self._holder(node)
        return end.id

    def _options(self, node: ChartNode, here: int) -> Iterator[Entry]:
        """Yield what can be done in a state, its own first, then what is around it."""
        for at in (node.index, *self.chart.ancestors(node.index)):
            for entry in self.scopes.entries[at]:
                if not self.scopes.is_event(entry):
                    yield entry
            if at == here:
                return

    def _option(self, entry: Entry, node: ChartNode, here: int) -> FlowNode:
        """Return the task of an activity; states share a move from around them."""
        inside = self.boxes[here]
        shared = entry.node != node.index and entry.goal is not None
        key = ("task", id(entry), here, None if shared else node.index)
        if key in self.made:
            return self.process.nodes[self.made[key]]
        task = self._task(entry, inside, node)
        self.made[key] = task.id
        if entry.goal is not None:
            domain = self.scopes.domain(entry)
            self._lead(task.id, entry.goal, here, inside, domain)
        return task

    def _task(self, entry: Entry, inside: str, node: ChartNode) -> FlowNode:
        kind = Kind.USER if entry.act.handover is None else Kind.SEND
        task = self._add("do", entry.activity, kind, inside)
        task.name, task.means = self.texts.activity(entry.activity), entry.activity
        task.texts = tuple(dict.fromkeys(self.texts.of_entry(entry)))
        task.doers = entry.act.raci.by
        task.needs, task.produces = entry.act.needs, entry.act.produces
        who = (*entry.act.raci.by, *(n for n in entry.accountable if n != ACTOR))
        task.lane = self._lane(who[0]) if who else self._holder(node)
        return task

    # clocks

    def _watch(
        self, node: ChartNode, own: list[FlowNode], here: int, *, waits: bool
    ) -> None:
        """Let the clocks of a state run at the edges of its tasks."""
        timers = [] if waits else self._timers(node, here)
        limited = node.within is not None
        if not timers and not limited:
            return
        if not own:
            self._differs("clocks-told", node)
            return
        if len(own) > 1:
            self._differs("clock-per-task", node)
        for task in own:
            if limited:
                self._deadline(task, node)
            for at, timer in timers:
                self._timeout(task, at, timer, here)

    def _clocks(self, box: FlowNode, node: ChartNode, here: int) -> None:
        if node.within is not None:
            self._deadline(box, node)
        for timer in node.timers:
            self._timeout(box, node.index, timer, here)

    def _timers(self, node: ChartNode, here: int) -> list[tuple[int, ChartTimer]]:
        """Return the clocks that move a case out of a state, its own first."""
        found = []
        for at in (node.index, *self.chart.ancestors(node.index)):
            if at == here:
                break
            found += [(at, timer) for timer in self.nodes[at].timers]
        return found

    def _deadline(self, host: FlowNode, node: ChartNode) -> None:
        if node.within is None:
            return
        edge = self._edge(host.id, f"due.{node.name}")
        edge.trigger, edge.interrupts = Trigger.TIMER, False
        edge.duration, edge.name = iso_duration(node.within.limit), self.texts.due(node)
        end = self._add("overdue", node.name, Kind.END, host.inside)
        end.name, end.lane = self.texts.say("overdue"), host.lane
        end.texts = (self.texts.told(node),)
        end.trigger, end.signal = Trigger.ESCALATION, f"overdue.{node.name}"
        self._flow(edge.id, end.id)

    def _timeout(self, host: FlowNode, at: int, timer: ChartTimer, here: int) -> None:
        edge = self._edge(host.id, f"after.{self.nodes[at].name}")
        self._time(edge, timer)
        self._after(edge, at, timer, here)

    def _time(self, event: FlowNode, timer: ChartTimer) -> None:
        event.trigger, event.duration = Trigger.TIMER, iso_duration(timer.limit)
        event.name = self.texts.after(timer.limit)

    def _after(self, event: FlowNode, at: int, timer: ChartTimer, here: int) -> None:
        domain = self.chart.domain(at, timer.goal.node)
        self._lead(event.id, timer.goal, here, event.inside, domain)

    # parts

    def _lead(
        self,
        start: str,
        goal: Goal,
        here: int,
        inside: str,
        domain: int,
        **said: str | bool,
    ) -> None:
        self.due.append(_Due(start, goal, here, inside, domain, **said))  # type: ignore[arg-type]

    def _add(self, what: str, name: str, kind: Kind, inside: str) -> FlowNode:
        base = f"{what}.{name}" if name else what
        own, count = base, 1
        while own in self.process.nodes:
            count += 1
            own = f"{base}-{count}"
        node = FlowNode(own, kind, "", inside)
        self.process.nodes[own] = node
        return node

    def _edge(self, host: str, name: str) -> FlowNode:
        at = self.process.nodes[host]
        edge = self._add("edge", name, Kind.BOUNDARY, at.inside)
        edge.host, edge.lane = host, at.lane
        return edge

    def _flow(
        self,
        start: str,
        end: str,
        name: str = "",
        condition: str = "",
        is_default: bool = False,
    ) -> None:
        own = f"flow.{len(self.process.flows) + 1}"
        flow = Flow(own, start, end, name, condition, is_default)
        self.process.flows.append(flow)

    def _lane(self, name: Id) -> Id:
        return home_of(name, self.source.handbook)

    def _holder(self, node: ChartNode) -> Id:
        return "" if node.held_by is None else self._lane(node.held_by)

    def _differs(self, name: str, node: ChartNode) -> None:
        self.process.differs[name][node.name] = None

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
        doers = dict.fromkeys(n for node in process.nodes.values() for n in node.doers)
        process.parties = {name: self.texts.party(name) for name in doers}
        nodes = process.nodes.values()
        used_papers = dict.fromkeys(p for n in nodes for p in (*n.needs, *n.produces))
        process.papers = tuple(
            Paper(name, self.texts.document(name)) for name in used_papers
        )
