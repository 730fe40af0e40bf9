"""What is said about keys and values that are not of the language."""

from collections.abc import Mapping

from katch_protocols.findings import Wording

__all__ = ["SHAPE"]

_ID = "Use small letters a to z, digits and `_`; begin with a letter; at most 64."

SHAPE: Mapping[str, Wording] = {
    "agency-or-unbound": Wording(
        saw="The role '{role}' needs either `agency` or `unbound` here.",
        why="A role is held by somebody, or the gap is shown; never both.",
        fix="Keep exactly one of the two keys.",
    ),
    "bad-id": Wording(
        saw="'{value}' does not have the form of an id.",
        why="Ids stand in sentences, file names and pictures, so they are kept simple.",
        fix=_ID,
    ),
    "bad-path": Wording(
        saw="'{value}' is neither an id nor ids with dots between them.",
        why="Nothing can be found under such a name.",
        fix="Write `state`, or `outer.inner` from the top of the protocol.",
    ),
    "bad-version": Wording(
        saw="This does not have the form of a version.",
        why="Two versions that nobody can put in order cannot be told apart in a case.",
        fix="Write numbers with dots, such as `1.2.0`, or `2.0.0-draft`.",
    ),
    "empty-item": Wording(
        saw="Nothing is written here.",
        why="An empty place may be a forgotten one.",
        fix="Write a value, or remove the entry.",
    ),
    "empty-text": Wording(
        saw="The text is empty.",
        why="An empty text may be a forgotten one.",
        fix="Write the text, or remove the key.",
    ),
    "listed-twice": Wording(
        saw="'{value}' is listed twice.",
        why="One of the two may have been meant as something else.",
        fix="Remove one of them.",
    ),
    "missing-key": Wording(
        saw="The key `{key}` is missing here.",
        why="Without it, this entry says too little to be used.",
        fix="Add `{key}`.",
    ),
    "no-language": Wording(
        saw="The list of languages is empty.",
        why="Every text is in some language, and the first of them is the source.",
        fix="Write the codes, such as `[en, ru]`, or remove the key.",
    ),
    "not-a-count": Wording(
        saw="'{value}' is not a whole number from 0.",
        why="People are counted here.",
        fix="Write a number without quotes, such as `2`.",
    ),
    "not-a-date": Wording(
        saw="'{value}' is not a day of the calendar.",
        why="Days are written in one form, so that day and month are never confused.",
        fix="Write year, month and day, such as `2024-09-05`.",
    ),
    "not-a-language": Wording(
        saw="'{value}' is not the code of a language.",
        why="Texts are found by the code of their language.",
        fix="Write two or three small letters, such as `kk`.",
    ),
    "not-a-list": Wording(
        saw="A list is expected here, not '{value}'.",
        why="Each item has its own place and meaning.",
        fix="Write `[a, b]`, or one item a line after `- `.",
    ),
    "not-a-mapping": Wording(
        saw="Keys with values are expected here.",
        why="What is written cannot be used.",
        fix="Write `key: value`, one a line and indented.",
    ),
    "not-a-web-address": Wording(
        saw="'{value}' is not an address on the web.",
        why="Drawings and pages link to it.",
        fix="Write an address that begins with `https://`.",
    ),
    "not-one-of": Wording(
        saw="'{value}' is not one of the words that can stand here.",
        why="The set of words is closed, so that every check can be complete.",
        fix="Use one of these: {known}.",
    ),
    "not-text": Wording(
        saw="'{value}' is not a text here.",
        why="A number, `true`, a list or a mapping is no name and no sentence.",
        fix="Write a text, or put the value in quotes.",
    ),
    "not-true-or-false": Wording(
        saw="'{value}' is neither `true` nor `false`.",
        why="Other words for yes and no are read differently by different programs.",
        fix="Write `true` or `false`, in small letters and without quotes.",
    ),
    "not-valid": Wording(
        saw="The value of `{key}` cannot be used.",
        why="It breaks a bound of the model.",
        fix="Compare it with the reference of the YAML files.",
    ),
    "reserved-word": Wording(
        saw="'{value}' is a word of the language itself.",
        why="In a sentence, nobody could tell the name from the word.",
        fix="Choose another id, for instance with a second word.",
    ),
    "unknown-calendar": Wording(
        saw="No holidays are known under '{value}'.",
        why="Nobody can say when a limit in working days is over.",
        fix="Write the code of a country in two letters, for instance KZ.",
    ),
    "unknown-key": Wording(
        saw="`{key}` is not a key that can stand here.",
        why="A key that is not known would be silently without effect.",
        fix="Correct or remove it. Known here: {known}.",
    ),
    "unknown-language": Wording(
        saw="'{value}' is not a language of this handbook.",
        why="A text in it would never be shown.",
        fix="Use one of these: {known}; or add it to `languages`.",
    ),
    "unknown-timezone": Wording(
        saw="'{value}' is not a time zone that is known.",
        why="Deadlines in days need to know when a day ends.",
        fix="Write a name of the IANA list, such as `Asia/Almaty`.",
    ),
}
