"""Arguments of the types that a signature says, and of no other."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import wraps
from inspect import Parameter, Signature, signature
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    ParamSpec,
    TypeVar,
    Union,
    get_args,
    get_origin,
)

from katch_protocols.errors import WrongTypeError

__all__ = ["typed"]

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

_NARROWER = ((date, datetime), (int, bool), (Iterable, str), (Iterable, bytes))
"""Where only the first is meant, the second does not do, though Python lets it."""

_MOST_KEPT = 256
"""For so many kinds of calls it is kept that their arguments fit: types decide."""


def typed(function: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Let a function refuse arguments of other types than its annotations say.

    The outermost type is looked at, never what is inside a container.

    Raises:
        WrongTypeError: It names the argument and the type that was given, not the
            value.
    """
    says = signature(function)
    wanted = {
        name: tuple(_kinds(each.annotation)) for name, each in says.parameters.items()
    }

    fitting: set[tuple[object, ...]] = set()

    @wraps(function)
    def checked(*given: Given.args, **named: Given.kwargs) -> Answer:
        types = *map(type, given), *named, *map(type, named.values())
        if types not in fitting:
            for name, value in _bound(says, given, named).items():
                if not _fits(value, wanted[name]):
                    raise WrongTypeError(name, _said(wanted[name]), type(value))
            if len(fitting) < _MOST_KEPT:
                fitting.add(types)
        return function(*given, **named)

    return checked


def _bound(
    says: Signature, given: tuple[Any, ...], named: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return arguments by name; none where they do not fit, as the call itself says."""
    try:
        return says.bind(*given, **named).arguments
    except TypeError:
        return {}


def _kinds(hint: Any) -> Iterator[type]:  # noqa: ANN401 - any annotation
    """Yield the classes that an annotation allows."""
    origin, inside = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        for each in inside:
            yield from _kinds(each)
    elif origin is Annotated:
        yield from _kinds(inside[0])
    elif origin is Literal:
        yield from dict.fromkeys(type(each) for each in inside)
    elif origin is not None:
        yield origin
    else:
        # A name that is not looked up, or that has no class: anything will do.
        yield hint if isinstance(hint, type) and hint is not Parameter.empty else object


def _fits(value: object, kinds: tuple[type, ...]) -> bool:
    fitting = [kind for kind in kinds if isinstance(value, kind)]
    return any(
        not any(
            issubclass(kind, wide)
            and isinstance(value, narrow)
            and not issubclass(kind, narrow)
            for wide, narrow in _NARROWER
        )
        for kind in fitting
    )


def _said(kinds: Iterable[type]) -> str:
    names = dict.fromkeys(
        "None" if kind is NoneType else kind.__name__ for kind in kinds
    )
    return " or ".join(names)
