"""``roles.yaml``: the roles that people play, with their home agencies."""

from katch_protocols.files.kinds.gathered import Registry
from katch_protocols.files.kinds.kind import Plain
from katch_protocols.files.kinds.names import Name, Several
from katch_protocols.files.kinds.scalars import Flag
from katch_protocols.files.kinds.shape import Key, Shape
from katch_protocols.files.shapes.file_kind import FileKind
from katch_protocols.files.shapes.shared import NOBODY, NOTE, TITLE
from katch_protocols.files.sheets import Sheet
from katch_protocols.files.trees import Tree, value_at
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.parties import Role

__all__ = ["ROLES"]

_NONE = "none"


class _Homes(Several):
    """One agency, several, or ``none``."""

    def __init__(self) -> None:
        super().__init__(Name(("agencies",), also=(_NONE,)))

    def read(self, node: Tree, key: str | int, sheet: Sheet) -> object:
        """Read the agencies; ``none`` is written, so that it is never forgotten."""
        if value_at(node, key) == _NONE:
            return []
        return super().read(node, key, sheet)

    def write(self, value: tuple[str, ...]) -> Plain:
        """Write the agencies."""
        return super().write(value) if value else _NONE


_ROLE = Shape(
    "role",
    Role,
    (
        TITLE,
        Key(
            "agency",
            _Homes(),
            "The agency that holds it, several of them, or `none` for somebody who "
            "takes part and holds no office.",
            field="agencies",
            required=True,
        ),
        Key(
            "interprets",
            Flag(),
            "Where it takes part, somebody must speak the child's language.",
        ),
        NOTE,
    ),
)

_START = """\
$why_roles
roles:
  duty_officer:
    title: $title_duty_officer
    agency: harbour_police
  caseworker:
    title: $title_caseworker
    agency: welfare_office
  line_manager:
    title: $title_line_manager
    agency: welfare_office
"""

ROLES = FileKind(
    Shape(
        "roles",
        Handbook,
        (
            Key(
                "roles",
                Registry(_ROLE, kept=NOBODY),
                "The roles by id.",
                required=True,
                lost={},
            ),
        ),
        help="The roles that people play, with their home agencies.",
    ),
    start=_START,
)
