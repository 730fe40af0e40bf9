"""What a case is asked: what is possible, to whom, why not, and what is due."""

from collections.abc import Mapping, Sequence

from katch_protocols.cases.acting import signals, why_not
from katch_protocols.cases.arguments import (
    When,
    require_facts,
    require_text,
    text_or_none,
)
from katch_protocols.cases.authorize import permitted
from katch_protocols.cases.deadlines import Due, running
from katch_protocols.cases.form import Form, form
from katch_protocols.cases.offices import Offices
from katch_protocols.cases.request import (
    Actor,
    Request,
    require_actor,
    require_actors,
)
from katch_protocols.cases.shared import SharedCase
from katch_protocols.model.noun import Id
from katch_protocols.refusals import Refusal

__all__ = ["AskedCase"]


class AskedCase(SharedCase):
    """A case that answers questions; each from the case as it was at one instant."""

    __slots__ = ()

    def signals(self, *, at: When | None = None) -> tuple[str, ...]:
        """Return the signals that could be told; without ``at`` at the last event."""
        found, instant = self._view("at", at)
        return tuple(signals(found, instant))

    def possible(
        self, by: Actor | None = None, *, at: When | None = None
    ) -> tuple[str, ...]:
        """Return the activities that are possible; with ``by``, for that person.

        They are those for which ``why_not`` with the same ``by`` and ``at`` has nothing
        to say: whoever must take part as well, and the facts to be stated, are not
        asked for. Without ``at`` it is the instant of the last event.
        """
        actor = None if by is None else require_actor("by", by)
        found, instant = self._view("at", at)
        return tuple(permitted(Offices(found, instant), actor))

    def why_not(  # noqa: PLR0913 - the words of one act; all but the first have names
        self,
        activity: str,
        *,
        by: Actor | None = None,
        at: When | None = None,
        together_with: Sequence[Actor] | None = None,
        records: Mapping[str, str] | None = None,
        reason: Id | None = None,
        role: Id | None = None,
        state: str | None = None,
        opens_in: Id | None = None,
    ) -> Refusal | None:
        """Return why an activity would be refused; ``None`` if it would not.

        What is left out is not asked about: without ``together_with`` whoever must take
        part as well, without ``records`` the facts, the reason and the other region to
        be stated; without ``at`` it is the instant of the last event.

        Raises:
            UnknownNameError: The activity, a fact, a value or a role is not known.
        """
        request = Request(
            require_text("activity", activity),
            None if by is None else require_actor("by", by),
            None
            if together_with is None
            else require_actors("together_with", together_with),
            None if records is None else require_facts("records", records),
            text_or_none("reason", reason),
            text_or_none("role", role),
            text_or_none("state", state),
            region=text_or_none("opens_in", opens_in),
        )
        found, instant = self._view("at", at)
        return why_not(found, request, instant)

    def form(
        self,
        activity: str,
        *,
        by: Actor | None = None,
        at: When | None = None,
        state: str | None = None,
    ) -> Form:
        """Return what to ask whoever does an activity, with titles in every language.

        It says too whether it is possible (``refusal``) and who could act; without
        ``by`` it is asked for nobody in particular, without ``at`` at the last event.

        Example:
            >>> [each.fact for each in case.form("look", by=officer).questions]
            ['danger']

        Raises:
            UnknownNameError: The activity or the state is not known.
        """
        actor = None if by is None else require_actor("by", by)
        require_text("activity", activity)
        wanted = text_or_none("state", state)
        found, instant = self._view("at", at)
        return form(found, activity, actor, wanted, instant)

    def due(self, now: When) -> tuple[Due, ...]:
        """Return the deadlines still to be kept, the soonest first."""
        found, at = self._view("now", now)
        return tuple(due for due in running(found) if not due.is_overdue(at))

    def overdue(self, now: When) -> tuple[Due, ...]:
        """Return the broken deadlines, the oldest first; ``told(now)`` says who."""
        found, at = self._view("now", now)
        return tuple(due for due in running(found) if due.is_overdue(at))
