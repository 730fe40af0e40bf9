"""What a host hands in: of the right type, or a ``TypeError`` that names the argument.

What was given is never repeated: it could say who somebody is.
"""

from collections.abc import Iterable, Mapping

__all__ = [
    "require_facts",
    "require_text",
    "require_texts",
    "text_or_none",
    "version_or_none",
    "wrong_type",
]


def wrong_type(name: str, wanted: str, given: object) -> TypeError:
    """Return the error for an argument of another type."""
    return TypeError(f"`{name}` must be {wanted}, not {type(given).__name__}")


def require_text(name: str, given: object) -> str:
    """Return a text.

    Raises:
        TypeError: It is none.
    """
    if isinstance(given, str):
        return given
    raise wrong_type(name, "a text", given)


def text_or_none(name: str, given: object) -> str | None:
    """Return a text, or ``None`` where it was left out.

    Raises:
        TypeError: It is neither.
    """
    return None if given is None else require_text(name, given)


def require_texts(name: str, given: object) -> frozenset[str]:
    """Return the texts of a list, each once.

    Raises:
        TypeError: It is no list of texts.
    """
    if isinstance(given, Iterable) and not isinstance(given, str):
        return frozenset(require_text(f"{name}[…]", each) for each in given)
    raise wrong_type(name, "a list of texts", given)


def require_facts(name: str, given: object) -> dict[str, str]:
    """Return facts with their values.

    Raises:
        TypeError: It is no mapping of texts to texts.
    """
    if not isinstance(given, Mapping):
        raise wrong_type(name, "a mapping of facts to values", given)
    found = dict(given)
    for part in (*found, *found.values()):
        require_text(f"{name}[…]", part)
    return found


def version_or_none(given: object) -> int | None:
    """Return the version that an actor saw, if it was told.

    Raises:
        TypeError: It is no whole number.
    """
    if given is None or type(given) is int:
        return given
    raise wrong_type("expected_version", "a whole number", given)
