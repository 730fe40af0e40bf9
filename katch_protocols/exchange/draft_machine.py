"""A statechart of others becomes a protocol.

States become states, events become activities, states with transitions that wait for
nothing become choices. A condition that nobody here can read is no condition: each way
becomes an activity of its own, and somebody decides.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from katch_protocols.errors import NotationError
from katch_protocols.exchange.found_machine import (
    FoundMachine,
    FoundMove,
    FoundState,
)
from katch_protocols.exchange.incoming import Incoming, StartedProtocol, shorten
from katch_protocols.exchange.machine_names import MachineNames
from katch_protocols.exchange.take_up import TakingUp, duration
from katch_protocols.model.activities import Activity, Raci, Target
from katch_protocols.model.documents import Fact
from katch_protocols.model.noun import Id, Label, readable
from katch_protocols.model.protocol import Protocol
from katch_protocols.model.states import Branch, State, Timer

__all__ = ["draft_of"]


def draft_of(machine: FoundMachine, incoming: Incoming) -> StartedProtocol:
    """Make a protocol of a machine; what has no place in one is noted.

    Raises:
        NotationError: The machine has no states.
    """
    if not machine.top.states:
        raise NotationError("no-states", incoming.name, machine.top.line)
    return _Drafting(machine, incoming).draft()


class _Drafting:
    def __init__(self, machine: FoundMachine, incoming: Incoming) -> None:
        self.machine, self.incoming = machine, incoming
        self.titles: dict[Id, Label | None] = {}
        self.told = TakingUp(machine, incoming)
        self.names = MachineNames(machine, incoming.names, self.told.paper)

    def draft(self) -> StartedProtocol:
        machine, label = self.machine, self.incoming.label
        own = self.incoming.names.protocol(machine.name, spare="protocol")
        ids = self.names.ids
        whole = self.told.of_protocol()
        states = {ids[each]: self._state(each) for each in machine.top.states}
        first = machine.top.initial or machine.top.states[0]
        acts = self._activities(machine.top)
        facts = {self.names.fact(name): name for name in machine.facts}
        told = self.told
        for name in machine.documents:
            told.paper(name)
        protocol = Protocol(
            id=own,
            title=label(machine.title) or told.spare(own),
            initial=ids[first],
            phases=told.phases,
            facts={name: self._fact(name, written) for name, written in facts.items()},
            documents=told.documents,
            states=states,
            activities=acts,
        ).model_copy(update=whole)
        return StartedProtocol(
            protocol=protocol,
            roles=told.roles,
            functions=told.functions,
            qualifications=told.qualifications,
        )

    def _fact(self, name: Id, written: str) -> Fact:
        return Fact(
            id=name,
            title=self.told.spare(name),
            values=dict.fromkeys(self.machine.facts[written]),
            initially=self.machine.initially.get(written),
        )

    def _state(self, state: FoundState) -> State:
        noun = State(
            id=self.names.ids[state], title=self.incoming.label(state.title)
        ).model_copy(
            update=self.told.of_state(
                state, self.names.paths[state], self.names.clock_start
            )
        )
        if state.kind == "final":
            for move in state.moves:
                self._skip(move, "final")
            return noun.model_copy(update={"final": True})
        if self._is_choice(state):
            for move in state.moves:
                self.told.note_move(move, self.names.paths[state])
            return noun.model_copy(update={"decide": self._lines(state)})
        for move in state.moves:
            if move.completes or move.after:
                self.told.note_move(move, self.names.paths[state])
        return noun.model_copy(
            update={
                **self._inside(state),
                "activities": self._activities(state),
                "after": tuple(self._timers(state)),
                "done": self._done(state),
            }
        )

    def _inside(self, state: FoundState) -> Mapping[str, Any]:
        if not state.states:
            return {}
        inner = {self.names.ids[each]: self._state(each) for each in state.states}
        if state.kind == "parallel":
            strands = (
                self._strand(each, noun)
                for each, noun in zip(state.states, inner.values(), strict=True)
            )
            return {"parallel": {each.id: each for each in strands}}
        first = state.initial or state.states[0]
        return {"states": inner, "initial": self.names.ids[first]}

    def _strand(self, state: FoundState, noun: State) -> State:
        """Return a strand made of states, as each must be."""
        if noun.states:
            return noun
        path = self.names.paths[state]
        name = self.incoming.names.state((state, "inside"), f"in_{noun.id}", path)
        inside: dict[Id, State] = {}
        done = noun.done
        if noun.parallel and done is None:
            # A strand is complete where a final state in it is active.
            end = self.incoming.names.state((state, "end"), f"{noun.id}_complete", path)
            inside[end] = State(id=end, final=True)
            done = Target(state=f"{path}.{end}")
        inner = State(
            id=name,
            title=noun.title,
            parallel=noun.parallel,
            done=done,
            decide=noun.decide,
            final=noun.final,
        )
        return noun.model_copy(
            update={
                "parallel": {},
                "decide": (),
                "done": None,
                "final": False,
                "outcome": None,
                "states": {name: inner, **inside},
                "initial": name,
            }
        )

    # Choices, completion, clocks

    def _is_choice(self, state: FoundState) -> bool:
        """Whether every move waits for nothing and the last one is always taken."""
        moves = state.moves
        return (
            bool(moves)
            and not state.states
            and all(each.event is None and not each.completes for each in moves)
            and all(not each.after and each.target is not None for each in moves)
            and all(self.names.when(each) is not None for each in moves if each.guard)
            and not moves[-1].guard
        )

    def _lines(self, state: FoundState) -> tuple[Branch, ...]:
        lines = []
        for move in state.moves:
            target = self._target(move)
            if target is not None:
                lines.append(Branch(when=self.names.when(move), to=target))
            if not move.guard:
                break
        return tuple(lines)

    def _done(self, state: FoundState) -> Target | None:
        found = [each for each in state.moves if each.completes]
        for move in found[1:]:
            self._skip(move, "second-done")
        if not found:
            return None
        if found[0].guard:
            self._skip(found[0], "unasked")
        if not state.states:
            self._skip(found[0], "never-complete")
            return None
        return self._target(found[0])

    def _timers(self, state: FoundState) -> Iterator[Timer]:
        seen = set()
        for move in state.moves:
            if not move.after:
                continue
            limit, target = duration(move.after), self._target(move)
            if limit is None or target is None:
                self._skip(move, "delay")
                continue
            if str(limit) in seen:
                self._skip(move, "second-timer")
                continue
            if move.guard:
                self._skip(move, "unasked")
            seen.add(str(limit))
            yield Timer(limit=limit, to=target)

    # Activities

    def _activities(self, state: FoundState) -> dict[Id, Activity]:
        found: dict[Id, Activity] = {}
        choice = state is not self.machine.top and self._is_choice(state)
        for move in state.moves:
            if move.completes or move.after or choice:
                continue
            act = self._activity(state, move, found)
            if act is not None:
                found[act.id] = act
        return found

    def _activity(
        self, state: FoundState, move: FoundMove, others: Mapping[Id, Activity]
    ) -> Activity | None:
        when = self.names.when(move)
        unread = bool(move.guard) and when is None
        target = self._target(move)
        if move.target is not None and target is None:
            self._skip(move, "target")
            return None
        if move.event is None and target is None:
            self._skip(move, "no-event")
            return None
        if move.event is None:
            self._skip(move, "somebody-decides")
        name = self._act_name(state, move, others, unread=unread)
        label = self.incoming.label
        raci, rest = self.told.of_activity(state, move, name, self.names.clock_start)
        return Activity(
            id=name,
            title=self.titles.setdefault(name, label(self._title(move, unread=unread))),
            raci=Raci(**raci),
            when=when,
            produces=tuple(map(self.told.paper, move.makes)),
            records=tuple(self.names.known(move.records)),
            sets={
                self.names.fact(fact): value
                for fact, value in move.sets.items()
                if fact in self.machine.facts and value != "unknown"
            },
            forgets=tuple(
                self.names.known(
                    f for f, value in move.sets.items() if value == "unknown"
                )
            ),
            to=target,
            **rest,
        )

    def _act_name(
        self,
        state: FoundState,
        move: FoundMove,
        others: Mapping[Id, Activity],
        *,
        unread: bool,
    ) -> Id:
        """Return the id of a move's activity; a second way of an event has its own."""
        if unread:
            self._skip(move, "guard")
        written = move.event or shorten(move.guard) or f"leave {state.name}"
        key: tuple[object, ...] = ("event", written)
        if move.event is None:
            key = ("way", move)
        name = self.incoming.names.activity(key, written)
        if name not in others:
            return name
        if not unread:
            self._skip(move, "second-way")
        return self.incoming.names.activity(("way", move), written)

    def _title(self, move: FoundMove, *, unread: bool) -> str:
        own = move.title or ("" if move.event is None else readable(move.event))
        guard = shorten(move.guard) if unread or move.event is None else ""
        return ": ".join(part for part in (own, guard) if part)

    # What moves lead to

    def _target(self, move: FoundMove) -> Target | None:
        target = move.target
        if target is None:
            return None
        if target.kind == "history":
            above = target.parent
            if above is None or above not in self.names.paths or not above.states:
                return None
            return Target(state=self.names.paths[above], resume=True)
        if target is self.machine.top:
            target = self.machine.top.initial or self.machine.top.states[0]
        path = self.names.paths.get(target)
        return None if path is None else Target(state=path)

    def _skip(self, move: FoundMove, why: str) -> None:
        what = move.event or move.guard or move.after or "→"
        if why == "guard" and move.event:
            what = f"{move.event}: {move.guard}"
        self.incoming.skip(move.line, what, why, once=True)
