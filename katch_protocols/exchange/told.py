"""What a machine of others carries along and does not act on, as keys and texts.

The keys are those of a handbook's own files, so that whoever knows one knows the other.
What nests there has a key of its own: ``handover_within``, ``every_basis``, ``panels``.
"""

from collections.abc import Iterator, Mapping

from katch_protocols.charts.chart import Chart, ChartNode, ChartOpening, Entry
from katch_protocols.exchange.duty_words import DutyWords
from katch_protocols.exchange.feature_places import phases
from katch_protocols.exchange.features import Feature
from katch_protocols.exchange.notation import ExportInput
from katch_protocols.exchange.statechart import Transition
from katch_protocols.model.parties import Role
from katch_protocols.sentences.text import print_duration
from katch_protocols.words.lists import as_typed, enumerated

__all__ = [
    "TOLD",
    "told_of_facts",
    "told_of_protocol",
    "told_of_state",
    "told_of_transition",
]

TOLD = (
    Feature.POWERS,
    Feature.WHO_ACTS,
    Feature.SIGNALS,
    Feature.TOGETHER,
    Feature.ACCOUNTABLE,
    Feature.CONSULTED,
    Feature.INFORMED,
    Feature.QUALIFICATIONS,
    Feature.REASONS,
    Feature.FUNCTIONS,
    Feature.PHASES,
    Feature.OUTCOMES,
    Feature.DEADLINES,
    Feature.DUTY_CLOCKS,
    Feature.PANELS,
    Feature.CHECKLISTS,
    Feature.CLOCK_STARTS,
    Feature.WORKING_DAYS,
    Feature.BASES,
    Feature.ESCALATION,
    Feature.PAUSED_CLOCKS,
    Feature.SENDING,
    Feature.OPENINGS,
    Feature.VALIDITY,
)
"""The features that the keys below tell."""


def told_of_protocol(chart: Chart) -> Mapping[str, str]:
    """Return what is told of the whole protocol."""
    own = chart.protocol
    days = {key: getattr(own, key) for key in ("valid_from", "valid_to")}
    said = {key: day.isoformat() for key, day in days.items() if day is not None}
    return _filled(
        {
            "version": own.version,
            "status": own.status.value,
            **said,
            "phases": as_typed(phases(chart)),
            "panels": enumerated(map(_seats, chart.panels.values())),
        }
    )


def _seats(panel: Role) -> str:
    """Write a panel: ``panel = 3 of nurse, nurse, officer, judge, chair judge``."""
    least = "" if panel.quorum is None else f"{panel.quorum} of "
    chair = () if panel.chair is None else (f"chair {panel.chair}",)
    return f"{panel.id} = {least}{as_typed((*panel.members, *chair))}"


def told_of_facts(source: ExportInput) -> Mapping[str, str]:
    """Return the checklist behind each fact that has one, by the fact."""
    words = DutyWords(source.chart, source.handbook, source.language)
    return {fact: words.whole_checklist(fact) for fact in words.listed_facts}


def told_of_state(node: ChartNode) -> Mapping[str, str]:
    """Return what is told of a state; what is inherited stands there too."""
    within = node.within
    paused = node.on_pause.value if node.children else ""
    return _filled(
        {
            "held_by": node.held_by,
            "function": node.function,
            "phase": node.phase,
            "outcome": node.outcome.value if node.outcome else None,
            "within": print_duration(within.limit) if within else None,
            "basis": within.basis.value if within else None,
            "from": node.clock_start,
            "escalate_to": as_typed(node.escalate_to),
            "on_pause": "" if paused == "keep running" else paused,
            "opens": enumerated(map(_opening, node.opens)),
            "awaiting": node.awaiting,
            "runs": node.running,
        }
    )


def told_of_transition(each: Transition) -> Mapping[str, str]:
    """Return what is told of a transition: of its activity, its timer, its ``done``."""
    entry, timer = each.entry, each.timer
    return _filled(
        {
            **({} if entry is None else told_of_activity(entry)),
            "after": None if timer is None else print_duration(timer.limit),
            "completes": "yes" if each.completes else None,
        }
    )


def told_of_activity(entry: Entry) -> Mapping[str, str]:
    """Return what is told of an activity."""
    act = entry.act
    raci, within, every = act.raci, act.within, act.every
    sends = (f"{paper} to {as_typed(to)}" for paper, to in act.sends.items())
    answered = act.handover.within if act.handover else None
    return _filled(
        {
            "may": "yes" if act.may else None,
            "by": as_typed(raci.as_written),
            "together_with": as_typed(raci.together_with),
            "accountable": as_typed(entry.accountable),
            "consult": as_typed(raci.consult),
            "inform": as_typed(raci.inform),
            "needs": as_typed(act.needs),
            "qualified": as_typed(act.qualified),
            "function": entry.function,
            "reason": "yes" if act.reason else None,
            "reasons": as_typed(tuple(act.reasons)) if act.reason else None,
            "sends": enumerated(sends),
            "opens": enumerated(map(_opening, entry.opens)),
            "handover": as_typed(act.handover.to) if act.handover else None,
            "handover_within": print_duration(answered.limit) if answered else None,
            "within": print_duration(within.limit) if within else None,
            "basis": within.basis.value if within else None,
            "from": entry.clock_start,
            "every": print_duration(every.limit) if every else None,
            "every_basis": every.basis.value if every else None,
            "escalate_to": as_typed(act.escalate_to),
        }
    )


def _opening(opening: ChartOpening) -> str:
    """Write which case is opened, by when it is taken up, and where if not here."""
    within = opening.within
    span = "" if within is None else f" within {print_duration(within.limit)}"
    return f"{opening.protocol}{span}{' in another region' * opening.another}"


def _filled(pairs: Mapping[str, str | None]) -> Mapping[str, str]:
    return dict(_pairs(pairs))


def _pairs(pairs: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    for key, text in pairs.items():
        if text:
            yield key, text
