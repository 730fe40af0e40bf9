"""``regions/NAME.yaml``: who fills each role there."""

from typing import Any

from katch_protocols.files import bounds
from katch_protocols.files.kinds.gathered import Pairs, Registry
from katch_protocols.files.kinds.names import Declared, Name, Names, Several
from katch_protocols.files.kinds.scalars import Count, LanguageCode, OneOf
from katch_protocols.files.kinds.shape import Key, Shape
from katch_protocols.files.shapes.file_kind import FileKind
from katch_protocols.files.shapes.shared import (
    LABEL,
    NOTE,
    SOURCE,
    TITLE,
    VALID_FROM,
    VALID_TO,
)
from katch_protocols.files.sheets import Sheet
from katch_protocols.files.trees import Map, Tree, value_at
from katch_protocols.model.parties import Binding, Cover, Post, Region

__all__ = ["REGIONS"]


class _BindingShape(Shape):
    """A binding names an agency, or says why there is none."""

    def read(self, node: Tree, key: str | int, sheet: Sheet) -> object:
        """Read a binding; exactly one of the two must be there."""
        raw = value_at(node, key)
        given = raw if isinstance(raw, Map) else {}
        if (given.get("agency") is None) == (given.get("unbound") is None):
            sheet.refuse_key("agency-or-unbound", node, key, role=str(key))
        return super().read(node, key, sheet)


_BINDING = _BindingShape(
    "binding",
    Binding,
    (
        Key("agency", Name(("agencies",)), "The agency that plays the role here."),
        Key("unbound", LABEL, "Why nobody plays the role here; the gap is shown."),
        NOTE,
        SOURCE,
        VALID_FROM,
        VALID_TO,
    ),
)

_NOBODY: tuple[Any, ...] = ()

_POST = Shape(
    "post",
    Post,
    (
        TITLE,
        Key(
            "roles",
            Names("roles"),
            "The roles that its people play.",
            required=True,
            lost=_NOBODY,
        ),
        Key(
            "people",
            Count(bounds.PEOPLE),
            "How many people staff it.",
            required=True,
            lost=0,
        ),
        Key("cover", OneOf(Cover), "When somebody is on duty; else office hours."),
        Key("languages", Several(LanguageCode()), "Languages that its people speak."),
        Key(
            "qualified",
            Pairs(Count(bounds.PEOPLE), ("qualifications",)),
            "How many of its people hold each qualification.",
        ),
    ),
)

REGIONS = FileKind(
    Shape(
        "region",
        Region,
        (
            Key(
                "region", Declared(), "The id of the region.", field="id", required=True
            ),
            TITLE,
            Key("languages", Several(LanguageCode()), "Languages that children speak."),
            NOTE,
            VALID_FROM,
            VALID_TO,
            Key(
                "roles",
                Pairs(_BINDING, ("roles",)),
                "Who plays a role here, where it differs from the home agency.",
            ),
            Key("posts", Registry(_POST), "Desks and how they are staffed; no names."),
        ),
        help="Who fills each role in one region, and how its desks are staffed.",
    ),
    registry="regions",
    folder="regions",
)
