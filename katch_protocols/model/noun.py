"""The base of every noun: frozen, closed, compared by value; and texts for people."""

from collections.abc import Callable, Mapping
from functools import cache
from threading import RLock
from types import UnionType
from typing import Annotated, Any, NoReturn, TypeVar, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    TypeAdapter,
)
from pydantic_core import CoreSchema, core_schema

__all__ = [
    "EMPTY",
    "ByKind",
    "Frozen",
    "FrozenDict",
    "Id",
    "Label",
    "Noun",
    "readable",
]


Id = str
"""A name that a handbook gives to something: ``[a-z][a-z0-9_]*``, at most 64 letters.

The reader checks the form once (``files``); nouns trust it.
"""

V = TypeVar("V")


class FrozenDict(dict[str, V]):
    """A mapping that keeps the file's order and cannot be changed.

    It can be hashed, if what it holds can: so it may be a default that nobody copies.
    """

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:  # noqa: ANN401 - any call
        message = "a noun cannot be changed; make a new one"
        raise TypeError(message)

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]  # of what can be changed
        return hash(frozenset(self.items()))

    def __deepcopy__(self, _: object) -> "FrozenDict[V]":
        return self

    def __reduce__(self) -> tuple[type, tuple[dict[str, V]]]:
        return FrozenDict, (dict(self),)


EMPTY: FrozenDict[Any] = FrozenDict()
"""The default of a mapping that a file leaves out."""

Frozen = Annotated[
    Mapping[str, V],
    AfterValidator(FrozenDict),
    PlainSerializer(dict),
]
"""A mapping from ids to nouns that cannot be changed and keeps the file's order."""


_BUILDING = RLock()


class Noun(BaseModel):
    """Something that a protocol speaks of; frozen, closed, and equal by value.

    Its schema is made when the first noun of its class is, and says nothing of the
    nouns inside: their own classes take them. Most processes meet few classes, and
    making the schemas of all, one inside another, was an eighth of loading the library.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        arbitrary_types_allowed=True,
        protected_namespaces=(),
        defer_build=True,
    )

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[BaseModel], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        if handler.field_name is None:
            return handler(source)

        def taken(value: object) -> object:
            # It is another one once the class has its schema.
            return cls.__pydantic_validator__.validate_python(value)

        return _opaque(taken, cls)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        inside = schema["type"] == "function-plain"
        return {"type": "object"} if inside else handler(schema)

    @classmethod
    def model_rebuild(
        cls,
        *,
        force: bool = False,
        raise_errors: bool = True,
        _parent_namespace_depth: int = 2,
        _types_namespace: Mapping[str, Any] | None = None,
    ) -> bool | None:
        """Make the schema of the class, in one thread at a time.

        Before 2.14 pydantic lets several, and one may take the other's half for whole.
        """
        with _BUILDING:
            return super().model_rebuild(
                force=force,
                raise_errors=raise_errors,
                _parent_namespace_depth=_parent_namespace_depth + 1,
                _types_namespace=_types_namespace,
            )


class ByKind:
    """Marks a union of classes of nouns that are told apart by their ``kind``."""

    def __get_pydantic_core_schema__(
        self, source: UnionType, _: GetCoreSchemaHandler
    ) -> CoreSchema:
        def taken(value: object) -> object:
            made = isinstance(value, source)
            return value if made else _by_kind(source).validate_python(value)

        return _opaque(taken, source)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, _: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        classes = schema["metadata"]["classes"]
        kinds = sorted(kind.model_fields["kind"].default for kind in get_args(classes))
        return {
            "type": "object",
            "properties": {"kind": {"enum": kinds}},
            "required": ["kind"],
        }


def _opaque(
    taken: Callable[[object], object], classes: type[BaseModel] | UnionType
) -> CoreSchema:
    """Return a schema that says nothing of what it takes; each says it of itself."""
    return core_schema.no_info_plain_validator_function(
        taken,
        serialization=core_schema.simple_ser_schema("any"),
        metadata={"classes": classes},
    )


@cache
def _by_kind(classes: UnionType) -> TypeAdapter[Any]:
    told_apart: Any = Annotated[classes, Field(discriminator="kind")]
    return TypeAdapter(told_apart)


class Label(Noun):
    """A text in several languages: ``{"en": "Health", "ru": "Здравоохранение"}``."""

    texts: Frozen[str]

    def say(self, language: str) -> str:
        """Return the text in ``language``, else in the first language that has one."""
        if language in self.texts:
            return self.texts[language]
        return next(iter(self.texts.values()), "")

    @classmethod
    def of(cls, texts: Mapping[str, str] | None = None, **by_language: str) -> "Label":
        """Make a label from a mapping or from keywords: ``Label.of(en="Health")``."""
        return cls(texts={**(texts or {}), **by_language})


def readable(name: str) -> str:
    """Make a text for people of an id or a dotted path that has no title."""
    text = name.rpartition(".")[2].replace("_", " ")
    return text[:1].upper() + text[1:]
