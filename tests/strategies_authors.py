"""An author who drafts one random protocol: states first, then ways, then conditions.

The order matters: a way may lead to any state, a condition may ask about any activity.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

__all__ = ["FACTS", "MEASURED", "PAPERS", "Author", "Plain", "Shape", "places"]

FACTS = {"d": ("yes", "no"), "e": ("high", "*low", "half")}
PAPERS = ("form", "plan")
MEASURED = ("heard", "safe")
COUNTING = ((), (), (), (), ("heard",), ("safe",), ("heard", "safe"))
"""What a state or an activity counts as."""
ROLES = ("officer", "nurse", "teacher")
PANEL = "case_panel"
RECEIVERS = (
    ("nurse",),
    ("nurse", "teacher"),
    ("teacher", "officer"),
    (PANEL,),
)
TESTS = (
    "d is yes",
    "d is no",
    "d is not yes",
    "d is known",
    "d is unknown",
    "e is high",
    "e is one of low / half",
    "e is not low",
    "consent is given",
    "has form",
    "not has plan",
)
EFFECTS = (
    {"records": ("d",)},
    {"records": ("d", "consent")},
    {"records": ("e",)},
    {"sets": {"d": "no"}},
    {"sets": {"e": "half"}, "forgets": ("d",)},
    {"forgets": ("e",)},
    {"produces": ("form",)},
    {"produces": ("plan",), "sends": ("form",)},
    {"needs": ("form",)},
)

_OF_PEOPLE = {"handover", "needs", "sends"}
"""What nobody does has none of these."""

Path = tuple[str, ...]
Plain = dict[str, Any]


@dataclass(frozen=True)
class Shape:
    """The names of a protocol's states and acts, and how deep it may be."""

    top: str
    inside: str
    acts: str
    depth: int


