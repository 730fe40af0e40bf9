"""BPMN 2.0: a process with lanes and a diagram, for bpmn.io, Camunda and others."""

from collections.abc import Callable, Mapping, Sequence

from katch_protocols.exchange.bpmn.from_chart import process_of
from katch_protocols.exchange.bpmn.from_xml import recognizes
from katch_protocols.exchange.bpmn.layout import laid_out
from katch_protocols.exchange.bpmn.process import Process
from katch_protocols.exchange.bpmn.to_draft import read
from katch_protocols.exchange.bpmn.to_xml import to_xml
from katch_protocols.exchange.features import Feature
from katch_protocols.exchange.incoming import Reader
from katch_protocols.exchange.notation import Carried, ExportInput, Notation

__all__ = ["NOTATION"]


def write(source: ExportInput, notes: Sequence[str]) -> str:
    """Write the process; the notes are a comment at its head."""
    process = _process(source)
    return to_xml(process, laid_out(process), notes)


def _process(source: ExportInput) -> Process:
    if "bpmn" not in source.drafts:
        source.drafts["bpmn"] = process_of(source)
    found: Process = source.drafts["bpmn"]
    return found


def _differing(name: str) -> Callable[[ExportInput], Sequence[str]]:
    return lambda source: tuple(_process(source).differs.get(name, ()))


_MEANT = (
    Feature.STRANDS,
    Feature.ENDS,
    Feature.CHOICES,
    Feature.COMPLETION,
    Feature.ACTIVITIES,
    Feature.ANY_STATE,
    Feature.DOCUMENTS,
    Feature.TIMERS,
    Feature.HANDOVERS,
    Feature.DEADLINES,
    Feature.WHO_ACTS,
)
_TOLD = (
    Feature.STATES,
    Feature.NESTING,
    Feature.OUTCOMES,
    Feature.CONDITIONS,
    Feature.CLOCK_STARTS,
    Feature.WORKING_DAYS,
    Feature.BASES,
    Feature.ESCALATION,
    Feature.SIGNALS,
    Feature.PANELS,
    Feature.DUTY_CLOCKS,
    Feature.CHECKLISTS,
    Feature.POWERS,
    Feature.TOGETHER,
    Feature.ACCOUNTABLE,
    Feature.CONSULTED,
    Feature.INFORMED,
    Feature.QUALIFICATIONS,
    Feature.REASONS,
    Feature.SENDING,
    Feature.FUNCTIONS,
    Feature.SOURCES,
    Feature.NOTES,
    Feature.VALIDITY,
)
_DIFFERS = (
    "entered-anew",
    "entered-at-start",
    "clock-per-task",
    "clocks-told",
    "never-reached",
)
_WHERE: Mapping[str, Callable[[ExportInput], Sequence[str]]] = {
    name: _differing(name) for name in _DIFFERS
}

NOTATION = Notation(
    name="bpmn",
    place=0,
    suffix=".bpmn",
    write=write,
    carries={
        **dict.fromkeys(_MEANT, Carried.MEANT),
        **dict.fromkeys(_TOLD, Carried.TOLD),
    },
    differs=_WHERE,
    reader=Reader(recognizes, read),
    is_built=True,
)
"""The notation."""
