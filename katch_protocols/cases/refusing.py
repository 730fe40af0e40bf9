"""Why not: every condition that an activity does not meet, and who could act."""

from collections.abc import Iterator, Mapping, Sequence

from katch_protocols.cases.ledger import Ledger, Moment
from katch_protocols.cases.people import could_act, lacking, lacking_role
from katch_protocols.cases.plan import Act, Duty, Way
from katch_protocols.cases.saying import BETWEEN, refusal
from katch_protocols.cases.view import WordView
from katch_protocols.cases.wish import Wish
from katch_protocols.charts.chart import Chart
from katch_protocols.errors import UnknownNameError
from katch_protocols.findings import Need, Refusal, Unmet
from katch_protocols.model.conditions import Condition
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.semantics.titles import Titles
from katch_protocols.sentences.nearness import nearest_names
from katch_protocols.sentences.saying import TONGUES, say_condition
from katch_protocols.sentences.truth import evaluate

__all__ = ["why", "why_not_lend"]


def why(ledger: Ledger, wish: Wish, moment: Moment) -> Refusal | None:
    """Return why a wish is refused, or ``None`` where nothing is in its way.

    Raises:
        UnknownNameError: It names something that is not there.
    """
    plan = ledger.plan
    act = plan.act(wish.activity)
    _require_known(ledger, act, wish)
    if plan.table.is_final(ledger.word):
        return refusal(plan, act.name, [*_order(ledger, wish, moment), _ENDED])
    ways = _open(ledger, act, wish)
    unmet = [*_order(ledger, wish, moment)]
    if ways:
        unmet += _stated(ways, wish)
    else:
        unmet += _place(ledger, act, wish)
    if wish.actor is not None:
        unmet += _people(ledger, act, ways, wish, moment)
    if not unmet:
        return None
    duties = _duties(ledger, act, ways)
    could = could_act(duties, ways, ledger, moment)
    return refusal(plan, act.name, unmet, could)


_ENDED = Unmet(Need.ENDED)

_MOST_VERSIONS = 1_000_000


def _order(ledger: Ledger, wish: Wish, moment: Moment) -> Iterator[Unmet]:
    """Yield what is wrong with the order of things: version, time, clock."""
    version = len(ledger.log)
    if wish.version is not None and wish.version != version:
        # A number that no case reaches is not repeated: it may be a telephone.
        near = 0 <= wish.version < _MOST_VERSIONS
        expected = str(wish.version) if near else "…"
        facts = {"expected": expected, "version": str(version)}
        yield Unmet(Need.VERSION, facts)
    if moment.at < ledger.last:
        yield Unmet(Need.TIME, {"last": ledger.last.isoformat()})
    if moment.at > ledger.wake:
        due, way = ledger.next_tick()
        step = way.row.activity if way else ""
        yield Unmet(Need.CLOCK, {"due": due.isoformat(), "step": step})


def _open(ledger: Ledger, act: Act, wish: Wish) -> tuple[Way, ...]:
    """Return the ways that the case allows now, whatever is stated."""
    word = ledger.word
    return tuple(
        way
        for way in act.ways
        if word & way.mask == way.match
        and way.duty is not None
        and wish.state in {None, way.duty.origin}
    )


def _duties(ledger: Ledger, act: Act, ways: Sequence[Way]) -> tuple[Duty, ...]:
    """Return the entries that are meant: the possible ones, else the near ones."""
    possible = dict.fromkeys(way.duty for way in ways if way.duty is not None)
    return tuple(possible) or _here(ledger, act) or act.duties


def _here(ledger: Ledger, act: Act) -> tuple[Duty, ...]:
    active = {0, *ledger.plan.table.active(ledger.word)}
    return tuple(duty for duty in act.duties if duty.entry.node in active)


def _place(ledger: Ledger, act: Act, wish: Wish) -> Iterator[Unmet]:
    """Yield why no entry of an act is possible: the state, a condition, a document."""
    here = [duty for duty in _here(ledger, act) if wish.state in {None, duty.origin}]
    view = WordView(ledger.plan.table, ledger.word)
    found = [unmet for duty in here for unmet in _closed(ledger, duty, view)]
    if found:
        yield from found
        return
    chart = ledger.plan.chart
    nodes = [chart.nodes[index] for index in sorted(view.nodes)]
    now = [n.name for n in nodes if not view.nodes.intersection(n.children)]
    states = dict.fromkeys(duty.origin for duty in act.duties if duty.origin)
    facts = {"states": BETWEEN.join(states), "now": BETWEEN.join(now)}
    yield Unmet(Need.STATE, facts)


