"""unknown-phase: a phase that the protocol does not declare."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.noun import Id
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot
from katch_protocols.sentences.nearness import nearest_names

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    phases = {name: _phases(context, name) for name in context.handbook.protocols}
    for path, state in context.every(State):
        if state.phase is None or context.has_lost(path, ("phases",)):
            continue
        for user in context.users(path):
            if state.phase not in phases[user]:
                near = nearest_names(state.phase, phases[user])
                yield Spot((*path, "phase"), {"phase": state.phase}, near)


def _phases(context: Context, name: Id) -> tuple[Id, ...]:
    protocol, fragments = context.handbook.protocols[name], context.handbook.fragments
    used = [fragments[each] for each in protocol.use if each in fragments]
    return (*protocol.phases, *(phase for each in used for phase in each.phases))


RULE = Rule(
    name="unknown-phase",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{phase}' is not a phase of this protocol.",
        why="The drawings cannot show this state in any chapter of the story.",
        fix="Declare it under `phases`, or write the id of one that is there.",
    ),
    spots=_spots,
)
