"""Whether every body still has the duties that it agreed to."""

from collections.abc import Iterator

from katch_protocols.charts.chart import Chart
from katch_protocols.duties.agreed import Agreed, fingerprint
from katch_protocols.duties.agreed_changes import AgreedChange, agreed_changes
from katch_protocols.duties.agreed_phrases import AgreedWords
from katch_protocols.duties.as_agreed import agreed_now, is_as_agreed
from katch_protocols.findings import Path, Severity
from katch_protocols.in_use import InUse
from katch_protocols.model.agreements import Agreement
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Status
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Spot, rule
from katch_protocols.sentences.nearness import nearest_names
from katch_protocols.words.languages import ENGLISH, LANGUAGES
from katch_protocols.words.lists import as_typed


@rule("agreement-edited", Severity.ERROR)
def _agreement_edited(context: Context) -> Iterator[Spot]:
    """An agreement that the command did not write as it stands."""
    if any(part.partition(".")[0] == "agreed" for part in context.incomplete):
        return
    for body, protocol in _edited(context.handbook):
        facts = {"agency": body, "protocol": protocol}
        yield Spot(("agreed", body, protocol, "text"), facts)


def _edited(handbook: Handbook) -> tuple[tuple[Id, Id], ...]:
    """Return the body and the protocol of each agreement that is not as it was made."""
    return _found_edited.of((handbook,), lambda: tuple(_each_edited(handbook)))


_found_edited = InUse[tuple[tuple[Id, Id], ...]](8)


def _each_edited(handbook: Handbook) -> Iterator[tuple[Id, Id]]:
    for body, by_protocol in handbook.agreed.items():
        for protocol, one in by_protocol.items():
            if one.text != fingerprint(one.duties, one.on, one.source):
                yield body, protocol


@rule("agreed-protocol-gone", Severity.WARNING, may_err=True)
def _agreed_protocol_gone(context: Context) -> Iterator[Spot]:
    """A protocol that the handbook no longer has, and bodies that agreed to it.

    It is as grave as a change of what is enacted where a body agreed on a day.
    """
    if any(part.partition(".")[0] in _AGREED_IN for part in context.incomplete):
        return
    gone: dict[Id, dict[Id, Agreement]] = {}
    for body, by_protocol in context.handbook.agreed.items():
        for protocol, one in by_protocol.items():
            if protocol not in context.handbook.protocols:
                gone.setdefault(protocol, {})[body] = one
    for protocol, bodies in gone.items():
        facts = {"protocol": protocol, "agencies": as_typed(bodies)}
        near = nearest_names(protocol, context.handbook.protocols)
        is_dated = any(one.on is not None for one in bodies.values())
        severity = Severity.ERROR if is_dated else Severity.WARNING
        yield Spot(("agreed", next(iter(bodies)), protocol), facts, near, severity)


_AGREED_IN = frozenset({"agreed", "protocols"})
"""Where it stands who agreed to what."""


@rule("changed-since-agreed", Severity.WARNING, may_err=True)
def _changed_since_agreed(context: Context) -> Iterator[Spot]:
    """A duty that is no longer what some bodies agreed to."""
    if any(part.partition(".")[0] == "agreed" for part in context.incomplete):
        return
    # Of a name that is not known nobody can say whether bodies agreed to it.
    for protocol, chart in context.settled.items():
        found = {
            body: by[protocol]
            for body, by in context.handbook.agreed.items()
            if protocol in by
        }
        if not found:
            continue
        # Of what was edited nobody knows what was agreed.
        known = _edited(context.handbook)
        edited = {body for body in found if (body, protocol) in known}
        before = {body: found[body].duties for body in found if body not in edited}
        if is_as_agreed(chart, context.handbook, before, frozenset(edited)):
            continue
        now = agreed_now(chart, context.handbook)
        after = {body: now[body] for body in now if body not in edited}
        for change in agreed_changes(before, after):
            yield _spot(context, protocol, change)
        yield from _left(context, protocol, before, after)


def _spot(context: Context, protocol: Id, change: AgreedChange) -> Spot:
    chart = context.charts[protocol]
    said = {
        language: AgreedWords(
            context.handbook, chart, language, titled=language != ENGLISH
        ).change(change)
        for language in LANGUAGES
    }
    others = {f"what.{each}": text for each, text in said.items() if each != ENGLISH}
    facts = {
        "activity": change.activity,
        "protocol": protocol,
        "agencies": as_typed(change.bodies),
        "what": said[ENGLISH],
        **others,
    }
    path = _written(chart, change.activity)
    return Spot(path, facts, severity=_severity(context, protocol))


def _left(
    context: Context, protocol: Id, before: Agreed, after: Agreed
) -> Iterator[Spot]:
    """Yield for each body to which no duty is left that it agreed to."""
    for body, duties in before.items():
        if duties and body not in after:
            said = {
                language: AgreedWords(
                    context.handbook, None, language, titled=language != ENGLISH
                ).nothing_left(body)
                for language in LANGUAGES
            }
            facts = {
                "activity": protocol,
                "protocol": protocol,
                "agencies": body,
                "what": said.pop(ENGLISH),
                **{f"what.{each}": text for each, text in said.items()},
            }
            path = ("protocols", protocol)
            yield Spot(path, facts, severity=_severity(context, protocol))


def _severity(context: Context, protocol: Id) -> Severity:
    enacted = context.handbook.protocols[protocol].status is Status.ENACTED
    return Severity.ERROR if enacted else Severity.WARNING


def _written(chart: Chart, name: str) -> Path:
    """Return where an activity or a state is written; if it is gone, its protocol."""
    for entry in chart.entries:
        if entry.activity == name:
            return entry.path
    index = chart.by_name.get(name)
    if index is not None:
        return chart.nodes[index].path
    return ("protocols", chart.protocol.id)
