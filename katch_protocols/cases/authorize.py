"""May this person do this now, and why not? One walk, asked three ways.

``Case.do`` takes the decision that the walk ends with, ``possible`` asks whether there
is one, ``why_not`` wants every need that is not met. A log is read again by the same
walk: there the log attests who held which role.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from katch_protocols.cases.arguments import person_of
from katch_protocols.cases.compiled_case import (
    CompiledActivity,
    CompiledEntry,
    CompiledRow,
)
from katch_protocols.cases.needs import (
    Missing,
    lack,
    misplaced,
    order,
    told,
    unstated,
    untimely,
)
from katch_protocols.cases.offices import Office, Offices
from katch_protocols.cases.refusal import BETWEEN, say_condition_everywhere
from katch_protocols.cases.request import Actor, Request
from katch_protocols.cases.separation import bind, doer_of, may_somebody, say_broken
from katch_protocols.cases.sitting import sit
from katch_protocols.cases.state import Decision
from katch_protocols.cases.waiting import hold
from katch_protocols.cases.word_view import WordView
from katch_protocols.charts.chart import Entry
from katch_protocols.model.noun import Id
from katch_protocols.refusals import Could, Need, Unmet
from katch_protocols.sentences.truth import evaluate

__all__ = ["Denial", "authorize", "permitted"]


def authorize(offices: Offices, request: Request) -> "Decision | Denial":
    """Decide whether a request is allowed in a case at an instant; change nothing.

    Raises:
        UnknownNameError: There is no such activity.
    """
    state = offices.state
    activity = state.compiled.activity(request.activity)
    if order(state, request.version, offices.at):
        return Denial(offices, request, activity)
    word, wanted, found = state.word, request.state, None
    for row in activity.find(request.records):
        if word & row.mask != row.match:
            continue
        if wanted is None or wanted == row.entry.origin:
            step = _decide(row, offices, request)
            if isinstance(step, Decision):
                if found is not None and request.records is not None:
                    return Denial(offices, request, activity)
                found = found or step
    return found or Denial(offices, request, activity)


def permitted(offices: Offices, actor: Actor | None) -> Iterator[str]:
    """Yield the activities that somebody may do; without an actor, that anybody may."""
    state = offices.state
    if order(state, None, offices.at):
        return
    word, request, last = state.word, Request("", actor), ""
    for mask, match, name, row in state.compiled.rows:
        if (
            word & mask == match
            and name != last
            and isinstance(_decide(row, offices, request), Decision)
        ):
            last = name
            yield name


class Denial:
    """A request that is not allowed; why not is found when it is asked for.

    ``rows`` are the steps of the activity that the case allows now, to somebody.
    """

    def __init__(
        self, offices: Offices, request: Request, activity: CompiledActivity
    ) -> None:
        self.offices, self.request, self.activity = offices, request, activity
        self.rows = self._open(activity.rows)

    def unmet(self) -> list[Unmet]:
        """Return every need that is not met, for the step that lacks least."""
        offices, request, rows = self.offices, self.request, self.rows
        state = offices.state
        found = told(order(state, request.version, offices.at))
        if state.compiled.table.is_final(state.word):
            return [*found, Unmet(Need.ENDED)]
        odd = _misdirected(self.activity, request)
        if odd is not None:
            return [*found, Unmet(odd)]
        if not rows:
            people = [
                told(_unfit(each, offices, request, _held(each, offices, request)))
                for each in self._entries()
            ]
            return [*found, *self._closed(), *min(people, key=len, default=[])]
        stated = self._open(self.activity.find(request.records))
        others = {row.entry for row in rows}.difference(row.entry for row in stated)
        meant = [row for row in rows if row in stated or row.entry in others]
        lacks = [(row.entry, told(_decide(row, offices, request))) for row in meant]
        free = [entry.origin for entry, lack in lacks if not lack]
        if len(free) > 1 and request.records is not None:
            states = BETWEEN.join(dict.fromkeys(free))
            return [*found, Unmet(Need.CHOICE, {"states": states})]
        return found + min((lack for _, lack in lacks), key=len)

    def could(self) -> tuple[Could, ...]:
        """Return each role that may act here now, with the agencies that hold it."""
        offices = self.offices
        found: dict[Id, Could] = {}
        for entry in self._entries():
            rows = [row for row in self.rows if row.entry is entry]
            for role in offices.roles(entry):
                bodies, acting = offices.bodies.get(role, ()), offices.acting(role)
                allowed = [
                    agency
                    for agency in sorted(bodies, key=lambda each: each or "")
                    if not rows
                    or any(
                        not hold(row, offices.state, offices.at).missing
                        and may_somebody(row, role, agency, offices.state, offices.at)
                        for row in rows
                    )
                ]
                if allowed:
                    agencies = tuple(each for each in allowed if each is not None)
                    found.setdefault(acting, Could(acting, agencies))
        return tuple(found.values())

    def _open(self, rows: Iterable[CompiledRow]) -> tuple[CompiledRow, ...]:
        """Return the rows that the case allows now, in the state that is asked for."""
        word, wanted = self.offices.state.word, self.request.state
        return tuple(
            row
            for row in rows
            if word & row.mask == row.match and wanted in (None, row.entry.origin)
        )

    def _is_endless(self, entries: Sequence[Entry]) -> bool:
        """Whether the choices after it lead in a circle."""
        state = self.offices.state
        return any(
            state.word & row.mask == row.match and row.entry in entries
            for row in state.compiled.table.endless
        )

    def _entries(self) -> tuple[CompiledEntry, ...]:
        """Return the entries that are meant: the possible ones, else the near ones."""
        possible = dict.fromkeys(row.entry for row in self.rows)
        return tuple(possible) or self._here() or self.activity.entries

    def _here(self) -> tuple[CompiledEntry, ...]:
        state = self.offices.state
        active = {0, *state.compiled.table.active(state.word)}
        return tuple(e for e in self.activity.entries if e.entry.node in active)

    def _closed(self) -> list[Unmet]:
        """Return why no entry is possible: conditions, documents, else the state.

        A step after which the case would never come to rest is none.
        """
        state, wanted = self.offices.state, self.request.state
        compiled = state.compiled
        found: list[Unmet] = []
        view = WordView(compiled.table, state.word)
        near = [e.entry for e in self._here() if wanted in (None, e.origin)]
        for entry in near:
            when = entry.condition
            if when is not None and evaluate(when, view) is not True:
                facts = say_condition_everywhere(when, compiled)
                found.append(Unmet(Need.WHEN, facts))
            missing = [name for name in entry.act.needs if not view.exists(name)]
            if missing:
                names = {"documents": BETWEEN.join(missing)}
                found.append(Unmet(Need.DOCUMENTS, names))
        if found:
            return found
        if self._is_endless(near):
            return [Unmet(Need.ENDLESS)]
        nodes = [compiled.chart.nodes[index] for index in sorted(view.nodes)]
        now = [n.name for n in nodes if not view.nodes.intersection(n.children)]
        states = dict.fromkeys(e.origin for e in self.activity.entries if e.origin)
        facts = {"states": BETWEEN.join(states), "now": BETWEEN.join(now)}
        return [Unmet(Need.STATE, facts)]


def _decide(
    row: CompiledRow, offices: Offices, request: Request
) -> Decision | list[Missing]:
    """Return the decision to take a row, else all that is in its way.

    Of the roles that the actor has it is the first in which least is lacking.
    """
    entry, actor = row.entry, request.actor
    if entry.is_signal is not request.told:
        return [lack(Need.NO_SIGNAL if request.told else Need.SIGNAL)]
    missing = [] if request.records is None else unstated(entry, request)
    if row.opens or request.region is not None or row.entry.awaits:
        missing += _unopened(row, offices, request)
    held = hold(row, offices.state, offices.at)
    missing += held.missing
    found: Decision | list[Missing] = missing or Decision(row)
    if actor is not None:
        found = _decided(row, missing, actor, offices, request)
    if held.waived and isinstance(found, Decision):
        found.waived = (*found.waived, *held.waived)
    return found


def _decided(
    row: CompiledRow,
    missing: list[Missing],
    actor: Actor,
    offices: Offices,
    request: Request,
) -> Decision | list[Missing]:
    """Return the decision of one person to take a row, else all in the way."""
    entry = row.entry
    held = _held(entry, offices, request)
    fit = bool(held) and _is_trained(entry, actor, held)
    if not fit:
        missing += _unfit(entry, offices, request, held)
    least: list[Missing] = []
    meant = request.role or (entry.roles[0] if len(entry.roles) == 1 else None)
    for role, grant in held or ((meant, None),):
        panel = entry.panels.get(role) if role else None
        lacks = (
            _untrained(entry, actor)
            if fit and entry.qualified and panel is None
            else []
        )
        if not (
            lacks or row.constraints or entry.partners or request.partners or panel
        ):
            return missing or Decision(row, role, grant)
        decision = Decision(row, role, grant)
        broken: list[Missing] = []
        more: list[Missing] = []
        if panel is None:
            broken, needed = _bind(decision, actor, offices)
            more = _seat(decision, needed, offices, request)
        elif offices.bodies.get(panel.id):
            broken, more = sit(decision, panel, actor, offices, request)
        lacks += (broken if held else []) + more
        if not lacks:
            return missing or decision
        least = min(least or lacks, lacks, key=len)
    return missing + least


def _misdirected(activity: CompiledActivity, request: Request) -> Need | None:
    """Return what is wrong where somebody does a signal, or what is told is none."""
    if activity.is_signal is request.told:
        return None
    return Need.NO_SIGNAL if request.told else Need.SIGNAL


def _unopened(row: CompiledRow, offices: Offices, request: Request) -> list[Missing]:
    """Return what is wrong with the cases that a step opens, or comes of."""
    found: list[Missing] = []
    if row.opens or request.region is not None:
        if request.records is not None or request.region is not None:
            found += misplaced(row.entry, request, offices.state)
        found += untimely(row, offices.state, offices.at)
    if request.told and row.entry.awaits:
        found.append(lack(Need.NEWS))
    return found


def _held(entry: CompiledEntry, offices: Offices, request: Request) -> list[Office]:
    """Return the offices in which the actor may take an entry, as it is asked."""
    if request.actor is None:
        return []
    role, found = request.role, offices.held(offices.roles(entry), request.actor)
    if role is None:
        return found
    # A panel's chair may be asked for by the panel, or by the seat.
    return [each for each in found if role in (each[0], offices.acting(each[0]))]


def _is_trained(entry: CompiledEntry, actor: Actor, held: list[Office]) -> bool:
    """Tell whether the actor's training is no hindrance; of a panel, it never is."""
    return entry.qualified <= actor.qualified or any(
        role in entry.panels for role, _ in held
    )


