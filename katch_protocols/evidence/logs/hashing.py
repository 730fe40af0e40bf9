"""References and people as keyed hashes; what says who somebody is, is refused."""

import hmac
import re
import secrets
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np

from katch_protocols.errors import LogError
from katch_protocols.evidence.logs.joined_texts import JoinedTexts
from katch_protocols.evidence.logs.keyed_hashes import KEY_BYTES, KeyedHashes

__all__ = [
    "TOKENS",
    "Hashing",
    "ReadyHashing",
    "are_plain",
    "read_key",
    "refuse_personal",
    "suspected",
]

_SMALLEST_KEY, _LARGEST_KEY = 16, 1_024
_MOST_KNOWN = 65_536


class Hashing:
    """Makes keyed hashes (HMAC-SHA-256) that only whoever has the key can make again.

    Without a key one is made for this run and forgotten with it. Two tokens of one
    person in capitals and small letters are one person, as in a live case.
    """

    def __init__(self, key: bytes | None = None) -> None:
        secret = secrets.token_bytes(32) if key is None else key
        self._begun = hmac.new(secret, digestmod="sha256")
        self._cases = KeyedHashes(secret, b"case\0")
        self._known = lru_cache(maxsize=_MOST_KNOWN)(self.anew)

    def case(self, reference: str) -> str:
        """Return what stands for a case."""
        return self._known("case", reference)

    def person(self, token: str) -> str:
        """Return what stands for a person, an opaque token of its own."""
        return self._known("person", token)

    def anew(self, kind: str, text: str) -> str:
        """Return what stands for a ``case`` or a ``person``; nothing of it is kept."""
        text = text.strip() if kind == "case" else text.strip().lower()
        found = self._begun.copy()
        found.update(f"{kind}\0{text}".encode())
        # A token begins with a letter, so that a live case takes it as one.
        return f"{kind[0]}{found.hexdigest()[: 2 * KEY_BYTES]}"

    def key(self, reference: str) -> bytes:
        """Return the bytes that stand for a case."""
        return self._cases.one(reference.strip().encode())

    def keys(self, references: JoinedTexts) -> bytes:
        """Return the bytes that stand for each of many cases, one after another.

        No reference begins or ends with a blank.
        """
        return self._cases.each(references)

    def refuse(self, column: str, text: str, row: int, *, kind: str | None) -> None:
        """Refuse a cell as ``refuse_personal`` does."""
        refuse_personal(column, text, row, kind=kind)

    @property
    def mark(self) -> str:
        """Return what tells two keys apart, and says nothing of either."""
        return self.anew("mark", "")


class ReadyHashing(Hashing):
    """Of rows whose references and people are keyed hashes already."""

    def case(self, reference: str) -> str:
        """Return what stands for a case: itself."""
        return reference

    def person(self, token: str) -> str:
        """Return what stands for a person: itself."""
        return token

    def refuse(self, column: str, text: str, row: int, *, kind: str | None) -> None:
        """Refuse nothing: cells were looked at before they were hashed.

        Digits of a hash may look like the number of somebody.
        """
        del column, text, row, kind


def read_key(path: Path) -> bytes:
    """Return the key of a file: its bytes.

    Raises:
        LogError: There are too few or too many, or there is no such file.
    """
    try:
        with path.open("rb") as file:
            key = file.read(_LARGEST_KEY + 1)
    except OSError:
        key = b""
    if not _SMALLEST_KEY <= len(key) <= _LARGEST_KEY:
        raise LogError("key", file=path.name)
    return key


_NATIONAL = re.compile(r"(?<!\d)\d{12}(?!\d)")
_PHONE = re.compile(
    r"\+\d(?:[\s()-]*\d){9,13}(?!\d)|(?<!\d)8[\s(-]*7\d\d(?:[\s)-]*\d){7}"
)
_MANY_DIGITS = re.compile(r"\d(?:[\s()-]*\d){9}")
"""Every number of somebody has so many, and looking for them is quick."""
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w")
_NAME = re.compile(
    r"\s*(?:[^\W\d_]\.\s*){0,2}[^\W\d_][\w'’-]+\.?(?:\s+[^\W\d_][\w'’.-]*){1,3}\s*"
    r"|\s*(?:[^\W\d_]\.\s*){1,2}[^\W\d_][\w'’-]+\s*"
)
_INITIALS = re.compile(
    r"(?:[\u0400-\u04FF]\.\s*){2}[\u0400-\u04FF][\w'’-]+"
    r"|[\u0400-\u04FF][\w'’-]+,?\s+[\u0400-\u04FF]\.\s*[\u0400-\u04FF]\."
)
"""Cyrillic alone: elsewhere such letters are also those of a country, ``U.S.``."""
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_PATRONYMIC = re.compile(
    r"\w{2,}(?:[ое]вич|ьич|[ое]вна|ична|[oe]vich|[oe]vna|ichna)", re.IGNORECASE
)
_OF_A_FATHER = re.compile(
    r"\w{2,}(?:ұлы|улы|қызы|кызы|оғлы|оглы|uly|[kq]yzy|o[gǵ]h?ly)", re.IGNORECASE
)
"""Other words end so as well."""
_WHOLE_NAME = 3
"""Words: that of the family, the own, that of the father."""