def _closed(ledger: Ledger, duty: Duty, view: WordView) -> Iterator[Unmet]:
    entry, plan = duty.entry, ledger.plan
    if entry.when is not None and evaluate(entry.when, view) is not True:
        yield Unmet(Need.WHEN, _said(entry.when, plan.chart, plan.handbook))
    missing = [name for name in entry.act.needs if not view.exists(name)]
    if missing:
        yield Unmet(Need.DOCUMENTS, {"documents": BETWEEN.join(missing)})


def _said(condition: Condition, chart: Chart, handbook: Handbook) -> dict[str, str]:
    """Say a condition in every language; the English one has no ending."""
    found = {}
    for language in TONGUES:
        titles = Titles(chart, handbook, language)
        key = "condition" if language == "en" else f"condition.{language}"
        found[key] = say_condition(condition, language, titles.title)
    return found


def _stated(ways: Sequence[Way], wish: Wish) -> Iterator[Unmet]:
    """Yield what is wrong with the facts and the reason that were stated."""
    if wish.records is None:
        return
    duties = list(dict.fromkeys(way.duty for way in ways if way.duty is not None))
    choices = [
        [*_facts(duty, wish.records), *_reason(duty, wish.reason)] for duty in duties
    ]
    yield from min(choices, key=len)


def _facts(duty: Duty, records: Mapping[str, str]) -> Iterator[Unmet]:
    missing = [fact for fact in duty.facts if fact not in records]
    surplus = [fact for fact in records if fact not in duty.facts]
    if missing:
        yield Unmet(Need.FACTS, {"facts": BETWEEN.join(missing)})
    if surplus:
        yield Unmet(Need.SURPLUS_FACTS, {"facts": BETWEEN.join(surplus)})


def _reason(duty: Duty, reason: Id | None) -> Iterator[Unmet]:
    if duty.reasons and reason not in duty.reasons:
        reasons = BETWEEN.join(duty.entry.act.reasons)
        yield Unmet(Need.REASON, {"reasons": reasons})
    if reason is not None and not duty.reasons:
        yield Unmet(Need.SURPLUS_REASON)


def _people(
    ledger: Ledger, act: Act, ways: Sequence[Way], wish: Wish, moment: Moment
) -> list[Unmet]:
    """Return what the people lack, for the entry that lacks least."""
    actor = wish.actor
    if actor is None:
        return []
    found: list[tuple[Duty, list[Unmet]]] = []
    if ways:
        for way in ways:
            if way.duty is not None:
                partners = wish.partners
                lacks = lacking(
                    way.duty, way, (actor, partners, wish.role), ledger, moment
                )
                found.append((way.duty, lacks))
    else:
        for duty in _duties(ledger, act, ()):
            lacks = lacking(duty, None, (actor, None, wish.role), ledger, moment)
            found.append((duty, lacks))
    least = min((lacks for _, lacks in found), key=len, default=[])
    fitting = dict.fromkeys(duty for duty, lacks in found if not lacks)
    if ways and wish.records is not None and len(fitting) > 1:
        states = BETWEEN.join(duty.origin for duty in fitting)
        return [Unmet(Need.CHOICE, {"states": states})]
    return least


def _require_known(ledger: Ledger, act: Act, wish: Wish) -> None:
    """Refuse names that are not there: roles, facts, values, reasons, states.

    What the host's directory says of people is no name of ours: it gives no right.

    Raises:
        UnknownNameError: The first of them, with the nearest that is there.
    """
    plan = ledger.plan
    _require("role", [wish.role] if wish.role else [], plan.handbook.roles)
    for fact, value in (wish.records or {}).items():
        _require("fact", [fact], plan.chart.facts)
        _require("value", [value], plan.chart.facts[fact].values)
    reasons = dict.fromkeys(
        name for duty in act.duties for name in duty.entry.act.reasons
    )
    if reasons and wish.reason is not None:
        _require("reason", [wish.reason], reasons)
    if wish.state is not None:
        _require("state", [wish.state], plan.chart.by_name)


def _require(kind: str, names: Sequence[str], known: Mapping[str, object]) -> None:
    for name in names:
        if name not in known:
            raise UnknownNameError(kind, near=nearest_names(name, known))


def why_not_lend(ledger: Ledger, wish: Wish, moment: Moment) -> Refusal | None:
    """Return why somebody may not lend a role here, or ``None``.

    Only a role that is one's own can be lent, and only in a case that goes on.

    Raises:
        UnknownNameError: There is no such role.
    """
    plan, actor, role = ledger.plan, wish.actor, wish.role
    _require("role", [role] if role else [""], plan.handbook.roles)
    unmet = [*_order(ledger, wish, moment)]
    if plan.table.is_final(ledger.word):
        unmet.append(_ENDED)
    if actor is not None and role is not None:
        unmet += lacking_role(role, actor, ledger, moment)
    return refusal(plan, wish.activity, unmet) if unmet else None
