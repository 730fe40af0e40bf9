"""``python -m tests.supply sbom | licences | constraints``: print what is asked for."""

import json
import sys

from tests.supply.closure import closure
from tests.supply.licences import rows
from tests.supply.sbom import sbom

__all__ = ["main"]


def main(words: list[str]) -> int:
    """Print it; 2 when nothing of that name is known."""
    match words:
        case ["sbom"]:
            print(json.dumps(sbom(), indent=2, ensure_ascii=False))
        case ["licences"]:
            print("| package | for | declares | its text | asks |")
            print("| --- | --- | --- | --- | --- |")
            for row in rows():
                print(f"| {' | '.join(row)} |")
        case ["constraints"]:
            for each in closure():
                print(f"{each.name}=={each.version}")
        case _:
            print("Ask for 'sbom', 'licences' or 'constraints'.", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
