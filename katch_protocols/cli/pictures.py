"""Which files a drawing can be written to."""

from pathlib import Path

from katch_protocols.cli.refusals import Refusal

__all__ = ["require_picture"]

_SUFFIXES = (".svg", ".pdf", ".png")


def require_picture(path: Path | None) -> None:
    """Refuse the name of a file that no drawing can be written to.

    Raises:
        Refusal: It does not end in ``.svg``, ``.pdf`` or ``.png``, or has no folder.
    """
    if path is None:
        return
    if path.suffix.lower() not in _SUFFIXES:
        refusal = Refusal("unknown-picture", name=path.name)
        raise refusal.and_see("choose", choices=", ".join(_SUFFIXES))
    if not path.parent.is_dir():
        raise Refusal("no-folder", folder=path.parent.as_posix())
