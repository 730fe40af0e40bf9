"""``roles.yaml``: the roles that people play, with their home agencies."""

from typing import Any

from msgspec.structs import replace

from katch_protocols.files.field_types.collections import Registry
from katch_protocols.files.field_types.field_type import (
    FieldType,
    JsonSchema,
    Plain,
    SchemaContext,
    shown,
)
from katch_protocols.files.field_types.ids import IdName, Several
from katch_protocols.files.field_types.noun_schema import FieldKey, NounSchema
from katch_protocols.files.field_types.scalars import Flag, WholeNumber
from katch_protocols.files.schemas.file_kind import FileKind
from katch_protocols.files.schemas.shared import NOBODY, NOTE, TITLE
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_nodes import DROPPED, Items, Map, Tree, value_at
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Noun
from katch_protocols.model.parties import FEWEST_SITTING, MOST_SEATS, Role
from katch_protocols.words.lists import as_typed

__all__ = ["ROLES", "Seats"]

_NONE = "none"


class _Homes(Several, frozen=True):
    """One agency, several, or ``none``."""

    one: FieldType[str] = IdName(("agencies",), also=(_NONE,))

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read the agencies; ``none`` is written, so that it is never forgotten."""
        if value_at(node, key) == _NONE:
            return []
        return super().read(node, key, sheet)

    def write(self, value: tuple[str, ...]) -> Plain:
        """Write the agencies."""
        return super().write(value) if value else _NONE


class Seats(Several, frozen=True):
    """The seats of a panel; a role that is listed twice has two."""

    one: FieldType[str] = IdName(("roles",))

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read the seats; there are some, and not more than fit around a table."""
        raw = value_at(node, key)
        if not isinstance(raw, Items):
            sheet.refuse("panel-size", node, key, seats="1", **_BOUNDS)
            return DROPPED
        if not FEWEST_SITTING <= len(raw) <= MOST_SEATS:
            sheet.refuse("panel-size", node, key, seats=str(len(raw)), **_BOUNDS)
        seats = []
        for position, item in enumerate(raw):
            if item is None:
                sheet.refuse("empty-item", raw, position)
            elif item is not DROPPED:
                seats.append(self.one.read(raw, position, sheet))
        return [each for each in seats if each is not DROPPED] or DROPPED

    def write(self, value: tuple[str, ...]) -> Plain:
        """Write the seats, as a list."""
        return [self.one.write(each) for each in value]

    def schema(self, glossary: SchemaContext) -> JsonSchema:
        """Ask for a list of roles."""
        one = self.one.schema(glossary)
        size = {"minItems": FEWEST_SITTING, "maxItems": MOST_SEATS}
        return {"type": "array", "items": one, **size}


class _Quorum(WholeNumber, frozen=True):
    """How many seats must be filled."""

    most: int = MOST_SEATS

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read a count; that it fits the seats is looked at with them."""
        raw = value_at(node, key)
        if isinstance(raw, int) and not isinstance(raw, bool):
            return raw
        sheet.refuse("not-a-count", node, key, value=shown(raw))
        return DROPPED

    def schema(self, glossary: SchemaContext) -> JsonSchema:
        """Ask for a count."""
        return {**super().schema(glossary), "minimum": FEWEST_SITTING}


_BOUNDS = {"least": str(FEWEST_SITTING), "most": str(MOST_SEATS)}


class _RoleShape(NounSchema, frozen=True):
    """A role has a home agency, or it is a panel and has seats."""

    def fields(
        self,
        raw: Map,
        name: str,
        sheet: SourceFile,
        holder: tuple[Tree, str | int] | None = None,
    ) -> object:
        """Read a role; of a panel, that its seats, quorum and chair fit together."""
        if raw.get("members") is None:
            for key in ("quorum", "chair"):
                if raw.get(key) is not None:
                    sheet.refuse_key("panel-without-seats", raw, key, key=key)
            return super().fields(raw, name, sheet, holder)
        found = NounSchema(self.name, self.noun, _PANEL_KEYS).fields(
            raw, name, sheet, holder
        )
        if isinstance(found, dict):
            _fit(found, raw, sheet)
        return found

    def write(self, value: Noun) -> Plain:
        """Write a role; a panel has no agency of its own."""
        if isinstance(value, Role) and value.is_panel:
            return NounSchema(self.name, self.noun, _PANEL_KEYS).write(value)
        return super().write(value)

    def mapping(self, glossary: SchemaContext) -> JsonSchema:
        """Describe a role: a home agency, or seats and a chair."""
        described = super().mapping(glossary)
        kinds = [["agency"], ["members", "chair"]]
        required = {"required": ["title"]}
        return {**described, **required, "oneOf": [{"required": e} for e in kinds]}


def _fit(found: dict[str, Any], raw: Map, sheet: SourceFile) -> None:
    """Refuse what does not fit: an agency, a chair without one seat, a quorum."""
    if raw.get("agency") is not None:
        sheet.refuse_key("panel-with-agency", raw, "agency")
        found.pop("agencies", None)
    seats = found.get("members")
    if not seats:
        return
    chair, quorum = found.get("chair"), found.get("quorum")
    if chair is not None and seats.count(chair) != 1:
        known = as_typed(tuple(each for each in seats if seats.count(each) == 1))
        near = None if chair in seats else sheet.near(chair, seats)
        sheet.refuse("panel-chair", raw, "chair", near, chair=chair, known=known)
        found["chair"] = None
    if quorum is not None and not FEWEST_SITTING <= quorum <= len(seats):
        facts = {"quorum": str(quorum), "seats": str(len(seats))}
        sheet.refuse("panel-quorum", raw, "quorum", None, **facts, **_BOUNDS)
        found["quorum"] = None


_AGENCY = FieldKey("agency", _Homes(), field="agencies", required=True)
_SEATS = (
    FieldKey("members", Seats()),
    FieldKey("quorum", _Quorum()),
    FieldKey("chair", IdName(("roles",))),
)
_LAST = (FieldKey("interprets", Flag()), NOTE)
_ROLE = _RoleShape("role", Role, (TITLE, _AGENCY, *_SEATS, *_LAST))
_PANEL_KEYS = (
    TITLE,
    FieldKey("agency", _Homes(), field="agencies"),
    replace(_SEATS[0], required=True, lost=()),
    _SEATS[1],
    replace(_SEATS[2], required=True, lost=None),
    *_LAST,
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
