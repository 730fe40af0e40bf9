"""Two versions of a small handbook, and random ones with a change or two."""

from collections.abc import Mapping

from hypothesis import strategies as st

from katch_protocols.files.read import read_texts
from katch_protocols.model.activities import Activity
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import FrozenDict
from katch_protocols.model.states import State
from tests.duties.dressed import dressed
from tests.duties.small import FILES

__all__ = ["Versions", "changed", "versions"]


def changed(**files: tuple[str, str]) -> Handbook:
    """Return the harbour with one text of a file replaced by another.

    A file is named without its ending; ``__`` stands for a slash.
    """
    texts = dict(FILES)
    for name, (old, new) in files.items():
        path = f"{name.replace('__', '/')}.yaml"
        assert texts[path].count(old) == 1, old
        texts[path] = texts[path].replace(old, new)
    return read_texts(texts).sound()


class Versions:
    """Two handbooks whose repr is short: hypothesis warns of one that is too long."""

    def __init__(self, before: Handbook, after: Handbook) -> None:
        self.before, self.after = before, after

    def __repr__(self) -> str:
        return f"Versions({self.before.id})"


@st.composite
def versions(draw: st.DrawFn) -> Versions:
    """Draw a handbook, and one that differs from it in a few activities, or in all."""
    before = draw(dressed()).handbook
    if draw(st.integers(0, 9)) == 0:
        return Versions(before, draw(dressed()).handbook)
    first = before.protocols["first"]
    count = draw(st.integers(0, 2))
    states: Mapping[str, State] = first.states
    for _ in range(count):
        states = _edited(draw, states)
    update = {"states": FrozenDict(states)}
    if draw(st.booleans()):
        update["activities"] = FrozenDict(_fewer(draw, first.activities))
    after = first.model_copy(update=update)
    protocols = FrozenDict({**before.protocols, "first": after})
    versions = Versions(before, before.model_copy(update={"protocols": protocols}))
    return versions if draw(st.booleans()) else Versions(versions.after, before)


def _edited(draw: st.DrawFn, states: Mapping[str, State]) -> dict[str, State]:
    """Change one state, or a state inside it."""
    name = draw(st.sampled_from(sorted(states)))
    state = states[name]
    update: dict[str, object] = {}
    for kind in ("states", "parallel"):
        inside = getattr(state, kind)
        if inside:
            update[kind] = FrozenDict(_edited(draw, inside))
    if state.activities:
        update["activities"] = FrozenDict(_fewer(draw, state.activities))
    return {**states, name: state.model_copy(update=update)}


def _fewer(draw: st.DrawFn, acts: Mapping[str, Activity]) -> dict[str, Activity]:
    """Leave out one activity, or let it stay where it is, or ask for less."""
    if not acts:
        return dict(acts)
    name = draw(st.sampled_from(sorted(acts)))
    match draw(st.sampled_from(["gone", "stays", "free"])):
        case "gone":
            return {other: act for other, act in acts.items() if other != name}
        case "stays":
            update = {"to": None, "handover": None}
        case _:
            update = {"when": None, "needs": ()}
    return {**acts, name: acts[name].model_copy(update=update)}
