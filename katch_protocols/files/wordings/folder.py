"""What is said about the folder and its files."""

from collections.abc import Mapping

from katch_protocols.findings import Wording

__all__ = ["FOLDER"]

FOLDER: Mapping[str, Wording] = {
    "bad-file-name": Wording(
        saw="The file name '{name}' is not an id.",
        why="A file is named as the protocol, region or fragment in it.",
        fix="Use small letters a to z, digits and `_`, then `.yaml`.",
    ),
    "file-name-differs": Wording(
        saw="The file is named '{file}', and declares '{name}'.",
        why="Whoever looks for '{name}' will not find this file.",
        fix="Give the file and the id the same name.",
    ),
    "file-twice": Wording(
        saw="The archive holds '{name}' more than once.",
        why="Two programs that unpack it can read two different protocols.",
        fix="Keep one of them, and make the archive again.",
    ),
    "handbook-missing": Wording(
        saw="The folder has no file `handbook.yaml`.",
        why="Without it, languages, functions and shared facts are unknown.",
        fix="Write one, or name the folder that has it.",
    ),
    "id-in-two-files": Wording(
        saw="'{name}' is declared again here; '{file}' declares it too.",
        why="Two things with one name cannot be told apart.",
        fix="Rename one of them, or remove it.",
    ),
    "misplaced-file": Wording(
        saw="The file begins with `{key}`; such a file is '{folder}'.",
        why="Here it is read as something else.",
        fix="Move it, so that it is '{folder}'.",
    ),
    "no-folder": Wording(
        saw="'{name}' is not a folder that can be read.",
        why="A handbook is a folder of YAML files.",
        fix="Name the folder that holds `handbook.yaml`.",
    ),
    "not-an-archive": Wording(
        saw="'{name}' is not a zip that can be read.",
        why="A handbook is a folder of YAML files, or such a folder as a zip.",
        fix="Zip the folder that holds `handbook.yaml`, and try again.",
    ),
    "not-a-file": Wording(
        saw="'{name}' is not an ordinary file.",
        why="Only ordinary files are read, because others may never end.",
        fix="Put an ordinary file in its place, or rename it.",
    ),
    "stray-file": Wording(
        saw="'{name}' is in no place that a handbook reads.",
        why="What it says counts for nothing, and nobody would notice.",
        fix="Move it to its place, end its name with `.yaml`, or remove it.",
    ),
    "symbolic-link": Wording(
        saw="'{name}' is a symbolic link.",
        why="A link can lead out of the handbook, so it is not followed.",
        fix="Put the file itself here.",
    ),
    "unreadable-entry": Wording(
        saw="In the archive, '{name}' is damaged, encrypted or packed in a rare way.",
        why="Only what can be unpacked within the bounds is read.",
        fix="Make an ordinary zip of the folder, without a password.",
    ),
    "unreadable-file": Wording(
        saw="'{name}' cannot be opened.",
        why="What it says is unknown, so the rest cannot be checked against it.",
        fix="Allow reading it, and check again.",
    ),
}
