"""Which state each element of a BPMN file becomes, and inside what it stands.

A parallel gateway opens strands up to the gateway that joins them. What flows merely
pass through (a joining gateway, an event without a trigger) is no state.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from katch_protocols.exchange.bpmn.file_parts import (
    ElementRead,
    FileParts,
    FlowOut,
    ScopeRead,
    said,
)
from katch_protocols.exchange.bpmn.split_joins import SplitJoins
from katch_protocols.exchange.bpmn.state_box import Shape, StateBox
from katch_protocols.exchange.incoming import Incoming
from katch_protocols.model.noun import Id

__all__ = ["Regions"]

_DEEPEST = 6
"""More states inside one another than this nobody reads; what is deeper is left out."""


class Regions:
    """The states of a file; ``home`` has that of each element, by its id."""

    def __init__(self, parts: FileParts, incoming: Incoming) -> None:
        self.parts, self.incoming = parts, incoming
        self.top = StateBox("", "", Shape.TOP)
        self.home: dict[str, StateBox] = {}
        self.nodes: dict[str, ElementRead] = {}
        self.edges: dict[str, list[ElementRead]] = defaultdict(list)
        self.around: dict[str, ElementRead] = {}
        self.joins: dict[str, str] = {}
        self.begins: dict[str, StateBox] = {}
        for scope in parts.scopes:
            self._index(scope, None)
        self.split_joins = SplitJoins(self.nodes)
        self._make()

    def _index(self, scope: ScopeRead, around: ElementRead | None) -> None:
        for node in scope.nodes.values():
            self.nodes[node.id] = node
            if around is not None:
                self.around[node.id] = around
            if node.host:
                self.edges[node.host].append(node)
            if node.inside is not None:
                self._index(node.inside, node)

    # kinds of elements

    def is_through(self, node: ElementRead) -> bool:
        """Whether a token only passes."""
        if node.kind == "startEvent":
            return True
        if node.kind.endswith("Gateway"):
            return len(node.after) <= 1
        return node.kind == "intermediateThrowEvent" and node.trigger in {"", "link"}

    def is_split(self, node: ElementRead) -> bool:
        """Whether a token becomes several."""
        if len(node.after) <= 1:
            return False
        return node.is_task or node.kind == "parallelGateway"

    def is_menu(self, node: ElementRead) -> bool:
        """Whether a gateway only offers several things to do."""
        if len(node.after) <= 1 or not node.kind.endswith("Gateway"):
            return False
        if node.kind in {"eventBasedGateway", "complexGateway"}:
            return True
        if node.kind == "parallelGateway":
            return False
        targets = [self.nodes[arrow.target] for arrow in node.after]
        offers = all(each.is_task and len(each.after) <= 1 for each in targets)
        return offers and "?" not in node.name

    def folded(self, node: ElementRead) -> ElementRead | None:
        """Return the gateway that offers an element, if only it leads there."""
        if len(node.before) != 1 or len(node.after) > 1:
            return None
        before = self.nodes[node.before[0]]
        offered = node.is_task or node.kind == "intermediateCatchEvent"
        return before if offered and self.is_menu(before) else None

    def caught(self, node: ElementRead) -> ElementRead | None:
        """Return the event at the edge of a sub-process that an end leads to."""
        if node.kind != "endEvent" or node.trigger not in {"escalation", "error"}:
            return None
        around = self.around.get(node.id)
        while around is not None:
            for edge in self.edges[around.id]:
                if edge.trigger == node.trigger and edge.ref in {"", node.ref}:
                    return edge
            around = self.around.get(around.id)
        return None

    @cached_property
    def thrown(self) -> frozenset[str]:
        """The events at edges that some end inside leads to."""
        found = map(self.caught, self.nodes.values())
        return frozenset(edge.id for edge in found if edge is not None)

    @cached_property
    def beside(self) -> Mapping[StateBox, list[ElementRead]]:
        """The sub-processes that an event begins, by the state around them."""
        found: dict[StateBox, list[ElementRead]] = defaultdict(list)
        for name, home in self.home.items():
            if self.nodes[name].on_event:
                found[home].append(self.nodes[name])
        return found

    # making

    def _make(self) -> None:
        scopes = self.parts.scopes
        if len(scopes) == 1:
            self._region(self.top, scopes[0])
            return
        together = self._box(self.top, "together", "together", Shape.PARALLEL)
        self.top.initial = together.id
        for scope in scopes:
            name = scope.name or self.parts.pools.get(scope.pool, "")
            strand = self._box(together, scope.id, name or "part", Shape.STRAND)
            strand.name = name
            self.begins[scope.id] = strand
            self._region(strand, scope)

    def _box(
        self,
        above: StateBox,
        key: str,
        written: str,
        shape: str,
        node: ElementRead | None = None,
    ) -> StateBox:
        own = self.incoming.names.state(
            (above.path, key, shape), written or shape, above.path
        )
        path = f"{above.path}.{own}" if above.path else own
        box = StateBox(own, path, shape, node, above)
        above.children[own] = box
        return box

    def final(self, region: StateBox) -> StateBox:
        """Return the end of a region that nothing in the file stands for."""
        for box in region.children.values():
            if box.shape == Shape.FINAL and box.node is None:
                return box
        return self._box(region, "its end", "ended", Shape.FINAL)

    def _region(self, region: StateBox, scope: ScopeRead) -> None:
        starts = [n for n in scope.nodes.values() if n.kind == "startEvent"]
        if not starts:
            starts = [
                node
                for node in scope.nodes.values()
                if not node.before and not node.host and not node.on_event
            ] or list(scope.nodes.values())[:1]
        self._claim(region, [node.id for node in starts], region)
        if len(starts) == 1:
            region.initial = self._initial(region, starts[0].id)
        else:
            begin = self._box(region, "begins", "begins", Shape.ATOMIC)
            begin.node = ElementRead("", "begins", "", starts[0].line)
            begin.node.after = [
                FlowOut("", each.id, each.name, "", each.line) for each in starts
            ]
            region.initial = begin.id
        for node in scope.nodes.values():
            if node.on_event:
                self.home.setdefault(node.id, region)

    def _initial(self, region: StateBox, start: str) -> Id:
        box = self.find(start, region)
        while box is not None and box.above is not region:
            box = box.above
        return (box or self.final(region)).id

    def find(self, name: str, region: StateBox) -> StateBox | None:
        """Return the state that a flow to an element leads to, seen from a region."""
        seen: set[str] = set()
        while name not in seen:
            seen.add(name)
            stop = self._stopping(name, region)
            if stop is not None:
                return self.final(stop)
            if name in self.home:
                return self.home[name]
            node = self.nodes[name]
            edge = self.caught(node)
            if edge is not None:
                return self._after(edge, self._region_of(edge))
            if not node.after:
                return self.final(region) if self.is_through(node) else None
            name = node.after[0].target
        return None

    def circles(self) -> Iterator[ElementRead]:
        """Yield what flows pass through and only lead back to: no state, and no way."""
        for start in self.nodes.values():
            node, seen = start, set[str]()
            while self.is_through(node) and node.after and node.id not in seen:
                seen.add(node.id)
                node = self.nodes[node.after[0].target]
            if node is start and seen:
                yield start

    def _after(self, node: ElementRead, region: StateBox) -> StateBox | None:
        if not node.after:
            return self.final(region)
        return self.find(node.after[0].target, region)

    def _region_of(self, edge: ElementRead) -> StateBox:
        home = self.home.get(edge.host)
        return self.top if home is None or home.above is None else home.above

    def _stopping(self, name: str, region: StateBox) -> StateBox | None:
        """Return the strand that ends with an element."""
        here: StateBox | None = region
        while here is not None:
            if here.stop and here.stop == name:
                return here
            here = here.above
        return None

    def _claim(self, region: StateBox, names: Iterable[str], base: StateBox) -> None:
        queue = deque(names)
        seen: set[str] = set()
        while queue:
            name = queue.popleft()
            if name in self.home or name in seen or self._stopping(name, region):
                continue
            seen.add(name)
            node = self.nodes[name]
            self._place(node, region, base)
            following = [] if self.is_split(node) else [a.target for a in node.after]
            if name in self.joins:
                following = [
                    arrow.target for arrow in self.nodes[self.joins[name]].after
                ]
            queue.extend(following)
            for edge in self.edges[node.id]:
                if edge.interrupts:
                    queue.extend(arrow.target for arrow in edge.after)

    def _place(self, node: ElementRead, region: StateBox, base: StateBox) -> None:
        if self.is_through(node) or self.caught(node) is not None:
            return
        gateway = self.folded(node)
        if gateway is not None and gateway.id in self.home:
            self.home[node.id] = self.home[gateway.id]
            return
        if node.kind == "endEvent":
            where = base if node.trigger == "terminate" else region
            box = self._box(where, node.id, node.name or "ended", Shape.FINAL, node)
            self.home[node.id] = box
            return
        deep = region.depth >= _DEEPEST
        if node.inside is not None and not deep:
            box = self._box(region, node.id, node.name or "part", Shape.COMPOSITE, node)
            self.home[node.id] = box
            self._region(box, node.inside)
            return
        if deep and (node.inside is not None or self.is_split(node)):
            self.incoming.skip(node.line, said(node), "too-deep")
        if self.is_split(node) and not deep:
            self._split(node, region, base)
            return
        box = self._box(region, node.id, _written(node), Shape.ATOMIC, node)
        self.home[node.id] = box

    def _split(self, node: ElementRead, region: StateBox, base: StateBox) -> None:
        """Make a state with a strand for each flow, up to where they join again."""
        where = region
        if node.is_task:
            # First it is done; then its flows run side by side.
            self.home[node.id] = self._box(
                region, node.id, _written(node), Shape.ATOMIC, node
            )
        name = "" if node.is_task else node.name
        block = self._box(
            where, f"{node.id} split", name or "strands", Shape.PARALLEL, node
        )
        if node.is_task:
            self.begins[node.id] = block
        else:
            self.home[node.id] = block
        join = self.split_joins.join(node)
        if join:
            self.joins[node.id] = join
        else:
            self.incoming.skip(node.line, said(node), "no-join")
        for arrow in node.after:
            target = self.nodes[arrow.target]
            name = arrow.name or target.name
            own = arrow.id or target.id
            strand = self._box(block, own, name or "strand", Shape.STRAND)
            strand.stop, strand.name = join, name
            self._claim(strand, [arrow.target], base)
            strand.initial = self._initial(strand, arrow.target)


def _written(node: ElementRead) -> str:
    """Return what the id of a state is made of; an activity keeps the bare name."""
    if node.is_task:
        return f"to {node.name}" if node.name else "to do"
    return node.name or "at"
