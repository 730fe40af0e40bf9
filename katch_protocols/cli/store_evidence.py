"""What ``katch store`` proves and forgets: verify, checkpoint, prove, erase, erased."""

from pathlib import Path

from katch_protocols.cli.commands import FINDINGS
from katch_protocols.cli.refusals import CommandRefusal
from katch_protocols.cli.store_words import StoreWords
from katch_protocols.stores.evidence import Erased
from katch_protocols.stores.store import Store
from katch_protocols.words.say import say

__all__ = ["checkpoint", "erase", "erased", "prove", "verify"]


_ASKED = frozenset({"missing", "shorter", "head"})
"""What a checkpoint alone can tell; the rest is said as ``verify`` says it."""


def verify(found: Store, asked: StoreWords) -> int:
    """Go through every case again, or through one; name what does not hold."""
    said = asked.language
    verified = found.verify(asked.name)
    for each in verified.unsound:
        place = "" if each.event is None else f", {each.event}"
        print(f"{each.reference}{place}: {each.said(said)}")
    print(say("commands.store-verified", said, number=verified.cases))
    return FINDINGS if verified.unsound else 0


def checkpoint(found: Store, asked: StoreWords) -> int:
    """Write the head of every case to a new file; print the line to keep elsewhere."""
    (name,) = asked.needed(FILE=asked.name)
    if Path(name).exists():
        raise CommandRefusal("already-there", file=name)
    print(found.checkpoint(name))
    return 0


def prove(found: Store, asked: StoreWords) -> int:
    """Hold every case against a checkpoint; name each that does not fit."""
    said = asked.language
    name, line = asked.needed(FILE=asked.name, line=asked.line)
    proven = found.prove(line, name)
    for unproven in proven.unproven:
        kind = "unproven" if unproven.code in _ASKED else "unsound"
        why = say(f"stores.{kind}-{unproven.code}", said)
        print(f"{unproven.reference}, {unproven.version}: {why}")
    for gone in proven.erased:
        print(_line(gone))
    print(say("commands.store-proven", said, number=proven.cases))
    return FINDINGS if proven.unproven else 0


def erase(found: Store, asked: StoreWords) -> int:
    """Erase one case."""
    name, by, ground = asked.needed(
        REFERENCE=asked.name, by=asked.by, ground=asked.ground
    )
    is_gone = found.erase(name, by=by, ground=ground, running=asked.running)
    key = "store-erased" if is_gone else "store-erased-not-overwritten"
    print(say(f"commands.{key}", asked.language))
    return 0


def erased(found: Store, _asked: StoreWords) -> int:
    """List what was erased: after a restore it is to be erased again."""
    for each in found.erased():
        print(_line(each))
    return 0


def _line(each: Erased) -> str:
    at = each.at.isoformat(timespec="seconds")
    return f"{each.reference} {each.by} {each.ground} {at}"
