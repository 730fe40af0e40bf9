"""``roles.yaml``: the roles that people play, with their home agencies."""

from katch_protocols.files.field_types.collections import Registry
from katch_protocols.files.field_types.field_type import Plain
from katch_protocols.files.field_types.ids import IdName, Several
from katch_protocols.files.field_types.noun_schema import FieldKey, NounSchema
from katch_protocols.files.field_types.scalars import Flag
from katch_protocols.files.schemas.file_kind import FileKind
from katch_protocols.files.schemas.shared import NOBODY, NOTE, TITLE
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_nodes import Tree, value_at
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.parties import Role

__all__ = ["ROLES"]

_NONE = "none"


class _Homes(Several):
    """One agency, several, or ``none``."""

    def __init__(self) -> None:
        super().__init__(IdName(("agencies",), also=(_NONE,)))

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read the agencies; ``none`` is written, so that it is never forgotten."""
        if value_at(node, key) == _NONE:
            return []
        return super().read(node, key, sheet)

    def write(self, value: tuple[str, ...]) -> Plain:
        """Write the agencies."""
        return super().write(value) if value else _NONE


_ROLE = NounSchema(
    "role",
    Role,
    (
        TITLE,
        FieldKey("agency", _Homes(), field="agencies", required=True),
        FieldKey("interprets", Flag()),
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
    NounSchema(
        "roles",
        Handbook,
        (FieldKey("roles", Registry(_ROLE, kept=NOBODY), required=True, lost={}),),
    ),
    start=_START,
)
