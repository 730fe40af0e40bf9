"""Features: everything that a protocol can say, and which key of YAML says it.

A notation declares which features it carries; what a protocol says beyond that is lost
and listed. So a feature that is missing here would be lost silently: the tests compare
this list with the keys of YAML.
"""

from collections.abc import Mapping
from enum import StrEnum

__all__ = ["KEYS", "Feature"]


class Feature(StrEnum):
    """Something that a protocol can say; the name is part of the key of its words."""

    STATES = "states"
    NESTING = "nesting"
    STRANDS = "strands"
    ENDS = "ends"
    OUTCOMES = "outcomes"
    CHOICES = "choices"
    COMPLETION = "completion"
    ACTIVITIES = "activities"
    ANY_STATE = "any-state"
    CONDITIONS = "conditions"
    FACTS = "facts"
    CHECKLISTS = "checklists"
    DOCUMENTS = "documents"
    TIMERS = "timers"
    HISTORY = "history"
    HANDOVERS = "handovers"
    DEADLINES = "deadlines"
    CLOCK_STARTS = "clock-starts"
    WORKING_DAYS = "working-days"
    BASES = "bases"
    ESCALATION = "escalation"
    PAUSED_CLOCKS = "paused-clocks"
    DUTY_CLOCKS = "duty-clocks"
    POWERS = "powers"
    WHO_ACTS = "who-acts"
    SIGNALS = "signals"
    PANELS = "panels"
    TOGETHER = "together"
    ACCOUNTABLE = "accountable"
    CONSULTED = "consulted"
    INFORMED = "informed"
    QUALIFICATIONS = "qualifications"
    REASONS = "reasons"
    SENDING = "sending"
    OPENINGS = "openings"
    FUNCTIONS = "functions"
    PHASES = "phases"
    SOURCES = "sources"
    NOTES = "notes"
    MEASURED = "measured"
    SAFEGUARDS = "safeguards"
    WAIVERS = "waivers"
    VALIDITY = "validity"
    LANGUAGES = "languages"


KEYS: Mapping[str, Feature | None] = {
    # of a protocol
    "protocol": None,
    "title": None,
    "note": Feature.NOTES,
    "version": Feature.VALIDITY,
    "status": Feature.VALIDITY,
    "valid_from": Feature.VALIDITY,
    "valid_to": Feature.VALIDITY,
    "source": Feature.SOURCES,
    "use": None,  # merged: what a fragment says is looked for like all else
    "phases": Feature.PHASES,
    "facts": Feature.FACTS,
    "documents": Feature.DOCUMENTS,
    "initial": Feature.STATES,
    "states": Feature.STATES,
    "activities": Feature.ACTIVITIES,
    "safeguards": Feature.SAFEGUARDS,
    "waivers": Feature.WAIVERS,
    "moves": None,  # of an earlier version: no case of this one heeds it
    # of a state
    "phase": Feature.PHASES,
    "held_by": Feature.ACCOUNTABLE,
    "function": Feature.FUNCTIONS,
    "within": Feature.DEADLINES,
    "escalate_to": Feature.ESCALATION,
    "may": Feature.POWERS,
    "every": Feature.DUTY_CLOCKS,
    "after": Feature.TIMERS,
    "parallel": Feature.STRANDS,
    "done": Feature.COMPLETION,
    "decide": Feature.CHOICES,
    "runs": None,  # inlined
    "then": None,  # inlined
    "final": Feature.ENDS,
    "outcome": Feature.OUTCOMES,
    "counts_as": Feature.MEASURED,
    "on_pause": Feature.PAUSED_CLOCKS,
    # of an activity
    "short": None,  # what drawings say of it; every notation has its title
    "by": Feature.WHO_ACTS,
    "together_with": Feature.TOGETHER,
    "accountable": Feature.ACCOUNTABLE,
    "consult": Feature.CONSULTED,
    "inform": Feature.INFORMED,
    "qualified": Feature.QUALIFICATIONS,
    "when": Feature.CONDITIONS,
    "needs": Feature.DOCUMENTS,
    "produces": Feature.DOCUMENTS,
    "records": Feature.FACTS,
    "sets": Feature.FACTS,
    "forgets": Feature.FACTS,
    "sends": Feature.SENDING,
    "reason": Feature.REASONS,
    "reasons": Feature.REASONS,
    "to": Feature.ACTIVITIES,
    "opens": Feature.OPENINGS,
    "handover": Feature.HANDOVERS,
    "from": Feature.ANY_STATE,
}
"""The feature of each key of a protocol, a state and an activity; ``None`` where the
key leaves nothing of its own in what a protocol means."""
