"""Which states of a started protocol can ever be complete.

Conditions are not looked at: a state counts as entered where any move leads to it.
"""

from collections.abc import Iterator, Mapping

from katch_protocols.model.noun import Id
from katch_protocols.model.states import State

__all__ = ["without_vain_done"]


def without_vain_done(
    states: Mapping[Id, State], initial: Id | None
) -> dict[Id, State]:
    """Return the states without a ``done`` of those that are never complete."""
    walk = _Entering(dict(_paths(states, "")))
    if initial is not None:
        walk.enter(initial)
    while walk.complete():
        pass
    return {name: _pruned(each, name, walk) for name, each in states.items()}


def _pruned(state: State, path: str, walk: "_Entering") -> State:
    inside = {
        key: {
            name: _pruned(child, f"{path}.{name}", walk)
            for name, child in getattr(state, key).items()
        }
        for key in ("states", "parallel")
    }
    if state.done is not None and path not in walk.done:
        return state.model_copy(update={**inside, "done": None})
    return state.model_copy(update=inside)


def _paths(states: Mapping[Id, State], above: str) -> Iterator[tuple[str, State]]:
    for name, state in states.items():
        path = f"{above}.{name}" if above else name
        yield path, state
        yield from _paths(state.states, path)
        yield from _paths(state.parallel, path)


class _Entering:
    """What is entered, and what is complete, as far as is known by now."""

    def __init__(self, states: Mapping[str, State]) -> None:
        self.states = states
        self.entered: set[str] = set()
        self.done: set[str] = set()

    def enter(self, path: str) -> None:
        queue = [path]
        while queue:
            here = queue.pop()
            if here in self.entered or here not in self.states:
                continue
            self.entered.add(here)
            queue += self._following(here, self.states[here])

    def _following(self, path: str, state: State) -> Iterator[str]:
        above = path.rpartition(".")[0]
        if above:
            yield above
        yield from (f"{path}.{name}" for name in state.parallel)
        if state.initial is not None:
            yield f"{path}.{state.initial}"
        yield from (line.to.state for line in state.decide)
        yield from (timer.to.state for timer in state.after)
        yield from (act.to.state for act in state.activities.values() if act.to)

    def complete(self) -> bool:
        """Take each ``done`` that can be taken; tell whether any was new."""
        found = [
            path
            for path in self.entered - self.done
            if self.states[path].done is not None and self._ends(path)
        ]
        self.done.update(found)
        for path in found:
            done = self.states[path].done
            if done is not None:
                self.enter(done.state)
        return bool(found)

    def _ends(self, path: str) -> bool:
        state = self.states[path]
        parts = [f"{path}.{name}" for name in state.parallel] or [path]
        return all(
            any(
                child.final and f"{part}.{name}" in self.entered
                for name, child in self.states[part].states.items()
            )
            for part in parts
        )
