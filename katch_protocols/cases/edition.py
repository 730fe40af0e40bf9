"""Under which text a case was opened: what it meant, and which version that was.

A case belongs for good to its *pin*, the content hash of what its protocol meant; the
version is kept as evidence of what was in force, and binds nothing. The pin covers what
decides a case (moves, conditions, people, deadlines, sentences about people), not how
anything is called, nor the number of its version, nor who holds a role: that is asked
when somebody acts. It is made of the chart, so that a newer library reads older cases.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from hashlib import sha256

from msgspec import Struct

from katch_protocols.cases.beginning import Beginning
from katch_protocols.cases.constraints import Constraint
from katch_protocols.cases.event import canonical
from katch_protocols.charts.chart import Chart, ChartNode, Entry, Goal
from katch_protocols.model.conditions import Condition
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.semantics.events import ChartEvent, event_of
from katch_protocols.semantics.table import Table
from katch_protocols.words.lists import options

__all__ = ["EXPORT", "FORMAT", "OLD_FORMAT", "Edition", "old_pin_of", "pin_of"]

FORMAT = "katch-case-2"
"""The name of the shape of a snapshot; another shape gets another name."""

OLD_FORMAT = "katch-case-1"
"""The shape before it; its pin had the version in it, and its opening had not."""

EXPORT = "katch-store-2"
"""The shape of an export of many cases: its first line names it, and its last one."""


class Edition(Struct, frozen=True, dict=True):
    """The text that a case was opened under; one for all its cases."""

    format: str
    pin: str
    version: str

    def opening(
        self,
        case: str,
        region: Id | None,
        at: datetime,
        beginning: Beginning | None = None,
    ) -> bytes:
        """Return the hash with which a log begins: of the salt and the case's line."""
        if beginning is not None:
            return self._opening(case, region, at, beginning)
        place = "null" if region is None else f'"{region}"'
        text = (
            f'{{"at":"{at.isoformat()}","case":"{case}","pin":"{self.pin}",'
            f'"region":{place}{self._end}}}'
        )
        return sha256(text.encode()).digest()

    def _opening(
        self, case: str, region: Id | None, at: datetime, beginning: Beginning
    ) -> bytes:
        version = {} if self.format == OLD_FORMAT else {"version": self.version}
        line = {
            "at": at.isoformat(),
            "case": case,
            "pin": self.pin,
            "region": region,
            **beginning.to_json(),
            **version,
        }
        return sha256(beginning.salt + canonical(line).encode()).digest()

    @cached_property
    def _end(self) -> str:
        old = self.format == OLD_FORMAT
        return "" if old else f',"version":{canonical(self.version)}'


def pin_of(table: Table, handbook: Handbook, constraints: Sequence[Constraint]) -> str:
    """Return the hash of a protocol's meaning, 64 hexadecimal digits."""
    meaning = _meaning(table.chart, handbook, constraints)
    # A fact that is shared by a handbook means nothing where nothing asks or says it.
    meaning["facts"] = _facts(table.chart, table.layout.facts)
    # The log names the sentences that a waiver sets aside.
    meaning["waived"] = [
        each.safeguard for each in constraints if each.waived is not None
    ]
    return _hash(meaning)


def old_pin_of(
    chart: Chart, handbook: Handbook, constraints: Sequence[Constraint], version: str
) -> str:
    """Return the pin that an older library gave, which hashed the version as well."""
    return _hash({**_meaning(chart, handbook, constraints), "version": version})


def _hash(meaning: Mapping[str, object]) -> str:
    return sha256(canonical(meaning).encode()).hexdigest()


def _meaning(
    chart: Chart, handbook: Handbook, constraints: Sequence[Constraint]
) -> dict[str, object]:
    return {
        "protocol": chart.protocol.id,
        "timezone": handbook.timezone,
        "holidays": handbook.holidays,
        "escalation": [[str(e.after), e.tell] for e in handbook.escalation],
        "nodes": [_node(chart, node) for node in chart.nodes],
        "entries": [_entry(chart, entry) for entry in chart.entries],
        **_panels(chart),
        "facts": _facts(chart, chart.facts),
        "limits": [_constraint(chart, each) for each in constraints],
    }


def _panels(chart: Chart) -> Mapping[str, object]:
    """Return who decides together, where somebody does: seats, quorum and chair.

    Whether a panel can take a case over is asked when it is to, as who holds a role is.
    """
    deciding = {role for entry in chart.entries for role in entry.act.raci.by}
    panels = {
        name: [list(panel.members), panel.sitting, panel.chair]
        for name, panel in chart.panels.items()
        if name in deciding
    }
    return {"panels": panels} if panels else {}


def _facts(chart: Chart, names: Iterable[Id]) -> Mapping[Id, object]:
    facts = ((name, chart.facts[name]) for name in names)
    return {name: [list(fact.values), fact.initially] for name, fact in facts}


def _node(chart: Chart, node: ChartNode) -> Mapping[str, object]:
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
        "by": list(act.raci.as_written),
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
        **_clocks(chart, entry),
    }


def _clocks(chart: Chart, entry: Entry) -> Mapping[str, object]:
    """Return the clocks of a duty, where it has any of its own."""
    act, found = entry.act, {}
    if act.within is not None:
        found["within"] = [str(act.within.limit), _start(chart, entry.clock_start)]
    if act.every is not None:
        found["every"] = [str(act.every.limit)]
    if found:
        found["escalate_to"] = list(act.escalate_to)
    return found


def _constraint(chart: Chart, constraint: Constraint) -> Sequence[object]:
    events = (
        None if each is None else _event(chart, each)
        for each in (constraint.event, constraint.other, constraint.off)
    )
    waived = None if constraint.waived is None else constraint.waived.isoformat()
    where = _said(constraint.where)
    found = [constraint.kind.value, *events, list(constraint.actors), where, waived]
    return found if constraint.least is None else [*found, str(constraint.least)]


def _event(chart: Chart, event: ChartEvent) -> str:
    """Name an event: by its one name, or by all that counts as what is measured."""
    nodes = (chart.nodes[node].name for node in event.nodes)
    return options(sorted((*event.activities, *nodes)))


def _start(chart: Chart, name: str | None) -> str | None:
    return None if name is None else _event(chart, event_of(chart, name))


def _said(condition: Condition | None) -> object:
    return None if condition is None else condition.model_dump(mode="json")


def _name(chart: Chart, node: int | None) -> str | None:
    return None if node is None else chart.nodes[node].name


def _goal(chart: Chart, goal: Goal | None) -> Sequence[object] | None:
    return None if goal is None else [_name(chart, goal.node), goal.resume]
