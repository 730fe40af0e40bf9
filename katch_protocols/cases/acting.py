"""Do what is wanted, or refuse it: nothing in between."""

from datetime import datetime

from katch_protocols.cases.deciding import (
    Step,
    doer_of,
    find_step,
    waived_for,
)
from katch_protocols.cases.event import Deed, Event, EventKind, More
from katch_protocols.cases.ledger import Grant, Ledger, Moment
from katch_protocols.cases.plan import Act, Way
from katch_protocols.cases.refusing import why, why_not_lend
from katch_protocols.cases.saying import refusal
from katch_protocols.cases.tokens import require_opaque
from katch_protocols.cases.wish import Wish
from katch_protocols.errors import ActivityRefusedError, ConflictError, InstantError
from katch_protocols.findings import Need, Refusal, Unmet
from katch_protocols.model.noun import Id

__all__ = ["deed_of", "do", "lend"]

_CONFLICTS = {Need.VERSION, Need.KEY}


def do(ledger: Ledger, wish: Wish, at: datetime) -> Event:
    """Do an activity; raises as ``Case.do`` does."""
    plan = ledger.plan
    act = plan.act(wish.activity)
    moment = Moment(at, plan.directory(ledger.region).at(at))
    with plan.lock:
        if wish.key is not None and (done := _again(ledger, act, wish)) is not None:
            return done
        step = find_step(ledger, act, wish, moment)
        if step is None:
            raise _refused(act.name, why(ledger, wish, moment))
        return _write(ledger, step, wish, at)


def _write(ledger: Ledger, step: Step, wish: Wish, at: datetime) -> Event:
    way, actor, grant = step.way, wish.actor, step.offer.grant
    if actor is None:
        raise ActivityRefusedError(wish.activity)
    waived = waived_for(way, ledger, at) if way.bounds else ()
    deed = deed_of(way, step.offer.role, actor.agency, wish.reason, waived)
    more = None
    if grant is not None or wish.key is not None or step.partners:
        behalf = None if grant is None else grant.principal
        more = More(behalf, wish.key, step.partners)
    event = ledger.write(deed, at, actor.token, more)
    ledger.move(way, at, doer_of(actor, step.offer) if way.bounds else None)
    return event


def deed_of(
    way: Way, role: Id, agency: Id | None, reason: Id | None, waived: tuple[Id, ...]
) -> Deed:
    """Return the part of an event that says what was done, made once for a way."""
    key = role, agency, reason, waived
    deed = way.deeds.get(key)
    if deed is None:
        row = way.row
        deed = way.deeds[key] = Deed(
            EventKind.ACTIVITY,
            row.activity,
            way.duty.origin if way.duty else "",
            role,
            agency,
            records=dict(row.records),
            reason=reason,
            waived=waived,
            row=row,
        )
    return deed


def _again(ledger: Ledger, act: Act, wish: Wish) -> Event | None:
    """Return the event that the same request made before."""
    key = require_opaque("key", wish.key)
    if not ledger.keys or key not in ledger.keys:
        return None
    event = ledger.log[ledger.keys[key]]
    partners = sorted(each.token for each in wish.partners or ())
    asked = act.name, wish.actor and wish.actor.token, wish.reason
    done = event.activity, event.by, event.reason
    if (
        asked == done
        and dict(wish.records or {}) == event.records
        and partners == sorted(token for _, token, _ in event.together_with)
        and wish.role in {None, event.role}
        and wish.state in {None, event.deed.origin}
    ):
        return event
    raise _refused(act.name, refusal(ledger.plan, act.name, [Unmet(Need.KEY)]))


def _refused(activity: str, found: Refusal | None) -> ActivityRefusedError:
    if found is None:
        return ActivityRefusedError(activity)
    sentences = found.said["en"][1:]
    if _CONFLICTS.isdisjoint(found.needs):
        return ActivityRefusedError(activity, sentences, found)
    return ConflictError(activity, sentences, found)


def lend(
    ledger: Ledger, wish: Wish, deputy: str, at: datetime, until: datetime
) -> Event:
    """Lend a role; raises as ``Case.stand_in`` does."""
    plan, actor, role = ledger.plan, wish.actor, wish.role
    require_opaque("deputy", deputy)
    if until <= at:
        raise InstantError
    moment = Moment(at, plan.directory(ledger.region).at(at))
    with plan.lock:
        found = why_not_lend(ledger, wish, moment)
        if found is not None or actor is None or role is None:
            raise _refused(wish.activity, found)
        deed = Deed(
            EventKind.STAND_IN,
            wish.activity,
            role=role,
            agency=actor.agency,
            deputy=deputy,
            until=until,
        )
        event = ledger.write(deed, at, actor.token)
        ledger.grant(Grant(role, deputy, actor.token, actor.agency, until))
        return event
