"""Full names inside a condition: states, activities, facts, documents."""

from katch_protocols.charts.draft import Draft, Scope
from katch_protocols.charts.effects import known_fact, known_value, unknown_document
from katch_protocols.charts.names import find_activity, find_state, near_states
from katch_protocols.findings import Path
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

__all__ = ["full_condition"]


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
            known_value(self.draft, fact, value, self.path)

    def _state(self, term: InState) -> str:
        found = find_state(self.draft, term.state, source=self.source, scope=self.scope)
        if len(found) == 1:
            return self.draft.nodes[found[0]].name
        if found:
            paths = " / ".join(self.draft.nodes[index].name for index in found)
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
            self.draft.problem("unknown-activity", self.path, facts)
            return term.activity
        return found
