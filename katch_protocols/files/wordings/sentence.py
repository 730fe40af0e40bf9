"""What is said about sentences: conditions, safeguards, targets and durations."""

from collections.abc import Mapping

from katch_protocols.findings import Wording

__all__ = ["SENTENCE"]

_NOT_READ = "The sentence cannot be read, so it binds nobody."

SENTENCE: Mapping[str, Wording] = {
    "dotted-name": Wording(
        saw="'{word}' has dots, and a plain id belongs here.",
        why=_NOT_READ,
        fix="Write the id alone.",
    ),
    "empty-sentence": Wording(
        saw="A sentence is expected here, and nothing is written.",
        why="An empty sentence binds nobody.",
        fix="Write the sentence, or remove the key.",
    ),
    "malformed-name": Wording(
        saw="'{word}' does not have the form of a name.",
        why=_NOT_READ,
        fix="Use small letters a to z, digits and `_`; begin with a letter.",
    ),
    "malformed-number": Wording(
        saw="'{word}' is not a whole number from 1 to 9999.",
        why=_NOT_READ,
        fix="Write a number in digits, without a sign or a point.",
    ),
    "repeated-alternative": Wording(
        saw="'{word}' is listed twice in this sentence.",
        why="One of the two may have been meant as something else.",
        fix="Remove one of them.",
    ),
    "reserved-name": Wording(
        saw="'{word}' is a word of the language, and a name belongs here.",
        why=_NOT_READ,
        fix="Use the name that was meant, or write the sentence in another order.",
    ),
    "sentence-too-deep": Wording(
        saw="The parentheses of this sentence are nested too deeply.",
        why="Nobody can follow so deep a nesting.",
        fix="Split the sentence, or let a fact stand for a part of it.",
    ),
    "sentence-too-long": Wording(
        saw="The sentence has too many parts.",
        why="Nobody can follow so long a sentence.",
        fix="Split it, or let a fact stand for a part of it.",
    ),
    "surplus-word": Wording(
        saw="The sentence is complete before '{word}'.",
        why=_NOT_READ,
        fix="Remove '{word}' and what follows, or join the parts.",
    ),
    "unexpected-word": Wording(
        saw="'{word}' cannot stand here.",
        why=_NOT_READ,
        fix="Possible here: {expected}.",
    ),
    "unfinished-sentence": Wording(
        saw="The sentence is not finished.",
        why=_NOT_READ,
        fix="Go on with one of these: {expected}.",
    ),
    "unreadable-character": Wording(
        saw="'{word}' has a character that no sentence holds.",
        why=_NOT_READ,
        fix="Take it out; a sentence needs only letters, digits, `_`, `.`, `/`, `( )`.",
    ),
    "zero-amount": Wording(
        saw="The number here is zero.",
        why="A limit of zero is broken as soon as it begins.",
        fix="Write a number from 1.",
    ),
}
