"""Stage 3: find every target and every name of a condition."""

from collections.abc import Iterator

from katch_protocols.charts.chart import (
    ChartTimer,
    DecideLine,
    Entry,
    EntryKind,
    Goal,
    NodeKind,
)
from katch_protocols.charts.chart_builder import (
    DeclaredState,
    Draft,
    DraftNode,
    Placed,
    Scope,
)
from katch_protocols.charts.qualify import (
    check_effects,
    find_activity,
    find_nearest,
    find_state,
    full_condition,
    near_events,
    near_states,
)
from katch_protocols.findings import Path
from katch_protocols.model.activities import Activity, Target
from katch_protocols.model.noun import Id
from katch_protocols.model.states import State
from katch_protocols.sentences.nearness import nearest_names
from katch_protocols.words.lists import as_typed

__all__ = ["answer_id", "find_goal", "find_start", "full_name", "resolve"]


def full_name(draft: Draft, scope: Scope, act: Id) -> str:
    """Return an activity's name with the prefix of the protocol that is inlined."""
    prefix = draft.nodes[scope.top].name
    return f"{prefix}.{act}" if prefix else act


def answer_id(kind: EntryKind, act: Activity, receiver: Id) -> Id:
    """Return the id of a receiver's answer to a handover: ``acknowledge_ID``.

    Of several receivers it names the one that answers: ``acknowledge_ID_ROLE``.
    """
    several = act.handover is not None and len(act.handover.to) > 1
    return f"{kind}_{act.id}_{receiver}" if several else f"{kind}_{act.id}"


def _answers(act: Activity) -> Iterator[Id]:
    """Yield the ids of every answer that a handover may ever have."""
    for receiver in act.handover.to if act.handover else ():
        yield answer_id(EntryKind.ACKNOWLEDGE, act, receiver)
        yield answer_id(EntryKind.DECLINE, act, receiver)


def find_goal(
    draft: Draft, target: Target, path: Path, *, source: int, scope: Scope
) -> Goal | None:
    """Find where a target leads, or note the problem."""
    found = find_nearest(draft, target.state, source=source, scope=scope)
    if found is None:
        near = near_states(draft, target.state, scope)
        draft.problem("unknown-target", path, {"state": target.state}, near)
        return None
    kind = draft.nodes[found].kind
    if target.resume and not (kind.is_region or kind is NodeKind.PARALLEL):
        draft.problem("resume-not-composite", path, {"state": target.state})
        return None
    return Goal(found, target.resume)


def resolve(draft: Draft) -> None:
    """Resolve the moves of every node and place every declared activity."""
    for declared in draft.declared:
        act = declared.act.id
        draft.acts[full_name(draft, declared.scope, act)] = None
        for answer in _answers(declared.act):
            draft.acts[full_name(draft, declared.scope, answer)] = None
    for node in tuple(draft.nodes):
        _node(draft, node)
    for declared in draft.declared:
        for source in _sources(draft, declared):
            _entry(draft, declared, source)


def _node(draft: Draft, node: DraftNode) -> None:
    state, scope = node.state, node.scope
    if state is None:
        return
    _lines(draft, node, state)
    if state.done is not None and _can_complete(node):
        path: Path = (*node.path, "done")
        node.done = find_goal(draft, state.done, path, source=node.index, scope=scope)
    for timer in state.after:
        path = (*node.path, "after", str(timer.limit))
        goal = find_goal(draft, timer.to, path, source=node.index, scope=scope)
        if goal is not None:
            name = f"clock({node.name}, {timer.limit})"
            node.timers.append(ChartTimer(name, timer.limit, goal, path))
    if state.within is not None and state.within.start is not None:
        path = (*node.path, "within", "from")
        node.clock_start = find_start(
            draft, state.within.start, path, source=node.index, scope=scope
        )
    if node.running is not None:
        _then(draft, node)


def _can_complete(node: DraftNode) -> bool:
    """Whether ``done`` means anything here; elsewhere a rule says it does not."""
    return node.kind.is_region or node.kind is NodeKind.PARALLEL


