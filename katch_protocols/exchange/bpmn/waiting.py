"""What becomes of a state in which a case waits: its activities and its clocks."""

from collections.abc import Iterator

from katch_protocols.charts.chart import ChartNode, ChartTimer, Entry
from katch_protocols.exchange.bpmn.drafting import Drafting
from katch_protocols.exchange.bpmn.process import FlowNode, Kind, Trigger
from katch_protocols.exchange.bpmn.texts import iso_duration

__all__ = ["Waiting"]


class Waiting(Drafting):
    """Draws the states in which a case waits."""

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
