"""``regions/NAME.yaml``: who fills each role there."""

from typing import Any

from katch_protocols.files.kinds.gathered import Pairs, Registry
from katch_protocols.files.kinds.names import Name, Names, Several
from katch_protocols.files.kinds.scalars import Count, LanguageCode, OneOf
from katch_protocols.files.kinds.shape import Key, Shape
from katch_protocols.files.shapes.shared import (
    LABEL,
    NOTE,
    SOURCE,
    TITLE,
    VALID_FROM,
    VALID_TO,
)
from katch_protocols.files.sheets import Sheet
from katch_protocols.files.trees import Map
from katch_protocols.model.regions import Binding, Cover, Post, Region

__all__ = ["REGION"]


class _BindingShape(Shape):
    """A binding names an agency, or says why there is none."""

    def fields(self, raw: Map, name: str, at: int, sheet: Sheet) -> object:
        """Read a binding; exactly one of the two must be there."""
        given = [key for key in ("agency", "unbound") if raw.get(key) is not None]
        if len(given) != 1:
            sheet.refuse_at("agency-or-unbound", at, raw.path, role=name)
        return super().fields(raw, name, at, sheet)


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
        Key("people", Count(), "How many people staff it.", required=True, lost=0),
        Key("cover", OneOf(Cover), "When somebody is on duty; else office hours."),
        Key("languages", Several(LanguageCode()), "Languages that its people speak."),
        Key(
            "qualified",
            Pairs(Count(), ("qualifications",)),
            "How many of its people hold each qualification.",
        ),
    ),
)

REGION = Shape(
    "region",
    Region,
    (
        Key("region", Name(), "The id of the region.", field="id", required=True),
        TITLE,
        NOTE,
        Key(
            "roles",
            Pairs(_BINDING, ("roles",)),
            "Who plays a role here, where it differs from the home agency.",
        ),
        Key("posts", Registry(_POST), "Desks and how they are staffed; no names."),
    ),
)
