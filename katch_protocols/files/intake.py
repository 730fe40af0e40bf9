"""What comes in: the files of a handbook, whatever holds them, within the bounds."""

from collections.abc import Callable, Iterable

from katch_protocols.files import bounds
from katch_protocols.files.characters import is_clean
from katch_protocols.files.ledger import Ledger
from katch_protocols.files.shapes.file_kind import SUFFIX
from katch_protocols.files.shapes.files import FOLDERS, HANDBOOK_FILE, named
from katch_protocols.findings import Place

__all__ = ["looks_like_yaml", "lose", "refuse", "take_in"]

_LIKE_YAML = (SUFFIX, ".yml")


def take_in(
    names: Iterable[str], read: Callable[[str], bytes | None], ledger: Ledger
) -> dict[str, bytes]:
    """Return the bytes of every file that may come in, ``handbook.yaml`` first.

    Args:
        names: The files, by their names below the handbook.
        read: Gives the bytes of one; of a file that is too large at least one byte more
            than fits. ``None``: it was refused.
        ledger: What is refused is written there.
    """
    texts: dict[str, bytes] = {}
    room = bounds.HANDBOOK_BYTES
    for name in _few(sorted(names, key=_first), ledger):
        data = _one(name, read, ledger) if room >= 0 else None
        room -= len(data or b"")
        if data is not None and room < 0:
            refuse("handbook-too-large", name, ledger, bound=bounds.HANDBOOK_BYTES)
        elif data is not None:
            texts[name] = data
            continue
        lose(name, ledger)
    return texts


def lose(name: str, ledger: Ledger) -> None:
    """Note that the names which a file or a folder declares are not known."""
    if name in FOLDERS:
        ledger.lose((name,))
    file = named(name)
    for registry in file.declares if file else ():
        ledger.lose(registry)


def looks_like_yaml(name: str) -> bool:
    """Whether somebody who wrote such a name wanted it to be read."""
    return name.lower().endswith(_LIKE_YAML)


def refuse(rule: str, name: str, ledger: Ledger, **facts: object) -> None:
    """Write a finding about a file as a whole."""
    # A name may hold what no text may: bytes that are not UTF-8, hidden characters.
    printable = name if is_clean(name) else ascii(name)
    said = {key: str(fact) for key, fact in facts.items()}
    ledger.write(rule, Place(printable, 1, 1), (), {"name": printable, **said})


def _first(name: str) -> tuple[bool, str]:
    """Put ``handbook.yaml`` first, so that no bound can leave it out."""
    return name != HANDBOOK_FILE, name


def _few(found: list[str], ledger: Ledger) -> list[str]:
    """Return no more files than a handbook may have."""
    for name in found[bounds.FILES : bounds.FILES + 1]:
        refuse("too-many-files", name, ledger, bound=bounds.FILES)
    for name in found[bounds.FILES :]:
        lose(name, ledger)
    return found[: bounds.FILES]


def _one(
    name: str, read: Callable[[str], bytes | None], ledger: Ledger
) -> bytes | None:
    if not is_clean(name):
        refuse("bad-file-name", name, ledger)
        return None
    data = read(name)
    if data is None or len(data) <= bounds.FILE_BYTES:
        return data
    refuse("file-too-large", name, ledger, bound=bounds.FILE_BYTES)
    return None
