"""What an activity changes: facts and documents that must be known, each once."""

from katch_protocols.charts.draft import Draft
from katch_protocols.findings import Path
from katch_protocols.model.activities import Activity
from katch_protocols.model.documents import Fact
from katch_protocols.model.noun import Id
from katch_protocols.sentences.nearness import nearest_names

__all__ = ["check_effects", "known_fact", "known_value", "unknown_document"]


def known_fact(draft: Draft, name: Id, path: Path) -> Fact | None:
    """Return the fact of that name, or note the problem."""
    fact = draft.facts.get(name)
    if fact is None:
        near = nearest_names(name, draft.facts)
        draft.problem("unknown-fact", path, {"fact": name}, near)
    return fact


def known_value(draft: Draft, fact: Fact, value: Id, path: Path) -> None:
    """Note a value that the fact does not have."""
    if value in fact.values:
        return
    facts = {"fact": fact.id, "value": value, "values": " / ".join(fact.values)}
    near = nearest_names(value, fact.values)
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