def _unfit(
    entry: CompiledEntry, offices: Offices, request: Request, held: list[Office]
) -> list[Missing]:
    """Return what the actor lacks for an entry: region, role, agency, training."""
    actor, wanted = request.actor, request.role
    found: list[Missing] = []
    if actor is None:
        return found
    if not held:
        roles = offices.roles(entry)
        roles = (wanted,) if wanted in roles else roles
        found.append(partial(_no_office, roles, actor, offices))
    if not _is_trained(entry, actor, held):
        found += _untrained(entry, actor)
    return found


def _untrained(entry: CompiledEntry, actor: Actor) -> list[Missing]:
    lacking = sorted(entry.qualified - actor.qualified)
    return [lack(Need.QUALIFICATION, qualifications=lacking)] if lacking else []


def _no_office(
    roles: tuple[Id, ...], actor: Actor, offices: Offices
) -> Iterable[Unmet]:
    # Whoever holds a role here, but not the one that is asked for, lacks that.
    asked = lack(Need.ROLE, roles=roles)
    return [*offices.lacking(roles, actor)] or asked()


def _bind(
    decision: Decision, actor: Actor, offices: Offices
) -> tuple[list[Missing], tuple[Id, ...]]:
    """Return the sentences that a step breaks, and who must take part in it.

    The decision is told who counts as acting, and which sentences are set aside.
    """
    row, state, needed = decision.row, offices.state, decision.row.entry.partners
    broken: list[Missing] = []
    if row.constraints:
        doer = doer_of(actor.token, actor.agency, decision.grant)
        bound = bind(row, decision.role, doer, state, offices.at)
        decision.doer, decision.waived = doer, tuple(bound.waived)
        more = (each for each in bound.partners if each not in needed)
        needed = (*needed, *dict.fromkeys(more))
        broken += (partial(say_broken, each, row, state) for each in bound.broken)
    return broken, needed


def _seat(
    decision: Decision, needed: tuple[Id, ...], offices: Offices, request: Request
) -> list[Missing]:
    """Seat who takes part: everybody who must, nobody twice, and nobody else."""
    actor, partners = request.actor, request.partners
    found: list[Missing] = []
    if actor is None or partners is None:
        return found
    others = {person_of(each.token): each for each in partners}
    others.pop(person_of(actor.token), None)
    seats = offices.seats(needed, tuple(others.values()))
    decision.partners = tuple(each for each in seats if each is not None)
    filled = len(decision.partners)
    if filled < len(needed):
        empty = [role for role, seat in zip(needed, seats, strict=True) if seat is None]
        found.append(lack(Need.PARTNER, roles=empty))
    if filled < len(partners):
        found.append(lack(Need.SURPLUS_PARTNER))
    return found
