"""XState in: the config of a machine, as JSON.

Read as XState 5 reads it; the older ``cond`` and ``data`` stand for ``guard`` too. What
programs do (actions, invoked actors, delays by name) is noted, not read.
"""

from collections.abc import Iterator, Mapping

from katch_protocols.errors import NotationError
from katch_protocols.exchange.documents import JsonList, JsonObject, read_json
from katch_protocols.exchange.draft_machine import draft_of
from katch_protocols.exchange.found_machine import (
    FoundMachine,
    FoundMove,
    FoundState,
)
from katch_protocols.exchange.incoming import Incoming, StartedProtocol

__all__ = ["read", "recognizes"]

_MINUTE = 60_000
_UNITS = ((1440 * _MINUTE, "days"), (60 * _MINUTE, "hours"), (_MINUTE, "minutes"))
_KNOWN = frozenset(
    {
        *("$schema", "id", "key", "type", "initial", "states", "on", "always", "after"),
        *("onDone", "history", "target", "version", "description", "meta", "context"),
        *("order", "strict", "predictableActionArguments"),
        *("entry", "exit", "invoke", "output", "data", "activities"),
    }
)
_OF_MOVE = frozenset(
    {"target", "guard", "cond", "description", "meta", "actions", "reenter"}
)
_DONE_BY_PROGRAM = ("entry", "exit", "invoke", "output", "data", "activities")


def recognizes(incoming: Incoming) -> bool:
    """Tell whether a file is JSON with ``states`` at its top."""
    if not incoming.data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return False
    try:
        found = read_json(incoming)
    except NotationError:
        # Whatever is wrong with it is said when it is read.
        return b'"states"' in incoming.data
    return isinstance(found, JsonObject) and isinstance(found.get("states"), JsonObject)


def read(incoming: Incoming) -> StartedProtocol:
    """Read a config.

    Raises:
        NotationError: It is no JSON, or has no states.
    """
    config = read_json(incoming)
    if not isinstance(config, JsonObject):
        raise NotationError("no-states", incoming.name)
    return draft_of(_XstateReading(config, incoming).machine(), incoming)


