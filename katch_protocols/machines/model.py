"""One case, as the model of a machine: everything that decides what is possible."""

from dataclasses import dataclass, field
from typing import Any

from transitions import EventData

__all__ = ["CaseModel", "case_of"]


@dataclass(eq=False)
class CaseModel:
    """One case of a protocol; subclass it to add callbacks such as ``on_enter_triage``.

    ``state`` is as ``transitions`` keeps it: the name of the innermost active state, or
    a list of names, nested where parallel states are. ``facts`` maps each fact to its
    value; ``documents`` exist; ``happened`` are the past activities that some condition
    asks about; ``history`` maps a state that something resumes to what was active in it
    when it was left. All five are plain data: keep them, and give them to a new model
    to carry on.
    """

    state: Any = None
    facts: dict[str, str] = field(default_factory=dict)
    documents: set[str] = field(default_factory=set)
    happened: set[str] = field(default_factory=set)
    history: dict[str, tuple[str, ...]] = field(default_factory=dict)


def case_of(event: EventData) -> CaseModel:
    """Return the case that an event of the library happens to."""
    if isinstance(event.model, CaseModel):
        return event.model
    message = f"the model of a protocol's machine is a CaseModel, not {event.model!r}"
    raise TypeError(message)
