"""The rules of the family "deadlines", one file each."""

from katch_protocols.rules.deadlines import (
    calendar_known_in_part,
    deadline_in_passing_state,
    deadline_never_broken,
    deadline_proposed,
    deadline_unkeepable,
    deadline_without_escalation,
    deadline_without_holder,
    escalation_out_of_order,
    state_without_deadline,
    statutory_on_guidance,
    statutory_unread,
    timers_at_once,
    working_days_without_calendar,
)
from katch_protocols.rules.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (
    calendar_known_in_part.RULE,
    deadline_in_passing_state.RULE,
    deadline_never_broken.RULE,
    deadline_proposed.RULE,
    deadline_unkeepable.RULE,
    deadline_without_escalation.RULE,
    deadline_without_holder.RULE,
    escalation_out_of_order.RULE,
    state_without_deadline.RULE,
    statutory_on_guidance.RULE,
    statutory_unread.RULE,
    timers_at_once.RULE,
    working_days_without_calendar.RULE,
)
