"""Documents that are sent: whether they exist, and with whose consent."""

from collections.abc import Iterator

from katch_protocols.charts.chart import Entry
from katch_protocols.findings import Severity
from katch_protocols.model.noun import Id
from katch_protocols.rules.context import Context
from katch_protocols.rules.placed import placed
from katch_protocols.rules.reachable import Reach
from katch_protocols.rules.rule import Spot, rule
from katch_protocols.semantics.table import Row

_CONSENT, _GIVEN = "consent", "given"


@rule("consent-fact-missing", Severity.ERROR)
def _consent_fact_missing(context: Context) -> Iterator[Spot]:
    """Data that need consent, which nobody can give."""
    for name, chart in context.sound.items():
        fact = chart.facts.get(_CONSENT)
        if fact is not None and _GIVEN in fact.values:
            continue
        if context.has_lost(("protocols", name), ("facts",)):
            continue
        for entry in chart.entries:
            for document in entry.act.sends:
                for data in chart.documents[document].contains:
                    category = context.handbook.data.get(data)
                    if category is not None and category.consent:
                        facts = {"document": document, "data": data}
                        yield Spot((*entry.path, "sends", document), facts)


@rule("sends-missing-document", Severity.WARNING)
def _sends_missing_document(context: Context) -> Iterator[Spot]:
    """A document that is sent and may not exist."""
    for uses in context.uses.values():
        for reach, place, entry in uses.entries():
            for document in entry.act.sends:
                if document in (*entry.act.produces, *entry.act.needs):
                    continue
                if _may_be_absent(reach, place, document):
                    facts = {"activity": entry.act.id, "document": document}
                    yield Spot((*entry.path, "sends", document), facts)


def _may_be_absent(reach: Reach, place: int, document: str) -> bool:
    if reach.table is None:
        return False
    layout = reach.table.layout
    bit = layout.fields[layout.documents[document]].mask
    return any(
        not row.match & bit and reach.count(row.mask | bit, row.match)
        for row in reach.rows_of.get(place, ())
    )


@rule("sends-without-consent", Severity.WARNING)
def _sends_without_consent(context: Context) -> Iterator[Spot]:
    """Data are passed on while consent may be lacking."""
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
    """Yield each document with a consent category that may leave the actor's agency."""
    for document, receivers in entry.act.sends.items():
        if not _leaves(context, reach.chart.protocol.id, entry, receivers):
            continue
        for data in reach.chart.documents[document].contains:
            category = context.handbook.data.get(data)
            if category is not None and category.consent:
                yield document, data


def _leaves(
    context: Context, protocol: Id, entry: Entry, receivers: tuple[Id, ...]
) -> bool:
    """Tell whether some actor sends to another agency, in some region."""
    for here in placed(context, protocol):
        reached = frozenset().union(*map(here.everyone, receivers))
        for role in entry.act.raci.by:
            is_done = here.holders.is_held(role, here.place)
            if is_done and not reached <= set(here.agencies(role)):
                return True
    return False


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
