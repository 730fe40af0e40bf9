"""Every way in which a move can go: the step run again for each open question."""

from collections.abc import Mapping

from katch_protocols.budget import look
from katch_protocols.errors import BoundError
from katch_protocols.semantics.moves import Move, Way
from katch_protocols.semantics.sketch import ZERO, ImpossibleError, Script, Sketch
from katch_protocols.semantics.stepping import EndlessError, Step
from katch_protocols.semantics.tree import Tree

__all__ = ["start", "ways"]

_WAY, _ANSWER = 600, 250
"""About how many bytes a way fills, and each field that it asks about or writes."""


def ways(tree: Tree, move: Move, *, limit: int) -> list[Way]:
    """Return every way in which a move can go; they exclude one another.

    Raises:
        BoundError: There are more than ``limit``.
    """
    implied = tree.implied(move.node)
    found: list[Way] = []
    scripts: list[Script] = [()]
    held = 0
    while scripts:
        look(held)
        sketch = Sketch(tree.layout, implied, scripts.pop())
        step = Step(tree, sketch)
        endless = False
        try:
            step.run(move)
        except ImpossibleError:
            scripts.extend(sketch.open)
            continue
        except EndlessError:
            endless = True
        scripts.extend(sketch.open)
        if len(found) >= limit:
            culprit = move.entry.activity if move.entry else tree.name(move.node)
            raise BoundError("ways to go", limit, culprit)
        way = step.way(sketch.asked, endless=endless)
        held += _WAY + _ANSWER * (len(way.asked) + len(way.written))
        found.append(way)
    return found


def start(tree: Tree, initially: Mapping[int, int]) -> Way:
    """Return the one way in which a case starts; ``initially`` gives facts' codes."""
    implied = dict.fromkeys(range(len(tree.layout.fields)), ZERO)
    sketch = Sketch(tree.layout, implied, ())
    sketch.written.update(initially)
    step = Step(tree, sketch)
    endless = False
    try:
        step.begin()
    except EndlessError:
        endless = True
    return step.way({}, endless=endless)
