from katch_protocols.cases.case import Case as Case
from katch_protocols.cases.request import Actor as Actor
from katch_protocols.drawings.drawing import Drawing as Drawing
from katch_protocols.errors import ActivityRefusedError as ActivityRefusedError
from katch_protocols.errors import ConflictError as ConflictError
from katch_protocols.errors import HandbookError as HandbookError
from katch_protocols.errors import KatchError as KatchError
from katch_protocols.exchange.export import Export as Export
from katch_protocols.exchange.importing import Imported as Imported
from katch_protocols.files.write import write as write
from katch_protocols.findings import Finding as Finding
from katch_protocols.model.activities import Activity as Activity
from katch_protocols.model.handbook import Handbook as Handbook
from katch_protocols.model.parties import Agency as Agency
from katch_protocols.model.parties import Region as Region
from katch_protocols.model.parties import Role as Role
from katch_protocols.model.protocol import Protocol as Protocol
from katch_protocols.model.safeguards import Safeguard as Safeguard
from katch_protocols.model.states import State as State
from katch_protocols.proofs.verdicts import Counterexample as Counterexample
from katch_protocols.proofs.verdicts import Proof as Proof
from katch_protocols.refusals import Refusal as Refusal
from katch_protocols.semantics.table import Table as Table
from katch_protocols.verbs.audit import audit as audit
from katch_protocols.verbs.check import check as check
from katch_protocols.verbs.compare import compare as compare
from katch_protocols.verbs.compile import compile as compile
from katch_protocols.verbs.draw import draw as draw
from katch_protocols.verbs.export import export as export
from katch_protocols.verbs.import_protocol import import_protocol as import_protocol
from katch_protocols.verbs.live_cases import open_case as open_case
from katch_protocols.verbs.live_cases import pin as pin
from katch_protocols.verbs.measure import measure as measure
from katch_protocols.verbs.open_store import open_store as open_store
from katch_protocols.verbs.prove import prove as prove
from katch_protocols.verbs.reading import handbook as handbook
from katch_protocols.verbs.reading import read as read
from katch_protocols.verbs.simulate import simulate as simulate
from katch_protocols.verbs.staff import staff as staff
from katch_protocols.verbs.tabletop import tabletop as tabletop
from katch_protocols.verbs.to_graph import to_graph as to_graph
from katch_protocols.verbs.to_machine import to_machine as to_machine
from katch_protocols.verbs.vectors import vectors as vectors
from katch_protocols.verbs.what_if import what_if as what_if

__version__: str

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