def _lines(draft: Draft, node: DraftNode, state: State) -> None:
    scope = node.scope
    for position, branch in enumerate(state.decide):
        path = (*node.path, "decide", position)
        goal = find_goal(
            draft, branch.to, (*path, "to"), source=node.index, scope=scope
        )
        when = full_condition(
            draft, branch.when, (*path, "when"), source=node.index, scope=scope
        )
        if goal is not None:
            node.lines.append(DecideLine(when, goal, path))
    if state.decide and state.decide[-1].when is not None:
        where = (*node.path, "decide")
        draft.problem("decide-without-last-line", where, {"state": node.name})


def find_start(
    draft: Draft, name: str, path: Path, *, source: int, scope: Scope
) -> str | None:
    """Return the full name of the event that starts a clock, or note the problem."""
    found = find_activity(draft, name, scope)
    if found is not None:
        return found
    states = find_state(draft, name, source=source, scope=scope)
    if len(states) == 1:
        return draft.nodes[states[0]].name
    counted = draft.counts_as()
    if name in counted:
        return name
    near = near_events(draft, name, scope, counted)
    draft.problem("unknown-event", path, {"event": name}, near)
    return None


def _then(draft: Draft, node: DraftNode) -> None:
    """Map each final state of the inlined protocol to a target here."""
    state = node.state
    if state is None:
        return
    finals = {
        draft.nodes[child].bare: draft.nodes[child]
        for child in node.children.values()
        if draft.nodes[child].kind is NodeKind.FINAL
    }
    missed = [name for name in finals if name not in state.then]
    for name, target in state.then.items():
        path = (*node.path, "then", name)
        goal = find_goal(draft, target, path, source=node.index, scope=node.scope)
        final = finals.pop(name, None)
        if final is None:
            facts = {"state": name, "protocol": str(node.running)}
            draft.problem("then-unknown", path, facts, nearest_names(name, missed))
        elif goal is not None:
            final.kind = NodeKind.CHOICE
            final.lines.append(DecideLine(None, goal, path))
    for name in finals:
        facts = {"state": name, "protocol": str(node.running)}
        draft.problem("then-missing", (*node.path, "then"), facts)


def _sources(draft: Draft, declared: DeclaredState) -> list[tuple[int, bool]]:
    if not declared.at_top or not declared.act.origins:
        return [(declared.node, declared.at_top)]
    found: list[tuple[int, bool]] = []
    for position, name in enumerate(declared.act.origins):
        path = (*declared.path, "from", position)
        scope = declared.scope
        states = find_state(draft, name, source=scope.top, scope=scope)
        if len(states) == 1:
            found.append((states[0], False))
            continue
        if states:
            paths = as_typed(draft.nodes[index].name for index in states)
            draft.problem("ambiguous-state", path, {"state": name, "paths": paths})
            continue
        near = near_states(draft, name, scope)
        draft.problem("unknown-state", path, {"state": name}, near)
    return found


def _entry(draft: Draft, declared: DeclaredState, placed: tuple[int, bool]) -> None:
    source, at_top = placed
    act, scope = declared.act, declared.scope
    goal = None
    if act.to is not None:
        path = (*declared.path, "to")
        goal = find_goal(draft, act.to, path, source=source, scope=scope)
        if goal is None:
            return
    when = full_condition(
        draft, act.when, (*declared.path, "when"), source=source, scope=scope
    )
    check_effects(draft, act, declared.path)
    start = None
    if act.within is not None and act.within.start is not None:
        where = (*declared.path, "within", "from")
        start = find_start(
            draft, act.within.start, where, source=declared.node, scope=scope
        )
    entry = Entry(
        full_name(draft, scope, act.id),
        source,
        act,
        declared.path,
        scope.home,
        when=when,
        goal=goal,
        at_top=at_top,
        kind=EntryKind.SIGNAL if act.is_signal else EntryKind.WRITTEN,
        clock_start=start,
    )
    named = declared.at_top and bool(act.origins)
    draft.entries.append(Placed(entry, scope, named=named))