class _XstateReading:
    def __init__(self, config: JsonObject, incoming: Incoming) -> None:
        self.config, self.incoming = config, incoming
        self.by_id: dict[str, FoundState] = {}
        self.configs: dict[FoundState, JsonObject] = {}

    def machine(self) -> FoundMachine:
        config = self.config
        name = _text(config, "id") or _text(config, "key") or "machine"
        top = FoundState(
            config.line, name, told=self._told(config, "facts", "notes", "checklists")
        )
        self.by_id[name] = top
        self.configs[top] = config
        self._inside(top, config)
        for state in list(self.configs):
            self._moves(state, self.configs[state])
        facts, initially = self._facts()
        title = _text(config, "description") or name
        papers = tuple(self._documents())
        return FoundMachine(name, title, top, facts, initially, papers)

    def _skip(self, where: JsonObject, key: str, why: str) -> None:
        line = where.lines.get(key, where.line)
        self.incoming.skip(line, key, why)

    def _facts(self) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
        """Return the values of facts that ``meta`` lists, and their first ones."""
        listed = _inner(_inner(self.config, "meta"), "facts")
        first = _inner(_inner(self.config, "context"), "facts")
        if self.config.get("context") and not self._is_ours:
            self._skip(self.config, "context", "data")
        lists = _inner(_inner(self.config, "meta"), "checklists")
        for name in lists:
            self.incoming.skip(lists.lines[name], f"{name}: checklist", "checklist")
        facts = {name: tuple(_texts(values)) for name, values in listed.items()}
        kept = {name: values for name, values in facts.items() if values}
        initially = {
            name: value
            for name, value in first.items()
            if isinstance(value, str) and value in kept.get(name, ())
        }
        return kept, initially

    def _documents(self) -> Iterator[str]:
        """Yield the documents that our ``context`` lists."""
        if self._is_ours:
            yield from _inner(_inner(self.config, "context"), "documents")

    @property
    def _is_ours(self) -> bool:
        """Whether ``meta`` lists facts, as it does in what we write."""
        return isinstance(_inner(self.config, "meta").get("facts"), JsonObject)

    def _told(self, config: JsonObject, *own: str) -> dict[str, str]:
        """Return the texts of ``meta``; note what else it holds, but our ``own``."""
        meta = _inner(config, "meta")
        for key, value in meta.items():
            if not isinstance(value, str) and key not in own:
                self._skip(meta, key, "unknown-key")
        if config.get("meta") and not meta:
            self._skip(config, "meta", "unknown-key")
        return {key: value for key, value in meta.items() if isinstance(value, str)}

    # States

    def _inside(self, state: FoundState, config: JsonObject) -> None:
        self._note_unread(config)
        children = config.get("states")
        if isinstance(children, JsonObject):
            for name, inner in children.items():
                if isinstance(inner, JsonObject):
                    self._child(state, name, inner, children.lines[name])
        self._first(state, config)

    def _first(self, state: FoundState, config: JsonObject) -> None:
        """Find what is entered first."""
        first = config.get("initial")
        if isinstance(first, JsonObject):
            first = first.get("target")
        if isinstance(first, str):
            state.initial = self._below(state, first.removeprefix(".").split("."))
            if state.initial is None and first.startswith("#"):
                state.initial = self._absolute(first)
            if state.initial is None:
                self._skip(config, "initial", "target")
            elif state.initial.kind == "history":
                self._skip(config, "initial", "history-default")
                state.initial = None
            elif state.initial.parent is not state:
                self._skip(config, "initial", "deep-initial")
                state.initial = self._child_towards(state, state.initial)

    def _child_towards(self, above: FoundState, inner: FoundState) -> FoundState | None:
        here: FoundState | None = inner
        while here is not None and here.parent is not above:
            here = here.parent
        return here

    def _child(
        self, above: FoundState, name: str, config: JsonObject, line: int
    ) -> None:
        kind = _text(config, "type")
        if kind not in {"parallel", "final", "history"}:
            kind = "history" if "history" in config else "state"
        path = f"{above.path}.{name}" if above.path else name
        told = self._told(config)
        state = FoundState(
            line, name, kind, path, _text(config, "description"), told, above
        )
        above.children.append(state)
        own = _text(config, "id")
        if own:
            self.by_id.setdefault(own, state)
        self.configs[state] = config
        if kind == "history":
            if config.get("history") != "deep":
                self._skip(config, "history", "shallow")
            if "target" in config:
                self._skip(config, "target", "history-default")
            return
        self._inside(state, config)

    def _note_unread(self, config: JsonObject) -> None:
        for key, value in config.items():
            if key in _DONE_BY_PROGRAM and value:
                if not _is_ours(value):
                    self._skip(config, key, "program")
            elif key not in _KNOWN:
                self._skip(config, key, "unknown-key")

    # Transitions

    def _moves(self, state: FoundState, config: JsonObject) -> None:
        if state.kind == "history":
            return
        for key in ("on", "after"):
            if config.get(key) and not _inner(config, key):
                self._skip(config, key, "unknown-key")
            self._note_forbidden(_inner(config, key))
            for name, value in _inner(config, key).items():
                line = _inner(config, key).lines[name]
                for move in self._ways(state, value, line):
                    self._place(state, move, key, name)
        for key in ("always", "onDone"):
            line = config.lines.get(key, config.line)
            for move in self._ways(state, config.get(key), line):
                move.completes = key == "onDone" or "completes" in move.told
                state.moves.append(move)

    def _note_forbidden(self, moves: JsonObject) -> None:
        for name, value in moves.items():
            if value is None:
                self.incoming.skip(moves.lines[name], f"{name}: null", "no-event")

    def _place(self, state: FoundState, move: FoundMove, key: str, name: str) -> None:
        if key == "after":
            move.after = _span(name)
            if not move.after:
                self.incoming.skip(move.line, f"after {name}", "delay")
                return
        elif "after" in move.told:
            move.after = move.told["after"]
        elif name == "*" or name.endswith(".*") or name.startswith("xstate."):
            self.incoming.skip(move.line, name, "wildcard")
            return
        elif not name:
            pass  # the eventless transition of XState 4
        else:
            move.event = name
        state.moves.append(move)

    def _ways(self, state: FoundState, value: object, line: int) -> Iterator[FoundMove]:
        """Yield the transitions that a value of ``on`` holds, in order."""
        if isinstance(value, JsonList):
            for at, each in enumerate(value):
                yield from self._way(state, each, value.lines[at])
        else:
            yield from self._way(state, value, line)

    def _way(self, state: FoundState, value: object, line: int) -> Iterator[FoundMove]:
        if isinstance(value, str):
            value = JsonObject(target=value)
            value.line = line
        if not isinstance(value, JsonObject):
            if value is not None:
                self.incoming.skip(line, str(value), "unknown-key")
            return
        targets = list(_texts(value.get("target")))
        if len(targets) > 1:
            self.incoming.skip(line, " ".join(targets), "several-targets")
            return
        target = self._resolve(state, targets[0]) if targets else None
        if targets and target is None:
            self.incoming.skip(line, targets[0], "target")
            return
        for key in sorted(value.keys() - _OF_MOVE):
            self._skip(value, key, "unknown-key")
        guard = value.get("guard", value.get("cond"))
        move = FoundMove(
            line,
            target=target,
            guard=_guard(guard),
            title=_text(value, "description"),
            told=self._told(value),
        )
        if _inner(value, "guard").get("type") == "when":
            _read_tests(move, _inner(_inner(value, "guard"), "params"))
        self._read_change(move, value)
        yield move

    def _read_change(self, move: FoundMove, value: JsonObject) -> None:
        actions = value.get("actions")
        if not actions:
            return
        if not _is_ours(actions):
            self._skip(value, "actions", "program")
            return
        for each in actions if isinstance(actions, JsonList) else [actions]:
            params = _inner(each, "params")
            move.records += tuple(_texts(params.get("records")))
            move.makes += tuple(_texts(params.get("documents")))
            sets = _inner(params, "facts")
            move.sets = {
                **move.sets,
                **{k: v for k, v in sets.items() if isinstance(v, str)},
            }

    def _resolve(self, state: FoundState, target: str) -> FoundState | None:
        if target.startswith("#"):
            return self._absolute(target)
        if target.startswith("."):
            return self._below(state, target[1:].split("."))
        return self._below(state.parent or state, target.split("."))

    def _absolute(self, target: str) -> FoundState | None:
        """Find ``#id`` or ``#id.child``; an id may itself hold dots."""
        parts = target[1:].split(".")
        for end in range(len(parts), 0, -1):
            start = self.by_id.get(".".join(parts[:end]))
            if start is not None:
                return self._below(start, parts[end:])
        return None

    def _below(self, state: FoundState, keys: list[str]) -> FoundState | None:
        for key in keys:
            found = next((each for each in state.children if each.name == key), None)
            if found is None:
                return None
            state = found
        return state


