"""import_protocol: a handbook begun from a file of another notation."""

from os import PathLike
from pathlib import Path

from katch_protocols.arguments import typed
from katch_protocols.budget import Budget
from katch_protocols.exchange.documents import MAX_BYTES
from katch_protocols.exchange.importing import Imported, import_file
from katch_protocols.exchange.incoming import Incoming
from katch_protocols.verbs.budgeting import within
from katch_protocols.words.languages import ENGLISH

__all__ = ["import_protocol"]


@typed
def import_protocol(
    source: str | PathLike[str] | bytes,
    *,
    notation: str | None = None,
    language: str = ENGLISH,
    name: str = "",
    budget: Budget | str | None = None,
) -> Imported:
    """Begin a handbook with the protocol that a file of another notation holds.

    Args:
        source: the path of the file, or its bytes.
        notation: the name of its notation, such as ``xstate``; without it, the one that
            the file seems to be of.
        language: of the titles in the file; the library's own words are said in it too.
        name: what the file is called in answers; of a path, its last part.
        budget: what the check of the handbook may spend, as ``"60s,4GB"``.

    Returns:
        The handbook, what was put in, what was not read, and the gaps to fill.

    Example:
        >>> import_protocol("intake.scxml").save("protocols")

    Raises:
        NotationError: Nothing can be made of the file.
        UnknownNameError: There is no such notation, or none that can be read.
        MissingExtraError: The notation needs a library that is not installed.
        OSError: The file cannot be opened.
        WrongTypeError: An argument has another type.
    """
    if isinstance(source, bytes):
        incoming = Incoming(name or "file", source, language)
    else:
        path = Path(source)
        with path.open("rb") as file:
            incoming = Incoming(name or path.name, file.read(MAX_BYTES + 1), language)
    with within(budget):
        return import_file(incoming, notation=notation)
