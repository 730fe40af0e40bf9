"""What of a BPMN file came to nothing once its states were made: each is noted."""

from collections.abc import Iterator

from katch_protocols.exchange.bpmn.file_parts import ElementRead, said
from katch_protocols.exchange.bpmn.named import Named
from katch_protocols.words.say import say

__all__ = ["note_left_over"]


def note_left_over(file: Named, title: str) -> None:
    """Note it; ``title`` is what the protocol is called."""
    left = _LeftOver(file)
    left.messages()
    left.undecided()
    left.pools(title)
    left.beginnings()
    left.unreached()
    for node in file.regions.circles():
        file.incoming.skip(node.line, said(node), "circle")


class _LeftOver:
    def __init__(self, file: Named) -> None:
        self.file, self.parts, self.regions = file, file.parts, file.regions

    def skip(self, node: ElementRead, why: str) -> None:
        self.file.incoming.skip(node.line, said(node), why)

    def messages(self) -> None:
        for source, target, line in self.parts.messages:
            titles = " → ".join(map(self._called, (source, target)))
            self.file.incoming.skip(line, f"<messageFlow> «{titles}»", "message")
        called = {node.name for node in self.regions.nodes.values()}
        called |= {*self.parts.papers.values()}
        for name, line in self.parts.letters.items():
            if name not in called:
                self.file.incoming.skip(line, f"<message> «{name}»", "message")

    def _called(self, name: str) -> str:
        node = self.regions.nodes.get(name)
        return node.name if node is not None else self.parts.pools.get(name, name)

    def undecided(self) -> None:
        """Note names and conditions of flows and gateways that lead only one way."""
        for node in self.regions.nodes.values():
            is_through = self.regions.is_through(node)
            if is_through and node.name and node.kind.endswith("Gateway"):
                self.skip(node, "one-way")
            for arrow in node.after:
                if arrow in self.file.said:
                    continue
                if arrow.condition:
                    self.file.skip_flow(arrow, "condition")
                elif arrow.name and not self.regions.is_split(node):
                    self.file.skip_flow(arrow, "one-way")

    def pools(self, title: str) -> None:
        """Note the pools that are neither a role nor the protocol itself."""
        parts = self.parts
        told = {end for source, target, _ in parts.messages for end in (source, target)}
        known = {"", title, *self.file.acting}
        for own, name in parts.pools.items():
            if name not in known and own not in told:
                what = f"<participant> «{name}»"
                self.file.incoming.skip(parts.pool_lines[own], what, "no-task")

    def beginnings(self) -> None:
        """Note what begins a process, or what an event begins."""
        offered = set(self._offered())
        known = {"", say("exchange.begins", self.file.incoming.language)}
        for node in self.regions.nodes.values():
            around = self.regions.around.get(node.id)
            if node.on_event:
                is_said = node.name not in known | _tasks(node)
            elif node.kind != "startEvent" or node.id in offered:
                is_said = False
            elif around is not None and around.on_event:
                is_said = node.name not in known | _tasks(around) | {around.name}
            else:
                is_said = node.name not in known or bool(node.trigger)
            if is_said:
                self.skip(node, "start")

    def _offered(self) -> Iterator[str]:
        """Yield the beginnings among which somebody chooses: they are activities."""
        for box in self.regions.top.every():
            if box.node is not None and box.node.kind == "begins":
                yield from (arrow.target for arrow in box.node.after)

    def unreached(self) -> None:
        """Note what no flow leads to."""
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
                self.skip(node, "no-way")
            elif node.kind != "endEvent":
                self.skip(node, "beside-event")


def _tasks(part: ElementRead) -> set[str]:
    """Return the names of the tasks in a sub-process."""
    inside = {} if part.inside is None else part.inside.nodes
    return {each.name for each in inside.values() if each.is_task}