_OURS = frozenset({"change", "enter", "leave"})


def _is_ours(actions: object) -> bool:
    """Tell whether all actions are those that we write, params and all."""
    listed = actions if isinstance(actions, JsonList) else [actions]
    return all(
        isinstance(each, JsonObject)
        and each.get("type") in _OURS
        and isinstance(each.get("params"), JsonObject)
        for each in listed
    )


def _read_tests(move: FoundMove, params: JsonObject) -> None:
    """Take the sentence of our guard; without one it asks nothing of its own."""
    move.when = _text(params, "condition")
    tests = params.get("all")
    listed = tests if isinstance(tests, JsonList) else []
    own = (each for each in listed if not _is_added(each))
    if not move.when and ("completes" in move.told or not any(own)):
        move.guard = ""


_ADDED = frozenset({"records", "has", "not"})
"""Tests that stand beside a condition: what is stated, needed, or left first."""


def _is_added(test: object) -> bool:
    """Tell whether a test stands beside a condition; so does that a case was opened."""
    parts = [test, *(_inner_list(test, "any"))]
    opened = (_text(each, "done") for each in parts if isinstance(each, JsonObject))
    return bool(_ADDED & set(_keys(test))) or any(
        each.startswith("opened(") for each in opened
    )


def _inner_list(value: object, key: str) -> JsonList:
    found = value.get(key) if isinstance(value, JsonObject) else None
    return found if isinstance(found, JsonList) else JsonList()


def _keys(value: object) -> Iterator[str]:
    if isinstance(value, JsonObject):
        yield from value


def _guard(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case {"type": str(name)}:
            return name
        case _:
            return "guard"


def _text(config: Mapping[str, object], key: str) -> str:
    value = config.get(key)
    return value if isinstance(value, str) else ""


def _inner(config: object, key: str) -> JsonObject:
    found = config.get(key) if isinstance(config, JsonObject) else None
    return found if isinstance(found, JsonObject) else JsonObject()


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, JsonList):
        yield from (each for each in value if isinstance(each, str))


def _span(name: str) -> str:
    """Return milliseconds as a span of ours; empty where no minutes make it up."""
    if not name.isdecimal() or not name.isascii():
        return ""
    length = int(name[:15])
    for size, unit in _UNITS:
        if length and length % size == 0:
            return f"{length // size} {unit}"
    return ""
