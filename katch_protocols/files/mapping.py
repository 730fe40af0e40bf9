"""The mapping of a log: read from one file that belongs to no handbook."""

from pathlib import Path

from pydantic import ValidationError

from katch_protocols.errors import HandbookError, LogError
from katch_protocols.files import bounds
from katch_protocols.files.diagnostics import Diagnostics
from katch_protocols.files.read import refuse
from katch_protocols.files.schemas.logs import LOG
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_loader import load
from katch_protocols.files.yaml_nodes import PlaceIndex
from katch_protocols.model.logs import LogMapping

__all__ = ["read_mapping"]


def read_mapping(source: Path | str) -> LogMapping:
    """Read how a log is read: a file by its path, or its text.

    Raises:
        HandbookError: Something is wrong with it; it carries every finding.
        LogError: There is no such file.
    """
    name, data = _bytes(source)
    ledger = Diagnostics()
    sheet = SourceFile(name, ledger)
    tree = load(data, sheet, ("log",))
    found = None if tree is None else LOG.fields(tree, "log", sheet)
    if tree is None or ledger.findings or not isinstance(found, dict):
        raise HandbookError(tuple(ledger.findings))
    try:
        return LogMapping.model_validate(found)
    except ValidationError as error:
        refuse(error, PlaceIndex({("log",): (name, tree)}), ledger)
        raise HandbookError(tuple(ledger.findings)) from None


def _bytes(source: Path | str) -> tuple[str, bytes]:
    if isinstance(source, str):
        return "log.yaml", source.encode()
    try:
        with source.open("rb") as file:
            return source.name, file.read(bounds.FILE_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        raise LogError("file", file=source.name) from None
