"""What other machines of ``transitions`` let one do, and a protocol's does not."""

from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from transitions import MachineError
from transitions.extensions.nesting import (
    HierarchicalMachine,
    NestedEventData,
    NestedState,
)

from katch_protocols.charts.chart import Chart
from katch_protocols.errors import (
    ActivityRefusedError,
    NotOfferedError,
    ProtocolError,
    UnknownNameError,
)
from katch_protocols.machines.case_model import (
    CaseModel,
    active,
    case_of,
    entered,
    made_a_case,
    written,
)
from katch_protocols.machines.parts import (
    SEPARATOR,
    ProtocolState,
    ProtocolTransition,
)
from katch_protocols.model.documents import UNKNOWN
from katch_protocols.refusals import Refusal
from katch_protocols.sentences.nearness import nearest_names
from katch_protocols.words.languages import ENGLISH, SPOKEN
from katch_protocols.words.say import say

__all__ = ["ClosedMachine", "MoveRefusedError", "ProtocolMachine"]


class ClosedMachine(HierarchicalMachine):
    """A machine that is whole once it is built, and refuses in a sentence."""

    is_closed = False

    def get_graph(self, *_: object, **__: object) -> NoReturn:
        """Refuse: ``to_graph`` gives the graph, ``draw`` the picture."""
        raise NotOfferedError("get_graph", "graph")

    # The signatures are not the library's: nothing that is given is looked at.
    def add_transition(self, *_: object, **__: object) -> NoReturn:
        """Refuse: a protocol has the activities of its file and no other."""
        raise NotOfferedError("add_transition", "file")

    def add_ordered_transitions(self, *_: object, **__: object) -> NoReturn:
        """Refuse, as ``add_transition``."""
        raise NotOfferedError("add_ordered_transitions", "file")

    def remove_transition(self, *_: object, **__: object) -> NoReturn:
        """Refuse, as ``add_transition``."""
        raise NotOfferedError("remove_transition", "file")

    def add_states(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - the library's
        """Refuse, once the machine is built."""
        if self.is_closed:
            raise NotOfferedError("add_states", "file")
        super().add_states(*given, **named)


class MoveRefusedError(ActivityRefusedError, MachineError):
    """An activity is not possible now; ``transitions`` calls that a machine error."""

    def __init__(self, activity: str, why: str = "") -> None:
        """Refuse; ``why`` is the key of a reason in the catalogue ``errors``."""
        keys = ("activity-not-possible", *([why] if why else []))
        said = {
            each: tuple(say(f"errors.{key}", each, activity=activity) for key in keys)
            for each in SPOKEN
        }
        refusal = Refusal(activity, (), said=said)
        ActivityRefusedError.__init__(self, activity, said[ENGLISH][1:], refusal)
        self.value = self.args[0]

    def __str__(self) -> str:
        return str(self.value)


class _EndlessError(Exception):
    """Settling came back to where it was."""


class ProtocolMachine(ClosedMachine):
    """Runs cases of one protocol; made by ``to_machine``.

    Each activity is a trigger, and so is each step of the clock:
    ``model.screen_safety(records={"danger": "present"})``,
    ``model.trigger("clock(assessed, 72 hours)")``. Choices and completions follow by
    themselves, as transitions of their own. A trigger that is not possible raises
    ``MoveRefusedError`` and changes nothing; ``model.may_screen_safety()`` asks first.

    What a callback triggers waits until the step is whole. ``steps`` are the triggers
    of people and of the clock, in document order.
    """

    state_cls = ProtocolState
    transition_cls = ProtocolTransition

    def __init__(self, chart: Chart, *, states: list[dict[str, Any]]) -> None:
        self.chart = chart
        self.steps: tuple[str, ...] = ()
        super().__init__(
            model=None,
            states=states,
            initial=states[0]["name"],
            name=chart.protocol.id,
            send_event=True,
            auto_transitions=False,
            queued=True,
        )

    @property
    def model(self) -> CaseModel:
        """The case; where there are several, ``models`` has them.

        Raises:
            NotOfferedError: There is not exactly one.
        """
        if len(self.models) != 1:
            raise NotOfferedError("model", "copies")
        case: CaseModel = self.models[0]
        return case

    # The library takes a state of any kind to begin with; here the protocol says it.
    def add_model(  # type: ignore[override]
        self, model: object | Sequence[object], initial: str | None = None
    ) -> None:
        """Begin a case, or carry on with one whose ``state`` is given.

        ``model`` is an object of any class, or a list or tuple of them; it is given
        what a ``CaseModel`` has, unless it has that.

        Raises:
            ProtocolError: What follows from the start would never end.
            WrongTypeError: An object can hold no attributes.
        """
        given = list(model) if isinstance(model, list | tuple) else [model]
        for case in map(made_a_case, given):
            if case in self.models:
                continue
            carried_on = case.state
            if not (hasattr(case, "get_graph") or "get_graph" in self.events):
                setattr(case, "get_graph", self.get_graph)  # noqa: B010 - any class
            super().add_model(case, initial=initial)
            if carried_on:
                self.set_state(carried_on, case)
            else:
                self._begin(case)

    def _begin(self, case: CaseModel) -> None:
        root = self.chart.root.initial
        nodes = () if root is None else entered(self.chart, root)
        case.facts = {
            name: fact.initially or UNKNOWN for name, fact in self.chart.facts.items()
        }
        self.set_state(written(self.chart, nodes), case)
        try:
            self._settle(case)
        except _EndlessError:
            codes = ["endless-settling"]
            raise ProtocolError(self.chart.protocol.id, codes) from None

    def possible(self, model: CaseModel) -> tuple[str, ...]:
        """Return every activity and step of the clock that is possible now."""
        return tuple(step for step in self.steps if self._can_trigger(model, step))

    def to_state(
        self,
        model: object,  # noqa: ARG002 - the library's signature
        state_name: str,
        *_: object,
        **__: object,
    ) -> NoReturn:
        """Refuse: nothing leads past the activities of a protocol."""
        raise MoveRefusedError(state_name)

    # The library's own stub narrows the argument in the same way.
    def _add_model_to_state(  # type: ignore[override]
        self, state: NestedState, model: object
    ) -> None:
        """Bind ``model.is_STATE()``, but for states inside others called ``add``.

        The library's wrapper of nested names has a method of that name.
        """
        name = str(self.get_global_name(state.name))
        if "add" not in name.split(SEPARATOR)[1:]:
            super()._add_model_to_state(state, model)

    def _check_event_result(
        self,
        res: bool | None,
        model: object,  # noqa: ARG002 - the library's signature
        trigger: str,
    ) -> bool:
        """Refuse aloud what the library would answer with ``False``."""
        if res:
            return True
        if trigger in self.events:
            raise MoveRefusedError(trigger)
        near = nearest_names(trigger, self.steps)
        raise UnknownNameError("activity", trigger, near)

    def _trigger_event_nested(
        self, event_data: NestedEventData, trigger: str, _: object
    ) -> bool | None:
        """Take one transition, from the inside out, and everything that follows.

        The library would take one in each strand.
        """
        event, case = self.events.get(trigger), case_of(event_data)
        if event is None:
            return None
        event_data.kwargs = {"records": {}, **event_data.kwargs}
        before = _copied(case)
        for node in sorted(active(self.chart, case.state), reverse=True):
            name = self.chart.nodes[node].name
            if name not in event.transitions:
                continue
            self._aim(event_data, trigger, name)
            event._process(event_data)  # noqa: SLF001 - what the library calls here
            if not event_data.result:
                continue
            try:
                self._settle(case)
            except _EndlessError:
                for name, kept in before.items():
                    setattr(case, name, kept)
                raise MoveRefusedError(trigger, "endless") from None
            return True
        return False

    def _aim(self, event_data: NestedEventData, trigger: str, name: str) -> None:
        event_data.event = self.events[trigger]
        event_data.state = self.get_state(name)
        event_data.source_name = name
        event_data.source_path = name.split(SEPARATOR)
        event_data.result = False

    def _settle(self, case: CaseModel) -> None:
        """Take choices and completions, one at a time, until neither applies."""
        seen = set()
        while True:
            nodes = active(self.chart, case.state)
            now = nodes, tuple(sorted(case.history.items()))
            if now in seen:
                raise _EndlessError
            seen.add(now)
            if not any(self._take(case, step) for step in self._following(nodes)):
                return

    def _following(self, nodes: Iterable[int]) -> list[str]:
        """Name what may follow by itself: choices first, then ``done``, inside out."""
        chart = self.chart
        ordered = sorted(nodes)
        choices = [node for node in ordered if chart.nodes[node].lines]
        dones = [node for node in ordered if chart.nodes[node].done is not None]
        dones.sort(key=lambda node: -len(chart.ancestors(node)))
        return [
            *(f"decide({chart.nodes[node].name})" for node in choices),
            *(f"done({chart.nodes[node].name})" for node in dones),
        ]

    def _take(self, case: CaseModel, step: str) -> bool:
        event_data = NestedEventData(None, None, self, case, (), {})
        (name,) = self.events[step].transitions
        self._aim(event_data, step, name)
        self.events[step]._process(event_data)  # noqa: SLF001 - what the library calls
        return bool(event_data.result)


def _copied(case: CaseModel) -> dict[str, Any]:
    """Copy what a step may change, so that it can be undone as a whole."""
    return {
        "state": case.state,
        "facts": dict(case.facts),
        "documents": set(case.documents),
        "happened": set(case.happened),
        "history": dict(case.history),
    }
