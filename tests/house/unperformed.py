"""What pages show and no test performs, each with its reason. Keep it short."""

from collections.abc import Mapping

__all__ = ["BLOCKS", "COMMANDS", "OTHERS"]

COMMANDS: Mapping[str, str] = {
    "make build": "what CI does in its stage `fresh`",
    "make test": "these tests themselves",
}
"""Commands in blocks of ``sh`` that are not of ``katch``."""

BLOCKS: Mapping[str, Mapping[str, str]] = {}
"""Blocks by page and by their first line."""

OTHERS: Mapping[str, str] = {}
"""Folders of pages whose blocks a test of their own performs."""
