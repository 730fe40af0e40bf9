"""Protocols that protect children at the handoffs between agencies.

The front door: every name that a visitor needs, and nothing else. A name is loaded when
it is first used, so importing the library costs almost nothing. Nobody inside comes
through this door. ``__version__`` is that of the package. ``__init__.pyi`` beside this
file tells type checkers the same names.
"""

import importlib

from katch_protocols.blas import IdleThreads
from katch_protocols.garbage import Loading

__all__ = [
    "Activity",
    "ActivityRefusedError",
    "Actor",
    "Agency",
    "Case",
    "ConflictError",
    "Counterexample",
    "Drawing",
    "Export",
    "Finding",
    "Handbook",
    "HandbookError",
    "Imported",
    "KatchError",
    "Proof",
    "Protocol",
    "Refusal",
    "Region",
    "Role",
    "Safeguard",
    "State",
    "Table",
    "audit",
    "check",
    "compare",
    "compile",
    "draw",
    "export",
    "handbook",
    "import_protocol",
    "measure",
    "open_case",
    "open_store",
    "pin",
    "prove",
    "read",
    "simulate",
    "staff",
    "tabletop",
    "to_graph",
    "to_machine",
    "vectors",
    "what_if",
    "write",
]

_HOMES = {
    "Activity": "katch_protocols.model.activities",
    "ActivityRefusedError": "katch_protocols.errors",
    "Actor": "katch_protocols.cases.request",
    "Agency": "katch_protocols.model.parties",
    "Case": "katch_protocols.cases.case",
    "ConflictError": "katch_protocols.errors",
    "Counterexample": "katch_protocols.proofs.verdicts",
    "Drawing": "katch_protocols.drawings.drawing",
    "Export": "katch_protocols.exchange.export",
    "Finding": "katch_protocols.findings",
    "Handbook": "katch_protocols.model.handbook",
    "HandbookError": "katch_protocols.errors",
    "Imported": "katch_protocols.exchange.importing",
    "KatchError": "katch_protocols.errors",
    "Proof": "katch_protocols.proofs.verdicts",
    "Protocol": "katch_protocols.model.protocol",
    "Refusal": "katch_protocols.refusals",
    "Region": "katch_protocols.model.parties",
    "Role": "katch_protocols.model.parties",
    "Safeguard": "katch_protocols.model.safeguards",
    "State": "katch_protocols.model.states",
    "Table": "katch_protocols.semantics.table",
    "audit": "katch_protocols.verbs.audit",
    "check": "katch_protocols.verbs.check",
    "compare": "katch_protocols.verbs.compare",
    "compile": "katch_protocols.verbs.compile",
    "draw": "katch_protocols.verbs.draw",
    "export": "katch_protocols.verbs.export",
    "handbook": "katch_protocols.verbs.reading",
    "import_protocol": "katch_protocols.verbs.import_protocol",
    "measure": "katch_protocols.verbs.measure",
    "open_case": "katch_protocols.verbs.live_cases",
    "open_store": "katch_protocols.verbs.open_store",
    "pin": "katch_protocols.verbs.live_cases",
    "prove": "katch_protocols.verbs.prove",
    "read": "katch_protocols.verbs.reading",
    "simulate": "katch_protocols.verbs.simulate",
    "staff": "katch_protocols.verbs.staff",
    "tabletop": "katch_protocols.verbs.tabletop",
    "to_graph": "katch_protocols.verbs.to_graph",
    "to_machine": "katch_protocols.verbs.to_machine",
    "vectors": "katch_protocols.verbs.vectors",
    "what_if": "katch_protocols.verbs.what_if",
    "write": "katch_protocols.files.write",
}


def __getattr__(name: str) -> object:
    """Load ``name`` from the room where it lives (PEP 562)."""
    if name == "__version__":
        return importlib.import_module("importlib.metadata").version("katch-protocols")
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    with Loading(), IdleThreads():
        value: object = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the door's names, loaded or not."""
    return sorted({*globals(), *__all__, "__version__"})
