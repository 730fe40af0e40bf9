"""What a typed answer means: a number, an id, or a title in any language."""

from collections.abc import Mapping

from katch_protocols.model.noun import Label

__all__ = ["LEAVING", "Options", "meant"]

LEAVING = frozenset({"quit", "exit", "q"})
"""What leaves a walk, wherever it is typed."""

Options = Mapping[str, Label | None]
"""What can be chosen, by id, each with its title."""


def meant(said: str, options: Options) -> str | None:
    """Return the id that an answer means; ``None`` if it means none, or several."""
    if said in options:
        return said
    if said.isdecimal() and 0 < int(said) <= len(options):
        return tuple(options)[int(said) - 1]
    typed = _plain(said)
    found = [
        name
        for name, label in options.items()
        if label is not None and typed in map(_plain, label.texts.values())
    ]
    return found[0] if len(found) == 1 else None


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
