"""The sentence that a text says in other words than ours, and what is found of it."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from katch_protocols.errors import Flaw, SentenceError, Slip
from katch_protocols.files.lengths_meant import length_meant
from katch_protocols.files.slip_words import slip_words
from katch_protocols.files.slips import foreign_letter, in_latin
from katch_protocols.sentences.text import RESERVED, parse

__all__ = ["SentenceSlip", "is_sentence", "sentence_slips"]


class SentenceSlip(NamedTuple):
    """The finding of a sentence that cannot be read.

    Attributes:
        slip: The word that is wrong.
        rule: What is wrong.
        near: What was meant: the word that is wrong, or the whole sentence.
        whole: Whether the finding is about the sentence, and not about a word of it.
        facts: What the finding says besides.
    """

    slip: Slip
    rule: str
    near: str | None
    whole: bool = False
    facts: Mapping[str, str] = {}


def sentence_slips(error: SentenceError) -> tuple[SentenceSlip, ...]:
    """Tell what is wrong with a sentence that cannot be read, and what was meant.

    Each misspelt word is told where the words that are near make it a sentence.
    """
    first, *others = error.slips
    told = _told_first(error, first)
    if others and _mends(error) and told.near == first.near and not told.whole:
        rest = (SentenceSlip(each, str(each.flaw), each.near) for each in others)
        return (told, *rest)
    return (told,)


def _told_first(error: SentenceError, slip: Slip) -> SentenceSlip:
    text, rule = error.text, str(error.reason)
    if error.kind == "duration":
        return _length_slip(error, slip)
    if letter := _foreign(error.word):
        facts = {"letter": letter, "value": error.word}
        return SentenceSlip(slip, "foreign-letter", in_latin(error.word), facts=facts)
    meant = _sentence_meant(error.kind, text)
    if meant is None and error.kind == "safeguard" and _is_prose(text):
        return SentenceSlip(slip, "prose-safeguard", None, whole=True)
    if _mends(error):
        return SentenceSlip(slip, rule, error.near)
    return SentenceSlip(slip, rule, meant or (None if _is_stuck(error) else error.near))


def is_sentence(kind: str, text: str) -> bool:
    """Tell whether a text is a sentence of a kind."""
    try:
        parse(kind, text)
    except SentenceError:
        return False
    return True


def _mends(error: SentenceError) -> bool:
    """Tell whether the words that are near make the sentence one."""
    return error.near is not None and is_sentence(error.kind, _with_near(error))


def _is_stuck(error: SentenceError) -> bool:
    """Tell whether, with the word that is near, the very next word cannot stand.

    Then the two belong together: ``heavy, forced``, or a title for an id.
    """
    text = _with_near(error)
    end = error.column - 1 + len(error.near or "")
    try:
        parse(error.kind, text)
    except SentenceError as other:
        between = text[end : other.column - 1]
        return bool(other.word) and not between.strip()
    return False


def _foreign(word: str) -> str | None:
    """Return the letter of another alphabet that makes a name no name."""
    found = foreign_letter(word)
    is_name = any(letter.isascii() and letter.isalpha() for letter in word)
    return found if is_name and in_latin(word) else None


def _length_slip(error: SentenceError, slip: Slip) -> SentenceSlip:
    text = error.text
    if text.strip().lower().rstrip(".") in slip_words()["at_once"]:
        if error.zero:
            return SentenceSlip(slip, "bad-duration", _AT_ONCE, whole=True)
        return SentenceSlip(slip, "at-once", None, whole=True)
    meant = length_meant(text) or length_meant(_with_near(error))
    if error.reason in _NO_LENGTH or (error.reason is Flaw.NUMBER and meant):
        return SentenceSlip(slip, "bad-duration", meant, whole=True)
    return SentenceSlip(slip, str(error.reason), error.near)


def _with_near(error: SentenceError) -> str:
    """Return the text with the nearest word where each slip is, if one is near."""
    text = error.text
    for each in reversed(error.slips):
        start = each.column - 1
        if each.near is not None:
            text = text[:start] + each.near + text[start + len(each.word) :]
    return text


_AT_ONCE = "0 hours"
"""What says *at once* where a length may be zero."""

_NO_LENGTH = frozenset({Flaw.UNEXPECTED, Flaw.UNFINISHED, Flaw.SURPLUS})

_PROSE = 4
"""A text of so many words can be a sentence of prose."""


def _is_prose(text: str) -> bool:
    """Tell whether a text is a sentence as people speak, rather than one of ours."""
    words = text.split()
    told = not text.isascii() or text[:1].isupper()
    said = not set(slip_words()["prose"]).isdisjoint(words)
    # Of a few words in another alphabet none can be a name or a word of ours.
    is_foreign = len(words) > 1 and not any(c.isascii() and c.isalpha() for c in text)
    return is_foreign or (len(words) >= _PROSE and (told or said))


def _sentence_meant(kind: str, text: str) -> str | None:
    """Return the sentence that a text says in other words, or ``None``."""
    for other in _in_our_words(kind, text):
        if other != text and is_sentence(kind, other):
            return other
    return None


def _in_our_words(kind: str, text: str) -> Iterator[str]:
    """Yield what a text may mean, the likeliest first."""
    table = slip_words()["sentences"].get(kind)
    if table is None:
        return
    plain = " ".join(text.split()).rstrip(".;!")
    for words in (plain, _small(plain)):
        yield words
        replaced = words
        for written, ours in table["words"].items():
            replaced = re.sub(_apart(written), ours, replaced)
        replaced = " ".join(replaced.split())
        for each in (_in_order(table, replaced), replaced):
            yield each
            yield _with_lengths(each)


def _apart(written: str) -> str:
    """Return the pattern of a word that is no part of another one; of a sign, any."""
    is_sign = not (written[0].isalpha() or written[0] == "(")
    return written if is_sign else rf"(?<![\w.]){written}(?![\w.])"


def _small(text: str) -> str:
    """Return a sentence of which the words in capitals are in small letters."""
    return " ".join(
        word.lower() if word.lower() in RESERVED | _WORDS_ALIKE else word
        for word in text.split()
    )


_WORDS_ALIKE = frozenset({"if", "need", "needs", "must"})


def _in_order(table: Mapping[str, list[Mapping[str, str]]], text: str) -> str:
    for order in table["orders"]:
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[a-z0-9_.]+)", order["written"])
        if found := re.fullmatch(pattern, text):
            return order["ours"].format(**found.groupdict())
    return text


_LENGTH_PLACE = re.compile(
    r"(?<=\bwithin )(?:(?! where | unless ).)+"
    r"|(?<=\bat least )(?:(?! after ).)+(?= after )"
    r"|(?<=\bat least every )(?:(?! where | unless ).)+"
)


def _with_lengths(text: str) -> str:
    """Return a sentence with its lengths of time in our words."""
    return _LENGTH_PLACE.sub(lambda found: length_meant(found[0]) or found[0], text)
