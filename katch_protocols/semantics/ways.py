"""Every way in which a move can go: the step run again for each open question."""

from collections.abc import Mapping

from katch_protocols.errors import BoundError
from katch_protocols.semantics.moves import Move, Way
from katch_protocols.semantics.sketch import ZERO, ImpossibleError, Script, Sketch
from katch_protocols.semantics.stepping import EndlessError, Step
from katch_protocols.semantics.tree import Tree

__all__ = ["start", "ways"]


def ways(tree: Tree, move: Move, *, limit: int) -> list[Way]:
    """Return every way in which a move can go; they exclude one another.

    Raises:
        BoundError: There are more than ``limit``.
    """
    implied = tree.implied(move.node)
    found: list[Way] = []
    scripts: list[Script] = [()]
    while scripts:
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
        found.append(step.way(sketch.asked, endless=endless))
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
