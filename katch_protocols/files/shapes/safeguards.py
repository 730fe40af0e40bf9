"""``safeguards.yaml``: rules that bind several protocols."""

from katch_protocols.files.kinds.gathered import Registry
from katch_protocols.files.kinds.names import Names
from katch_protocols.files.kinds.shape import Key, Shape
from katch_protocols.files.shapes.file_kind import FileKind
from katch_protocols.files.shapes.shared import safeguard_keys
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.safeguards import Safeguard

__all__ = ["SAFEGUARDS_FILE"]

_SHARED = Shape(
    "shared_safeguard",
    Safeguard,
    (
        *safeguard_keys,
        Key(
            "binds",
            Names("protocols"),
            "The protocols that it binds; else every protocol that has all its names.",
        ),
    ),
)

SAFEGUARDS_FILE = FileKind(
    Shape(
        "safeguards",
        Handbook,
        (
            Key(
                "safeguards",
                Registry(_SHARED),
                "Safeguards that bind several protocols, by id.",
                required=True,
                lost={},
            ),
        ),
        help="What must hold in several protocols.",
    ),
)
