"""One case, as the model of a machine: everything that decides what is possible."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from transitions import EventData

from katch_protocols.errors import WrongTypeError

__all__ = ["CaseModel", "case_of", "made_a_case"]


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

    def __getattr__(self, name: str) -> Callable[..., bool]:
        """Say that there is no such activity; those that there are need no asking."""
        message = f"a case has no '{name}'; a machine gives it one method an activity"
        raise AttributeError(message)


def made_a_case(model: object) -> CaseModel:
    """Return a model of any class with what a case has; what it has already is kept.

    Raises:
        WrongTypeError: It cannot hold that, or has something else under such a name.
    """
    if isinstance(model, CaseModel):
        return model
    empty = vars(CaseModel())
    if not hasattr(model, "__dict__"):
        parts = ", ".join(empty)
        raise WrongTypeError("model", f"an object that can hold {parts}", type(model))
    for name, fresh in empty.items():
        kept = getattr(model, name, None)
        if kept is None:
            setattr(model, name, fresh)
        elif fresh is not None and not isinstance(kept, type(fresh)):
            raise WrongTypeError(f"model.{name}", type(fresh).__name__, type(kept))
    return cast("CaseModel", model)


def case_of(event: EventData) -> CaseModel:
    """Return the case that an event of the library happens to."""
    return cast("CaseModel", event.model)
