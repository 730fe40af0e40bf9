"""What is said about YAML that the dialect does not read."""

from collections.abc import Mapping

from katch_protocols.findings import Wording

__all__ = ["SYNTAX"]

_NOT_USED = "What follows cannot be told, so nothing of this file is used."

SYNTAX: Mapping[str, Wording] = {
    "anchor-or-alias": Wording(
        saw="'{name}' is an anchor or an alias of YAML.",
        why="A reader must see what a line says without looking elsewhere.",
        fix="Write the value out, or share it through a fragment.",
    ),
    "colon-in-text": Wording(
        saw="A second colon stands on this line.",
        why=_NOT_USED,
        fix="Put the text in quotes, or begin a new line.",
    ),
    "colon-missing": Wording(
        saw="A colon with a space after it is missing here, or quotes around a text.",
        why=_NOT_USED,
        fix="Write `key: value`, or put the text in quotes.",
    ),
    "comma-in-text": Wording(
        saw="A comma ends the text before '{value}'.",
        why="Inside `{{ }}`, a comma parts two entries, so half of the text is lost.",
        fix="Put the whole text in quotes.",
    ),
    "empty-file": Wording(
        saw="The file says nothing.",
        why="An empty file is more often lost than meant.",
        fix="Write its content, or remove the file.",
    ),
    "forbidden-character": Wording(
        saw="The character {character} stands here; it cannot be seen.",
        why="Hidden characters make a text mean something else than it shows.",
        fix="Delete it, and type the text anew instead of pasting it.",
    ),
    "key-not-text": Wording(
        saw="The key here is not a text.",
        why="Every key is a word of the language or an id.",
        fix="Write a word, or put it in quotes.",
    ),
    "merge-key": Wording(
        saw="`<<` merges another mapping into this one.",
        why="A reader must see what a line says without looking elsewhere.",
        fix="Write the keys out, or share them through a fragment.",
    ),
    "not-utf-8": Wording(
        saw="The byte {byte} here is not UTF-8 text.",
        why="In another encoding, Russian and Kazakh letters would be read wrongly.",
        fix="Save the file as UTF-8.",
    ),
    "not-yaml": Wording(
        saw="From here on, the file is not YAML.",
        why=_NOT_USED,
        fix="Compare this line and the one above with a file that is read.",
    ),
    "repeated-key": Wording(
        saw="The key '{key}' stands here a second time.",
        why="Only one of the two can hold; which one, nobody could tell.",
        fix="Keep one of them, or rename this one.",
    ),
    "reserved-character": Wording(
        saw="A text cannot begin with the character that stands here.",
        why=_NOT_USED,
        fix="Put the text in quotes.",
    ),
    "tab-in-indent": Wording(
        saw="A tab stands where spaces belong.",
        why=_NOT_USED,
        fix="Indent with two spaces for each step.",
    ),
    "tag": Wording(
        saw="The value has a tag, a word that begins with `!`.",
        why="A file holds plain values only, so that it can never run anything.",
        fix="Remove the tag.",
    ),
    "two-documents": Wording(
        saw="A second document begins here.",
        why="A file is one document, so the rest is not read.",
        fix="Remove the line `---`, or move the rest to another file.",
    ),
    "unclosed-bracket": Wording(
        saw="The bracket that opens here is not closed as it should be.",
        why=_NOT_USED,
        fix="Close it, and put a comma between the items.",
    ),
    "unclosed-quote": Wording(
        saw="The quotation mark that opens here is never closed.",
        why=_NOT_USED,
        fix="Close it at the end of the text.",
    ),
    "uneven-indent": Wording(
        saw="The indent of this line fits no line above it.",
        why=_NOT_USED,
        fix="Begin keys of one mapping, and items of one list, in one column.",
    ),
    "unknown-escape": Wording(
        saw="The backslash in these quotes begins no character that YAML knows.",
        why=_NOT_USED,
        fix="Write the character itself, or use single quotes.",
    ),
}
