"""The content hash of what a protocol means: a case belongs to one meaning for good.

It covers what decides a case (moves, conditions, people, deadlines, sentences about
people), not how anything is called, nor the number of its version, nor who holds a
role: that is asked when somebody acts. It is made of the chart, so that a newer library
reads older cases.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from katch_protocols.cases.limits import Limit
from katch_protocols.charts.chart import Chart, Entry, Goal, Node
from katch_protocols.model.conditions import Condition
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.semantics.events import Event, event_of
from katch_protocols.semantics.table import Table

__all__ = ["canonical", "old_pin_of", "pin_of"]


def canonical(value: object) -> str:
    """Write plain data as JSON in one way only: sorted keys, no space, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def pin_of(table: Table, handbook: Handbook, limits: Sequence[Limit]) -> str:
    """Return the hash of a protocol's meaning, 64 hexadecimal digits."""
    meaning = _meaning(table.chart, handbook, limits)
    # A fact that is shared by a handbook means nothing where nothing asks or says it.
    meaning["facts"] = _facts(table.chart, table.layout.facts)
    # The log names the sentences that a waiver sets aside.
    meaning["waived"] = [each.safeguard for each in limits if each.waived is not None]
    return _hash(meaning)


def old_pin_of(
    chart: Chart, handbook: Handbook, limits: Sequence[Limit], version: str
) -> str:
    """Return the pin that an older library gave, which hashed the version as well."""
    return _hash({**_meaning(chart, handbook, limits), "version": version})


def _hash(meaning: Mapping[str, object]) -> str:
    return sha256(canonical(meaning).encode()).hexdigest()


def _meaning(
    chart: Chart, handbook: Handbook, limits: Sequence[Limit]
) -> dict[str, object]:
    return {
        "protocol": chart.protocol.id,
        "timezone": handbook.timezone,
        "holidays": handbook.holidays,
        "escalation": [[str(e.after), e.tell] for e in handbook.escalation],
        "nodes": [_node(chart, node) for node in chart.nodes],
        "entries": [_entry(chart, entry) for entry in chart.entries],
        "facts": _facts(chart, chart.facts),
        "limits": [_limit(chart, limit) for limit in limits],
    }


def _facts(chart: Chart, names: Iterable[Id]) -> Mapping[Id, object]:
    facts = ((name, chart.facts[name]) for name in names)
    return {name: [list(fact.values), fact.initially] for name, fact in facts}


def _node(chart: Chart, node: Node) -> Mapping[str, object]:
    return {
        "name": node.name,
        "kind": str(node.kind),
        "initial": _name(chart, node.initial),
        "held_by": node.held_by,
        "within": None
        if node.within is None
        else [str(node.within.limit), _start(chart, node.clock_start)],
        "escalate_to": list(node.escalate_to),
        "lines": [[_said(each.when), _goal(chart, each.goal)] for each in node.lines],
        "done": _goal(chart, node.done),
        "timers": [[each.name, _goal(chart, each.goal)] for each in node.timers],
        "on_pause": str(node.on_pause),
        "outcome": None if node.outcome is None else str(node.outcome),
    }


def _entry(chart: Chart, entry: Entry) -> Mapping[str, object]:
    act = entry.act
    return {
        "activity": entry.activity,
        "from": chart.nodes[entry.node].name,
        "at_top": entry.at_top,
        "kind": str(entry.kind),
        "by": list(act.raci.by),
        "together_with": list(act.raci.together_with),
        "accountable": list(entry.accountable),
        "qualified": list(act.qualified),
        "when": _said(entry.when),
        "needs": list(act.needs),
        "produces": list(act.produces),
        "records": list(act.records),
        "sets": dict(act.sets),
        "forgets": list(act.forgets),
        "sends": {document: list(to) for document, to in act.sends.items()},
        "reasons": list(act.reasons) if act.reason else [],
        "goal": _goal(chart, entry.goal),
        "hands_to": _goal(chart, entry.hands_to),
    }


def _limit(chart: Chart, limit: Limit) -> Sequence[object]:
    events = (
        None if each is None else _event(chart, each)
        for each in (limit.event, limit.other, limit.off)
    )
    waived = None if limit.waived is None else limit.waived.isoformat()
    where = _said(limit.where)
    return [limit.kind.value, *events, list(limit.actors), where, waived]


def _event(chart: Chart, event: Event) -> str:
    """Name an event: by its one name, or by all that counts as what is measured."""
    nodes = (chart.nodes[node].name for node in event.nodes)
    return " / ".join(sorted((*event.activities, *nodes)))


def _start(chart: Chart, name: str | None) -> str | None:
    return None if name is None else _event(chart, event_of(chart, name))


def _said(condition: Condition | None) -> object:
    return None if condition is None else condition.model_dump(mode="json")


def _name(chart: Chart, node: int | None) -> str | None:
    return None if node is None else chart.nodes[node].name


def _goal(chart: Chart, goal: Goal | None) -> Sequence[object] | None:
    return None if goal is None else [_name(chart, goal.node), goal.resume]
