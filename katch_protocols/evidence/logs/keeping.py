"""The verdicts of an audit as a file: Parquet, CSV or JSON lines, by its ending."""

import csv
import json
from pathlib import Path
from typing import Any

from katch_protocols.errors import LogError
from katch_protocols.evidence.logs.arrow_files import write_parquet
from katch_protocols.whole_files import write_whole, written_whole

__all__ = ["write_verdicts"]


def write_verdicts(rows: list[dict[str, Any]], path: Path, *, simulated: bool) -> None:
    """Write a row a case; it is restricted, for a row is about one child.

    ``simulated`` is said in the metadata of Parquet; other files say it by row.

    Raises:
        LogError: The ending says nothing that can be written.
        MissingExtraError: An extra is not installed.
        OSError: The file cannot be written.
    """
    match path.suffix.lower():
        case ".parquet":
            with written_whole(path) as part:
                write_parquet(rows, part, {"simulated": str(simulated).lower()})
        case ".csv":
            with (
                written_whole(path) as part,
                part.open("w", encoding="utf-8", newline="") as file,
            ):
                names = list(rows[0]) if rows else []
                writer = csv.DictWriter(file, names, lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
        case ".jsonl":
            lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            write_whole(path, "".join(lines).encode())
        case _:
            raise LogError("verdicts", file=path.name)
