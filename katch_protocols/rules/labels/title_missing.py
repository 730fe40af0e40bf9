"""title-missing: a state or an activity without a title."""

from collections.abc import Iterator

from katch_protocols.findings import Path, Severity, Wording
from katch_protocols.model.activities import Activity
from katch_protocols.model.noun import Id
from katch_protocols.model.states import State, StateKind
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]

_UNTITLED = frozenset({StateKind.CHOICE, StateKind.RUNNING})


def _spots(context: Context) -> Iterator[Spot]:
    for path, state in context.every(State):
        is_strand = path[-2] == "parallel"
        if state.title is None and not is_strand and state.kind not in _UNTITLED:
            yield Spot(path, {"id": state.id})
    first: dict[tuple[Id, Id], Path] = {}
    titled: set[tuple[Id, Id]] = set()
    for path, act in context.every(Activity):
        for user in context.users(path):
            first.setdefault((user, act.id), path)
            if act.title is not None:
                titled.add((user, act.id))
    for key, path in first.items():
        if key not in titled:
            yield Spot(path, {"id": key[1]})


RULE = Rule(
    name="title-missing",
    family=Family.LABELS,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{id}' has no title.",
        why="People read titles, in drawings and on cards; an id tells them nothing.",
        fix="Add `title` to '{id}'.",
    ),
    spots=_spots,
    needs_whole=True,
)
