"""Full names: of states, activities, facts and documents, and inside a condition."""

from collections.abc import Iterable

from katch_protocols.charts.chart_builder import Draft, Scope
from katch_protocols.findings import Path
from katch_protocols.model.activities import Activity
from katch_protocols.model.conditions import (
    And,
    Condition,
    FactIs,
    FactKnown,
    Happened,
    HasDocument,
    InState,
    Not,
    Or,
)
from katch_protocols.model.documents import Fact
from katch_protocols.model.noun import Id
from katch_protocols.sentences.nearness import nearest_names
from katch_protocols.words.lists import as_typed

__all__ = [
    "check_effects",
    "find_activity",
    "find_nearest",
    "find_state",
    "full_condition",
    "known_fact",
    "known_value",
    "near_events",
    "near_states",
    "unknown_document",
]


def find_nearest(draft: Draft, name: str, *, source: int, scope: Scope) -> int | None:
    """Find the state that a target means, seen from ``source``.

    A bare name: the state itself, a sibling, then outward up to the protocol's top. A
    dotted path is looked up from the top. A state of a fragment that an outer protocol
    has merged for both is looked up there.
    """
    if scope.outer is not None and name.partition(".")[0] in scope.lent_states:
        outer = scope.outer
        return find_nearest(draft, name, source=outer.top, scope=outer)
    if "." in name:
        return _from_top(draft, name, scope)
    if source == scope.top:
        return draft.child(scope.top, name)
    here = source
    if draft.nodes[here].bare == name:
        return here
    while here != scope.top:
        here = draft.nodes[here].parent
        found = draft.child(here, name)
        if found is not None:
            return found
    return None


def _from_top(draft: Draft, name: str, scope: Scope) -> int | None:
    here: int | None = scope.top
    for part in name.split("."):
        if here is None:
            return None
        here = draft.child(here, part)
    return here


def find_state(draft: Draft, name: str, *, source: int, scope: Scope) -> list[int]:
    """Find what ``in STATE`` or ``from`` means: nearest, else the only one.

    States of an inlined protocol count only where the own protocol has none of that
    name. Returns one index, none, or all candidates when the name is ambiguous. With
    ``source`` the top, the look-up is from the top.
    """
    found = find_nearest(draft, name, source=source, scope=scope)
    if found is not None:
        return [found]
    if "." in name:
        return []
    return [
        index for index in draft.below(scope.top) if draft.nodes[index].bare == name
    ]


def near_states(draft: Draft, name: str, scope: Scope) -> tuple[str, ...]:
    """Return the state names of the protocol that are nearest to ``name``."""
    bare = name.rpartition(".")[2]
    known = list(dict.fromkeys(draft.nodes[i].bare for i in draft.below(scope.top)))
    return nearest_names(bare, known)


def near_events(
    draft: Draft, name: str, scope: Scope, measured: Iterable[Id]
) -> tuple[str, ...]:
    """Return the nearest names of states, activities and what is measured."""
    states = (draft.nodes[i].bare for i in draft.below(scope.top))
    acts = (full.rpartition(".")[2] for full in draft.acts)
    known = dict.fromkeys((*states, *acts, *sorted(measured)))
    return nearest_names(name.rpartition(".")[2], list(known))


def find_activity(draft: Draft, name: str, scope: Scope) -> str | None:
    """Find the full name of an activity: own protocol first, then outward, else only.

    Generated answers to handovers count: ``acknowledge_ID``, ``decline_ID_ROLE``.
    """
    here: Scope | None = scope
    while here is not None:
        prefix = draft.nodes[here.top].name
        full = f"{prefix}.{name}" if prefix else name
        if full in draft.acts:
            return full
        here = here.outer
    inside = [full for full in draft.acts if full.rpartition(".")[2] == name]
    return inside[0] if len(inside) == 1 else None


def near_activities(draft: Draft, name: str, scope: Scope) -> tuple[str, ...]:
    """Return the names of activities that can be asked about, nearest first."""
    bare = dict.fromkeys(full.rpartition(".")[2] for full in draft.acts)
    known = [each for each in bare if find_activity(draft, each, scope) is not None]
    return nearest_names(name.rpartition(".")[2], known)


