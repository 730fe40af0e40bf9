"""The figures of a package: its rooms, the imports between them, floors and circles.

    python -m tests.house.rooms katch_protocols.proofs katch_protocols.telling

A room is a module or a package right inside; an arrow from one room to another is any
import from anything in the one to anything in the other. A room stands one floor above
the highest that it imports.
"""

import sys
from collections.abc import Mapping

import grimp

Arrows = Mapping[str, frozenset[str]]


def arrows_in(graph: grimp.ImportGraph, package: str) -> Arrows:
    """Return for each room of a package the rooms that it imports."""
    rooms = {room: set() for room in graph.find_children(package)}
    depth = package.count(".") + 2
    for module in graph.find_descendants(package):
        room = ".".join(module.split(".")[:depth])
        for other in graph.find_modules_directly_imported_by(module):
            target = ".".join(other.split(".")[:depth])
            if target in rooms and target != room:
                rooms[room].add(target)
    return {room: frozenset(targets) for room, targets in rooms.items()}


def floors_of(arrows: Arrows) -> Mapping[str, int]:
    """Return the floor of each room from 1; rooms in or above a circle have none."""
    floors: dict[str, int] = {}
    while ready := [
        room
        for room, targets in arrows.items()
        if room not in floors and targets <= floors.keys()
    ]:
        for room in ready:
            floors[room] = 1 + max(map(floors.__getitem__, arrows[room]), default=0)
    return floors


def figures(graph: grimp.ImportGraph, package: str) -> str:
    """Return the figures of a package in one line."""
    arrows = arrows_in(graph, package)
    floors = floors_of(arrows)
    count = sum(map(len, arrows.values()))
    return (
        f"{package}: {len(arrows)} rooms, {count} arrows, "
        f"{max(floors.values(), default=0)} floors, "
        f"{len(arrows) - len(floors)} rooms in or above a circle"
    )


if __name__ == "__main__":
    built = grimp.build_graph("katch_protocols", cache_dir=None)
    for package in sys.argv[1:]:
        print(figures(built, package))  # noqa: T201 - a command
