"""Small handbooks as texts, and findings as one short line each."""

from collections.abc import Mapping

from katch_protocols.files.read import Reading, read_texts

__all__ = ["HANDBOOK", "facts", "found", "reading_of"]

HANDBOOK = "handbook: small\ntitle: Small\nlanguages: [en]\n"


def reading_of(
    text: str | bytes = "", *, file: str = "p.yaml", **files: str | bytes
) -> Reading:
    """Read a handbook of one file; ``files`` add others by their stem."""
    texts: dict[str, str | bytes] = {"handbook.yaml": HANDBOOK}
    texts |= {f"{stem}.yaml": each for stem, each in files.items()}
    if text:
        texts[file] = text
    return read_texts(texts)


def found(reading: Reading) -> list[str]:
    """Say each finding as ``file:line:column rule``."""
    return [
        f"{each.place.file}:{each.place.line}:{each.place.column} {each.rule}"
        for each in reading.findings
        if each.place is not None
    ]


def facts(reading: Reading, rule: str) -> Mapping[str, str]:
    """Return the facts of the only finding of a rule."""
    (only,) = (each for each in reading.findings if each.rule == rule)
    return only.facts
