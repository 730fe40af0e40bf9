"""Protocols that protect children at the handoffs between agencies.

The front door: every name that a visitor needs, and nothing else. A name is loaded when
it is first used, so importing the library costs almost nothing. Nobody inside comes
through this door. ``__version__`` is that of the package. ``__init__.pyi`` beside this
file tells type checkers the same names.
"""

import importlib

__all__ = [
    "Activity",
    "ActivityRefusedError",
    "Actor",
    "Agency",
    "Case",
    "Counterexample",
    "Drawing",
    "Finding",
    "Handbook",
    "HandbookError",
    "KatchError",
    "Proof",
    "Protocol",
    "Refusal",
    "Region",
    "Role",
    "Safeguard",
    "State",
    "Table",
    "check",
    "compare",
    "compile",
    "draw",
    "handbook",
    "open_case",
    "pin",
    "prove",
    "read",
    "staff",
    "to_graph",
    "to_machine",
    "write",
]

_HOMES = {
    "Activity": "model.activities",
    "ActivityRefusedError": "errors",
    "Actor": "cases.request",
    "Agency": "model.agencies",
    "Case": "cases.case",
    "Counterexample": "proofs.verdicts",
    "Drawing": "drawings.drawing",
    "Finding": "findings",
    "Handbook": "model.handbook",
    "HandbookError": "errors",
    "KatchError": "errors",
    "Proof": "proofs.verdicts",
    "Protocol": "model.protocol",
    "Refusal": "findings",
    "Region": "model.regions",
    "Role": "model.roles",
    "Safeguard": "model.safeguards",
    "State": "model.states",
    "Table": "semantics.table",
    "check": "verbs.check",
    "compare": "verbs.compare",
    "compile": "verbs.compile",
    "draw": "verbs.draw",
    "handbook": "verbs.handbook",
    "open_case": "verbs.open_case",
    "pin": "verbs.pin",
    "prove": "verbs.prove",
    "read": "verbs.read",
    "staff": "verbs.staff",
    "to_graph": "verbs.to_graph",
    "to_machine": "verbs.to_machine",
    "write": "files.write",
}


def __getattr__(name: str) -> object:
    """Load ``name`` from the room where it lives (PEP 562)."""
    if name == "__version__":
        return importlib.import_module("importlib.metadata").version("katch-protocols")
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value: object = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the door's names, loaded or not."""
    return sorted({*globals(), *__all__, "__version__"})