def known_fact(draft: Draft, name: Id, path: Path) -> Fact | None:
    """Return the fact of that name, or note the problem."""
    fact = draft.facts.get(name)
    if fact is None:
        near = nearest_names(name, draft.facts)
        draft.problem("unknown-fact", path, {"fact": name}, near)
    elif fact.lacks_checklist:
        # The checklist itself is the finding; a protocol means nothing without it.
        draft.problem("unknown-checklist", path, {"name": str(fact.checklist)})
    return fact


def known_value(
    draft: Draft, fact: Fact, value: Id, path: Path, words: tuple[str, ...] = ()
) -> None:
    """Note a value that the fact does not have.

    ``words`` are words of the language that could stand in its place.
    """
    if value in fact.values or fact.lacks_checklist or not fact.values:
        return
    facts = {"fact": fact.id, "value": value, "values": as_typed(fact.values)}
    near = nearest_names(value, (*fact.values, *words))
    draft.problem("unknown-value", path, facts, near)


def unknown_document(draft: Draft, name: Id, path: Path) -> None:
    """Note a document that nobody declared."""
    near = nearest_names(name, draft.documents)
    draft.problem("unknown-document", path, {"document": name}, near)


def check_effects(draft: Draft, act: Activity, path: Path) -> None:
    """Note unknown facts, values and documents, and a fact that is changed twice."""
    changed: dict[Id, None] = {}
    for key in ("records", "sets", "forgets"):
        for position, name in enumerate(getattr(act, key)):
            where = (*path, key, name if key == "sets" else position)
            fact = known_fact(draft, name, where)
            if name in changed:
                facts = {"activity": act.id, "fact": name}
                draft.problem("fact-changed-twice", where, facts)
            changed[name] = None
            if fact is not None and key == "sets":
                known_value(draft, fact, act.sets[name], where)
    for key in ("needs", "produces", "sends"):
        for position, name in enumerate(getattr(act, key)):
            where = (*path, key, name if key == "sends" else position)
            if name not in draft.documents:
                unknown_document(draft, name, where)


def full_condition(
    draft: Draft, condition: Condition | None, path: Path, *, source: int, scope: Scope
) -> Condition | None:
    """Return the condition with full names of states and activities."""
    if condition is None:
        return None
    return _Conditions(draft, path, source, scope).full(condition)


class _Conditions:
    """Rewrites one condition; an unknown name is noted and left as it is."""

    def __init__(self, draft: Draft, path: Path, source: int, scope: Scope) -> None:
        self.draft, self.path = draft, path
        self.source, self.scope = source, scope

    def full(self, condition: Condition) -> Condition:
        match condition:
            case InState():
                return condition.model_copy(update={"state": self._state(condition)})
            case Happened():
                name = self._activity(condition)
                return condition.model_copy(update={"activity": name})
            case Not():
                return Not(inner=self.full(condition.inner))
            case And():
                return And(parts=tuple(self.full(part) for part in condition.parts))
            case Or():
                return Or(parts=tuple(self.full(part) for part in condition.parts))
            case _:
                self._check(condition)
                return condition

    def _check(self, term: FactIs | FactKnown | HasDocument) -> None:
        if not isinstance(term, HasDocument):
            self._fact(term)
        elif term.document not in self.draft.documents:
            unknown_document(self.draft, term.document, self.path)

    def _fact(self, term: FactIs | FactKnown) -> None:
        fact = known_fact(self.draft, term.fact, self.path)
        if fact is None or isinstance(term, FactKnown):
            return
        for value in term.values:
            words = term.words_for_a_value
            known_value(self.draft, fact, value, self.path, words)

    def _state(self, term: InState) -> str:
        found = find_state(self.draft, term.state, source=self.source, scope=self.scope)
        if len(found) == 1:
            return self.draft.nodes[found[0]].name
        if found:
            paths = as_typed(self.draft.nodes[index].name for index in found)
            facts = {"state": term.state, "paths": paths}
            self.draft.problem("ambiguous-state", self.path, facts)
        else:
            near = near_states(self.draft, term.state, self.scope)
            facts = {"state": term.state}
            self.draft.problem("unknown-state", self.path, facts, near)
        return term.state

    def _activity(self, term: Happened) -> str:
        found = find_activity(self.draft, term.activity, self.scope)
        if found is None:
            facts = {"activity": term.activity}
            near = near_activities(self.draft, term.activity, self.scope)
            self.draft.problem("unknown-activity", self.path, facts, near)
            return term.activity
        return found
