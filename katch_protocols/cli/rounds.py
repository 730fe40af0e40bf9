"""What one round of an engine did, in lines; nothing of a person is in them."""

from collections.abc import Iterator

from katch_protocols.engines.plain import Round
from katch_protocols.errors import StoreError
from katch_protocols.words.say import say

__all__ = ["lines_of", "tell"]


def tell(found: Round | StoreError, language: str) -> None:
    """Print what a round did, if it did anything, or why there was none."""
    if isinstance(found, StoreError):
        print(found.said(language), flush=True)
    elif not found.is_quiet:
        print(*lines_of(found, language), sep="\n", flush=True)


def lines_of(done: Round, language: str) -> Iterator[str]:
    """Yield what was done, who must be told, and what could not be done."""
    ticked, delivered = done.ticked, done.delivered
    for notice in ticked.told:
        yield say(
            "commands.round-told",
            language,
            case=notice.reference,
            name=notice.name,
            role=notice.tell,
        )
    for case in ticked.failed:
        yield say(
            "commands.round-unsound",
            language,
            case=case.reference,
            reason=case.said(language),
        )
    for post in delivered.failed:
        key = f"commands.round-post-{post.code}"
        reason = say(key, language, status=str(post.status))
        yield say(
            "commands.round-failed",
            language,
            receiver=post.receiver,
            post=post.id,
            reason=reason,
        )
    yield say(
        "commands.round",
        language,
        cases=len(ticked.done),
        sent=len(delivered.sent),
        failed=len(ticked.failed) + len(delivered.failed),
    )
