"""What a deadline rests on, in a word or two: one table for every output."""

from collections.abc import Mapping

__all__ = ["BASES"]

BASES: Mapping[str, Mapping[str, str]] = {
    "basis-statutory": {"en": "by law", "ru": "по закону", "kk": "заң бойынша"},
    "basis-guidance": {"en": "guidance", "ru": "рекомендация", "kk": "ұсыным"},
    "basis-proposed": {"en": "proposed", "ru": "предложен", "kk": "ұсынылған"},
}
"""Each text by key and by language; a key ends in the name of a basis."""
