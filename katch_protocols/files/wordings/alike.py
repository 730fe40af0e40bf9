"""What is said about YAML that other programs read otherwise, or refuse."""

from collections.abc import Mapping

from katch_protocols.findings import Wording

__all__ = ["ALIKE"]

ALIKE: Mapping[str, Wording] = {
    "directive": Wording(
        saw="The line begins with `%`, an order to the program that reads YAML.",
        why="Such an order changes what the file means; no handbook needs one.",
        fix="Remove the line, or put the text in quotes on one line.",
    ),
    "needs-quotes": Wording(
        saw="'{value}' needs quotation marks here.",
        why="Without them, another program refuses the file or reads something else.",
        fix="Put the whole text in straight quotes, from its first letter to its last.",
    ),
    "shallow-line": Wording(
        saw="This line is not indented further than what it belongs to.",
        why="Another program refuses the file: the line could be a new entry.",
        fix="Put more spaces before it, or join it to the line above.",
    ),
    "smart-quotes": Wording(
        saw="The text begins with the typographic quotation mark {sign}.",
        why="To YAML it is a letter like any other, so it would stand in the title.",
        fix="Use straight quotes. If the mark belongs to the text, "
        "put straight quotes around the whole.",
    ),
    "space-missing": Wording(
        saw="A space is missing beside '{sign}'.",
        why="Without it, another program refuses the file or reads something else.",
        fix="Put a space before `#`, and one after `:` or `-`.",
    ),
    "unusual-yaml": Wording(
        saw="'{sign}' stands here in a form that only some programs read.",
        why="Another program refuses the file, or reads something else.",
        fix="Write `key: value`, `- item`, `{{a: b}}` or `[a, b]`. "
        "A long text begins on the line after `>-`.",
    ),
}