class Author:
    """Drafts one protocol; ``fill`` adds the conditions once every act has a name.

    It may open cases of an ``other`` protocol, in the same region or another.
    """

    def __init__(
        self,
        draw: st.DrawFn,
        shape: Shape,
        *,
        ends: tuple[str, ...] = (),
        other: str = "",
    ) -> None:
        self.draw, self.shape, self.ends, self.other = draw, shape, ends, other
        self.states: Plain = {}
        self.top: Plain = {}
        self.acts: list[str] = []
        self.guarded: list[tuple[Path, Plain]] = []

    def pick(self, options: Sequence[Any]) -> Any:
        return self.draw(st.sampled_from(options))

    def chance(self, percent: int) -> bool:
        return self.draw(st.integers(0, 99)) < percent

    def protocol(self) -> Plain:
        """Draft states and the ways between them."""
        self.states.update(self._region(self.shape.top, 1))
        last = self.shape.top[len(self.states) - 1]
        self.states[last] = {"final": True}
        if self.other and self.chance(20):
            self.states[last]["opens"] = self.other
        for path, state in self.places():
            self._ways(path, state)
            state["counts_as"] = self.pick(COUNTING)
        if self.chance(50):
            self.top |= self._activity((), self._names(()))
        for _ in range(2):
            if self.chance(50):
                self._from()
        return {"states": self.states, "activities": self.top}

    def fragment(self) -> Plain:
        """Draft two states that are merged at the top of the protocol."""
        found = {"activities": {"find": {"to": self.shape.top[0]}}}
        report = {"from": (self.shape.top[0],), "to": "missing"}
        return {
            "states": {
                "missing": {"activities": {"search": {"to": "found"}}},
                "found": found,
            },
            "activities": {"report": report},
        }

    def fill(self, *, outer_acts: Sequence[str]) -> None:
        """Add conditions to choices, and to some activities."""
        acts = (*self.acts, *outer_acts)
        for path, state in self.places():
            if "decide" in state:
                lines = [(self._condition(path, acts), to) for to in state["decide"]]
                state["decide"] = [*lines[:-1], (None, lines[-1][1])]
        for path, activity in self.guarded:
            if self.chance(40):
                activity["when"] = self._condition(path, acts)

    # States -----------------------------------------------------------------------

    def _region(self, names: str, depth: int) -> Plain:
        count = self.draw(st.integers(2, len(names)))
        return {
            name: self._state(depth, first=name == names[0]) for name in names[:count]
        }

    def _state(self, depth: int, *, first: bool) -> Plain:
        kinds = ["atomic", "atomic", "choice"]
        if not first:
            kinds.append("final")
        if depth < self.shape.depth:
            kinds += ["composite", "composite", "parallel"]
        if self.ends:
            kinds.append("running")
        return self._of_kind(self.pick(kinds), depth)

    def _of_kind(self, kind: str, depth: int) -> Plain:
        match kind:
            case "choice":
                return {"decide": ()}
            case "final":
                return {"final": True}
            case "composite":
                return {"states": self._region(self.shape.inside, depth + 1)}
            case "parallel":
                strands = "pq" if depth == 1 else "rs"
                inside = (self._region(self.shape.inside, depth + 1) for _ in strands)
                return {
                    "parallel": {
                        name: {"states": states}
                        for name, states in zip(strands, inside, strict=True)
                    }
                }
            case "running":
                return {"runs": "second", "then": dict.fromkeys(self.ends)}
            case _:
                return {}

    def places(self) -> list[tuple[Path, Plain]]:
        """Return every state with its path, in document order."""
        return list(places(self.states))

    def _names(self, path: Path) -> list[str]:
        """Return every way to name a state from a place: bare outward, or in full."""
        bare = [
            place[-1]
            for place, _ in self.places()
            if place[:-1] == path[: len(place) - 1] and len(place) <= max(len(path), 1)
        ]
        full = [".".join(place) for place, _ in self.places() if len(place) > 1]
        return list(dict.fromkeys([*bare, *full]))

    def _meant(self, path: Path, name: str) -> Plain:
        """Return the state that a name means from a place."""
        known = dict(self.places())
        if "." in name:
            return known[tuple(name.split("."))]
        around = next(
            path[:end]
            for end in range(max(len(path) - 1, 0), -1, -1)
            if (*path[:end], name) in known
        )
        return known[*around, name]

    # Ways -------------------------------------------------------------------------

    def _ways(self, path: Path, state: Plain) -> None:
        names = self._names(path)
        if state.get("final"):
            return
        if "decide" in state:
            lines = self.draw(st.integers(1, 3))
            state["decide"] = [self._target(path, names) for _ in range(lines)]
            return
        inner = state.get("states", state.get("parallel"))
        if inner and self.chance(60 if len(path) == 1 or path[-1] in "uvw" else 20):
            state["done"] = self._target(path, names)
        if "runs" in state:
            state["then"] = {end: self._target(path, names) for end in state["then"]}
        if self.chance(15):
            state["after"] = {"72 hours": self._target(path, names)}
        if self.chance(40):
            state["held_by"] = self.pick((*ROLES, PANEL))
        least = 0 if inner or "runs" in state else 1
        activities = state.setdefault("activities", {})
        for _ in range(self.draw(st.integers(least, 2))):
            ((name, activity),) = self._activity(path, names).items()
            activities[name] = activity
            self._repeat(path, name, activity)

    def _repeat(self, path: Path, name: str, activity: Plain) -> None:
        """Give the act a second entry in a sibling, which is never active too."""
        above = dict(self.places()).get(path[:-1], {})
        siblings = above.get("states", {} if path[:-1] else self.states)
        others = [
            sibling
            for sibling, state in siblings.items()
            if sibling != path[-1] and not {"decide", "final"} & set(state)
        ]
        if not others or not self.chance(15):
            return
        sibling = (*path[:-1], self.pick(others))
        activities = siblings[sibling[-1]].setdefault("activities", {})
        again = dict(activity)
        if self.chance(50) and "to" in again:
            again["to"] = self._target(sibling, self._names(sibling))
        activities[name] = again
        self.guarded.append((sibling, again))

    def _from(self) -> None:
        """Let an activity of the protocol's own level be possible in one region."""
        regions = [((), self.states)] + [
            (path, state["states"])
            for path, state in self.places()
            if "states" in state
        ]
        path, region = self.pick(regions)
        usual = [
            (*path, name)
            for name, state in region.items()
            if not {"decide", "final"} & set(state)
        ]
        if usual:
            chosen = self.draw(
                st.lists(st.sampled_from(usual), min_size=1, unique=True)
            )
            ((name, activity),) = self._activity(
                usual[0], self._names(usual[0])
            ).items()
            origins = tuple(".".join(place) for place in chosen)
            self.top[name] = activity
            activity["from"] = origins

    def _activity(self, path: Path, names: list[str]) -> Plain:
        """Draft one activity, under its name."""
        name = f"{self.shape.acts}_{len(self.acts)}"
        self.acts.append(name)
        activity = dict(self.pick(EFFECTS)) if self.chance(45) else {}
        activity["counts_as"] = self.pick(COUNTING)
        if self.chance(20):
            activity["by"] = self.pick(((PANEL,), ("officer", PANEL)))
        if self.chance(85):
            activity["to"] = self._target(path, names)
            if self.chance(15):
                to = self.pick(RECEIVERS)
                several = len(to) > 1
                self.acts += (
                    f"acknowledge_{name}_{role}" if several else f"acknowledge_{name}"
                    for role in to
                )
                activity["handover"] = {"to": to}
                if self.chance(60):
                    activity["handover"]["decline"] = self._target(path, names)
        if not _OF_PEOPLE & set(activity) and self.chance(12):
            became = ("taken_up", *(self.ends if self.other == "second" else ()))
            told = ("nobody", "nobody", *(f"{self.other}.{each}" for each in became))
            activity["by"] = self.pick(told) if self.other else "nobody"
            if "." in activity["by"] and "records" in activity:
                activity["by"] = "nobody"
        else:
            self._owe(name, activity)
        if self.other and self.chance(12):
            # Nobody is there to say in which other region a signal opens it.
            is_told = isinstance(activity.get("by"), str)
            where = "" if is_told else self.pick(("", "", "another "))
            activity["opens"] = where + self.other
        self.guarded.append((path, activity))
        return {name: activity}

    def _owe(self, name: str, activity: Plain) -> None:
        """Make some activities powers, and give some duties clocks of their own."""
        if self.chance(10):
            activity["may"] = True
            return
        if self.chance(15):
            others = [each for each in self.acts if each != name]
            start = f" from {self.pick(others)}" if others and self.chance(30) else ""
            limit = self.pick(("1 hours", "2 hours", "3 hours", "foreign 2 hours"))
            activity["within"] = f"{limit}{start}"
        if "to" not in activity and self.chance(25):
            activity["every"] = f"{self.pick([1, 2, 3])} hours"

    def _target(self, path: Path, names: list[str]) -> str:
        name = self.pick(names)
        inner = {"states", "parallel", "runs"} & set(self._meant(path, name))
        return f"resume {name}" if inner and self.chance(35) else name

    # Conditions -------------------------------------------------------------------

    def _condition(self, path: Path, acts: Sequence[str]) -> str:
        form = self.pick(["{}", "{}", "{}", "not ({})", "{} and {}", "{} or {}"])
        if self.chance(10):
            form = f"not ({form} or {{}}) and {{}}"
        return form.format(*(self._test(path, acts) for _ in range(form.count("{}"))))

    def _test(self, path: Path, acts: Sequence[str]) -> str:
        kind = self.pick(["fact", "fact", "state", "act"])
        if kind == "fact":
            return self.pick(TESTS)
        if kind == "act" and acts:
            return f"{self.pick(['', 'not '])}done {self.pick(acts)}"
        return f"{self.pick(['', 'not '])}in {self.pick(self._names(path))}"


def places(states: Plain, path: Path = ()) -> Iterator[tuple[Path, Plain]]:
    """Yield every state with its path, in document order."""
    for name, state in states.items():
        yield (*path, name), state
        for key in ("states", "parallel"):
            yield from places(state.get(key, {}), (*path, name))
