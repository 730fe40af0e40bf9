"""Why a file of a log could not be read, or not to its end."""

from katch_protocols.words.say import say

__all__ = ["unread_reason"]


def unread_reason(reason: str, language: str) -> str:
    """Say why a file could not be read, and what it looks like where that is told."""
    why, _, encoding = reason.partition(" ")
    if encoding:
        return say(f"audit.{why}-like", language, encoding=encoding)
    return say(f"audit.unread-{why}", language)