_WITH_COMMA = re.compile(r"[^\d,]*,[^\d,]*")
_APART = re.compile(r"[;|()]")
"""What parts people in a cell."""


TOKENS = ("case", "person", "opener", "behalf", "together_with")
"""The columns that hold references and people."""

_PLAIN = np.zeros(256, np.bool_)
_PLAIN[ord("!") : ord("~") + 1] = True
_PLAIN[ord("@")] = False
_DIGITS = np.zeros(256, np.uint8)
_DIGITS[ord("0") : ord("9") + 1] = 1
_FEWEST_DIGITS = 10


def are_plain(texts: JoinedTexts) -> bool:
    """Tell whether of no text of many it has to be asked who it could be.

    Each is a letter long at least. They are ASCII without blanks, so none is a name,
    nor begins or ends with one; without an at sign, so none is an address; with fewer
    digits than a number of somebody.
    """
    if not len(texts) or not _PLAIN[texts.whole].all():
        return False
    if np.diff(texts.starts).max() < _FEWEST_DIGITS:
        return True
    starts = texts.starts[:-1]
    digits = np.add.reduceat(_DIGITS[texts.whole], starts, dtype=np.int64)
    return bool(digits.max() < _FEWEST_DIGITS)


def suspected(texts: Iterable[str]) -> list[str]:
    """Return the texts to look at more closely: no plain words with digits."""
    return [t for t in texts if not t.isalnum() or t.isdigit() or not t.isascii()]


def refuse_personal(column: str, text: str, row: int, *, kind: str | None) -> None:
    """Refuse a value that could say who somebody is; it is not repeated.

    ``kind`` is what the column holds of ``TOKENS``, if anything: there two words or
    more are a name. Elsewhere they may be a role or an activity: only what no role is
    called is a name there, one with initials or with that of the father.

    Raises:
        LogError: It is a national number, a telephone, an address or a name.
    """
    if not suspected((text,)):
        return
    found: str | None = None
    if _MANY_DIGITS.search(text):
        kinds = {"national-number": _NATIONAL, "telephone": _PHONE}
        found = next((name for name, each in kinds.items() if each.search(text)), None)
    if found is None and "@" in text and _MAIL.search(text):
        found = "mail"
    if found is None and (_is_name(text) if kind is None else _has_name(text, kind)):
        found = "person-name"
    if found is not None:
        raise LogError("personal", heading=column, row=str(row), kind=found)


def _is_name(text: str) -> bool:
    """Tell whether a part of a cell is surely the name of a person."""
    return any(map(_is_surely, _APART.split(text)))


def _is_surely(part: str) -> bool:
    words = _WORD.findall(part)
    if not all(word[0].isupper() for word in words):
        return False
    if _INITIALS.fullmatch(part.strip()):
        return True
    if _WITH_COMMA.fullmatch(part):
        part = part.replace(",", " ")
    if part.split() != words or len(words) > _WHOLE_NAME:
        return False
    is_whole = len(words) == _WHOLE_NAME
    return any(_PATRONYMIC.fullmatch(word) for word in words[1:]) or (
        is_whole and _OF_A_FATHER.fullmatch(words[-1]) is not None
    )


def _has_name(text: str, kind: str) -> bool:
    """Tell whether a part of a cell is two words or more that could be a name.

    Of who took part as well that is asked of the person, not of role and agency.
    """
    if len(text.split()) == 1 and "," not in text:
        return False
    for part in _APART.split(text):
        words = part
        if kind == "together_with":
            words = "/".join(part.split("/")[2:])
        if _WITH_COMMA.fullmatch(words):
            words = words.replace(",", " ")
        if _NAME.fullmatch(words):
            return True
    return False
