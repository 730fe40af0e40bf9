"""Keep the catalogues of this checkout in step with the English ones."""

from pathlib import Path

import katch_protocols
from katch_protocols.words.catalogues import domains, synced
from katch_protocols.words.languages import SPOKEN

__all__ = ["ROOM", "out_of_step", "sync"]

ROOM = Path(katch_protocols.__file__).parent / "locale"


def out_of_step() -> dict[Path, str]:
    """Return what each catalogue should be that is not."""
    found = {
        ROOM / language / "LC_MESSAGES" / f"{domain}.po": synced(domain, language)
        for language in SPOKEN
        for domain in domains()
    }
    return {
        path: text
        for path, text in found.items()
        if path.read_text(encoding="utf-8") != text
    }


def sync() -> list[Path]:
    """Write the catalogues that are out of step, and return them."""
    changed = out_of_step()
    for path, text in changed.items():
        path.write_text(text, encoding="utf-8")
    return [*changed]
