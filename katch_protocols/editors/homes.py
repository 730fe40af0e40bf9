"""Which handbook a file belongs to, by where it stands."""

from pathlib import Path

from katch_protocols.files.file_kinds import FOLDERS, HANDBOOK_FILE, named

__all__ = ["home_of"]


def home_of(path: Path) -> tuple[Path, str] | None:
    """Return the folder of the handbook that a file is of, and its name below it.

    ``None`` for a file of no handbook: no ``handbook.yaml`` stands where it should.
    """
    folder = path.parent.parent if path.parent.name in FOLDERS else path.parent
    name = path.relative_to(folder).as_posix()
    is_one = (folder / HANDBOOK_FILE).is_file() or name == HANDBOOK_FILE
    return (folder, name) if is_one and named(name) is not None else None
