"""sends-without-consent: data are passed on while consent may be lacking."""

from collections.abc import Iterator

from katch_protocols.charts.chart import Entry
from katch_protocols.findings import Severity, Wording
from katch_protocols.model.noun import Id
from katch_protocols.rules.context import Context
from katch_protocols.rules.reach import Reach
from katch_protocols.rules.rule import Family, Rule, Spot
from katch_protocols.semantics.table import Row

__all__ = ["RULE"]

_CONSENT, _GIVEN = "consent", "given"


def _spots(context: Context) -> Iterator[Spot]:
    for uses in context.uses.values():
        for reach, place, entry in uses.entries():
            for document, data in _guarded(context, reach, entry):
                if _may_lack_consent(reach, place):
                    facts = {
                        "activity": entry.act.id,
                        "document": document,
                        "data": data,
                    }
                    yield Spot((*entry.path, "sends", document), facts)


def _guarded(context: Context, reach: Reach, entry: Entry) -> Iterator[tuple[Id, Id]]:
    """Yield each document with a consent category that leaves the actor's agency."""
    own = {agency for role in entry.act.raci.by for agency in _homes(context, role)}
    for document, receivers in entry.act.sends.items():
        reached = {agency for name in receivers for agency in _homes(context, name)}
        if not reached - own:
            continue
        for data in reach.chart.documents[document].contains:
            category = context.handbook.data.get(data)
            if category is not None and category.consent:
                yield document, data


def _homes(context: Context, name: Id) -> tuple[Id, ...]:
    role = context.handbook.roles.get(name)
    return role.agencies if role else (name,)


def _may_lack_consent(reach: Reach, place: int) -> bool:
    fact = reach.chart.facts.get(_CONSENT)
    if reach.table is None or fact is None or _GIVEN not in fact.values:
        # Without that fact the rule on the missing fact speaks.
        return False
    if _CONSENT not in reach.table.layout.facts:
        return fact.initially != _GIVEN and place in reach.happening
    rows = reach.rows_of.get(place, ())
    return any(_lacks(reach, row) for row in rows)


def _lacks(reach: Reach, row: Row) -> bool:
    """Tell whether consent can be other than given just after the row's changes."""
    if reach.table is None:
        return False
    layout = reach.table.layout
    field = layout.fields[layout.facts[_CONSENT]]
    if row.clear & field.mask:
        return field.value(row.set) != _GIVEN and reach.count(row.mask, row.match) > 0
    for code, value in enumerate(field.values):
        match = code << field.shift
        asked = row.mask & field.mask
        if value == _GIVEN or (row.match ^ match) & asked:
            continue
        if reach.count(row.mask | field.mask, row.match & ~field.mask | match):
            return True
    return False


RULE = Rule(
    name="sends-without-consent",
    family=Family.HANDOFFS,
    severity=Severity.WARNING,
    wording=Wording(
        saw=(
            "'{activity}' passes on '{data}' in '{document}' while consent may not "
            "be given."
        ),
        why="What a child has not agreed to share is shared.",
        fix="Add `when: consent is given`, or send a document without '{data}'.",
    ),
    spots=_spots,
)
