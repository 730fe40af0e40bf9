"""The base of every noun: frozen, closed, compared by value; and texts for people."""

from collections.abc import Mapping
from typing import Annotated, Any, NoReturn, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, PlainSerializer

__all__ = ["EMPTY", "Frozen", "FrozenDict", "Id", "Label", "Noun", "readable"]


Id = str
"""A name that a handbook gives to something: ``[a-z][a-z0-9_]*``, at most 64 letters.

The reader checks the form once (``files``); nouns trust it.
"""

V = TypeVar("V")


class FrozenDict(dict[str, V]):
    """A mapping that keeps the file's order and cannot be changed."""

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:  # noqa: ANN401 - any call
        message = "a noun cannot be changed; make a new one"
        raise TypeError(message)

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

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


class Noun(BaseModel):
    """Something that a protocol speaks of; frozen, closed, and equal by value."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        arbitrary_types_allowed=True,
        protected_namespaces=(),
    )


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
