"""How large a handbook may be; crossing a bound is an ordinary finding."""

from katch_protocols.model.deadlines import FIRST_YEAR, LAST_YEAR
from katch_protocols.model.parties import MAX_PEOPLE

__all__ = [
    "ACTIVITIES",
    "ARCHIVE_BYTES",
    "CHARACTERS",
    "DEPTH",
    "DIGITS",
    "FAMILIES",
    "FILES",
    "FILE_BYTES",
    "FINDINGS",
    "FIRST_YEAR",
    "FONT_BYTES",
    "HANDBOOK_BYTES",
    "HANDBOOK_NODES",
    "ID_LETTERS",
    "LAST_YEAR",
    "NODES",
    "PEOPLE",
    "PLACE_CHARACTERS",
    "SENTENCE_CHARACTERS",
    "SHORT_CHARACTERS",
    "SLOGAN_CHARACTERS",
    "STATES",
    "TITLE_CHARACTERS",
]

FILE_BYTES = 1_048_576
"""Bytes of one file (1 MiB). Checked before a file is read."""

HANDBOOK_BYTES = 4 * FILE_BYTES
"""Bytes of all files together. A real handbook with 3 languages has a tenth of it."""

FONT_BYTES = 20 * FILE_BYTES
"""Bytes of the font that a handbook names. Fonts of whole scripts have less."""

ARCHIVE_BYTES = HANDBOOK_BYTES + FONT_BYTES
"""Bytes of a zip: all files, and a font."""

FILES = 500
"""Files of one handbook."""

DEPTH = 24
"""Mappings and lists inside one another."""

NODES = 50_000
"""Texts, mappings and lists of one file."""

HANDBOOK_NODES = 200_000
"""Texts, mappings and lists of all files together."""

CHARACTERS = 8_192
"""Characters of one value or key."""

DIGITS = 12
"""Digits of a whole number; a longer row of digits is text."""

ID_LETTERS = 64
"""Characters of an id."""

TITLE_CHARACTERS = 200
"""Characters of a title in one language; presentations and documents hold 255."""

FAMILIES = 8
"""Families of agencies: no palette has more colours that are told apart."""

SHORT_CHARACTERS = 28
"""Characters of the short title of an activity, in one language."""

SLOGAN_CHARACTERS = 60
"""Characters of what a safeguard promises or forbids in a picture, in one language."""

PLACE_CHARACTERS = 80
"""Characters of a place in a source, as `art. 16(2)`."""

PEOPLE = MAX_PEOPLE
"""People of one post."""

STATES = 4_000
"""States of one protocol or fragment."""

ACTIVITIES = 8_000
"""Entries of activities of one protocol or fragment."""

SENTENCE_CHARACTERS = 200_000
"""Characters of all different sentences of one handbook."""

FINDINGS = 1_000
"""Reading findings of one handbook; more of them would help nobody."""
