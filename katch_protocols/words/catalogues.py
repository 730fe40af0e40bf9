"""The files of translators: read, listed, begun for a new language, kept in step.

Each text of a catalogue has its key as context, its English as id, and a comment for
whoever translates it: what fills its gaps, and where it is shown. ``fuzzy`` marks a
translation that a native reader must still confirm; it is spoken all the same.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from string import Formatter
from tomllib import loads

import polib
from msgspec import Struct

from katch_protocols.words.languages import ENGLISH, language_of

__all__ = ["Unconfirmed", "blank", "domains", "read", "synced", "unconfirmed"]

_FUZZY = "fuzzy"


class Unconfirmed(Struct, frozen=True):
    """A translation that a native reader must still confirm; ``doubt`` may be empty."""

    domain: str
    key: str
    english: str
    text: str
    doubt: str


def domains() -> tuple[str, ...]:
    """Return the name of every domain, sorted."""
    folder = files("katch_protocols") / "locale" / ENGLISH / "LC_MESSAGES"
    names = (each.name for each in folder.iterdir())
    return tuple(sorted(name.removesuffix(".po") for name in names))


def read(domain: str, language: str) -> polib.POFile:
    """Return a catalogue of the library."""
    folder = files("katch_protocols") / "locale" / language / "LC_MESSAGES"
    text = (folder / f"{domain}.po").read_text(encoding="utf-8")
    return polib.pofile(text, wrapwidth=0)


def unconfirmed(language: str) -> Iterator[Unconfirmed]:
    """Yield every translation that is to be confirmed, domain by domain."""
    for domain in domains():
        for entry in read(domain, language):
            if _FUZZY in entry.flags:
                said = entry.msgstr or entry.msgstr_plural[len(entry.msgstr_plural) - 1]
                doubt = " ".join(entry.tcomment.split())
                yield Unconfirmed(domain, entry.msgctxt, entry.msgid, said, doubt)


def blank(language: str) -> Mapping[str, str]:
    """Return empty catalogues for a language that the library lacks, by domain."""
    return {
        domain: _written(domain, polib.POFile(wrapwidth=0), language)
        for domain in domains()
    }


def synced(domain: str, language: str) -> str:
    """Return a catalogue as its file should be: just the texts that English has.

    Where the English has changed since, the translation is to be confirmed, and the
    old English stands beside it; what is new is empty; what English lacks is dropped.
    """
    return _written(domain, read(domain, language), language)


def _written(domain: str, known: polib.POFile, language: str) -> str:
    said = {entry.msgctxt: entry for entry in known}
    made = polib.POFile(wrapwidth=0)
    made.header = _head(domain)
    made.metadata = _metadata(language)
    for source in sorted(read(domain, ENGLISH), key=lambda each: each.msgctxt):
        entry = polib.POEntry(
            msgctxt=source.msgctxt,
            msgid=source.msgid,
            msgid_plural=source.msgid_plural,
            comment=_comment(domain, source),
        )
        if source.msgid_plural:
            forms = language_of(language).forms
            entry.msgstr_plural = dict.fromkeys(range(len(forms)), "")
        if source.msgctxt in said:
            _keep(entry, said[source.msgctxt])
        made.append(entry)
    return str(made)


def _keep(entry: polib.POEntry, old: polib.POEntry) -> None:
    """Take over what a translator wrote; where the English is another, say so."""
    entry.msgstr, entry.flags, entry.tcomment = old.msgstr, old.flags, old.tcomment
    entry.previous_msgid = old.previous_msgid
    if entry.msgid_plural:
        entry.msgstr_plural |= old.msgstr_plural
    if (entry.msgid, entry.msgid_plural) == (old.msgid, old.msgid_plural):
        return
    if old.msgstr or any(old.msgstr_plural.values()):
        entry.previous_msgid = old.msgid
        entry.flags = [*dict.fromkeys((*old.flags, _FUZZY))]


def _head(domain: str) -> str:
    shown = _gaps()["shown"][domain]
    return _gaps()["head"]["text"].format(domain=domain, shown=shown)


def _metadata(language: str) -> Mapping[str, str]:
    return {
        "Project-Id-Version": "katch_protocols",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": language_of(language).plural,
    }


def _comment(domain: str, source: polib.POEntry) -> str:
    """Return what fills each gap of a text, a line each."""
    texts = source.msgid, source.msgid_plural
    parsed = (part for text in texts for part in Formatter().parse(text))
    names = dict.fromkeys(name for _, name, _, _ in parsed if name)
    table = {**_gaps()["gaps"], **_gaps().get(domain, {})}
    return "\n".join(f"{{{name}}}: {table[name]}." for name in names)


@cache
def _gaps() -> Mapping[str, Mapping[str, str]]:
    file = files("katch_protocols") / "locale" / "gaps.toml"
    return loads(file.read_text(encoding="utf-8"))
