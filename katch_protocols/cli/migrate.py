"""``katch migrate HANDBOOK --store URL``: running cases and a new version."""

from pathlib import Path
from typing import Annotated

import typer

from katch_protocols.cli.commands import FINDINGS
from katch_protocols.cli.opening import open_handbook, require_sound
from katch_protocols.cli.options import LanguageOption, speak
from katch_protocols.cli.refusals import require_known
from katch_protocols.cli.stores_opened import StoreOption
from katch_protocols.errors import ProtocolError
from katch_protocols.stores.migration import CarriedOut, MigrationPlan
from katch_protocols.verbs.open_store import open_store
from katch_protocols.words.say import say

__all__ = ["migrate"]


def migrate(
    handbook: Annotated[Path, typer.Argument(metavar="HANDBOOK")],
    store: StoreOption,
    protocol: Annotated[
        str | None, typer.Option("--protocol", metavar="PROTOCOL")
    ] = None,
    language: LanguageOption = None,
    *,
    carry_out: Annotated[bool, typer.Option("--carry-out")] = False,
) -> int:
    """Say what becomes of every running case under a new handbook; move it if told to.

    Without ``--carry-out`` nothing is written. It may be stopped and begun again.
    """
    book = open_handbook(handbook)
    require_known("unknown-protocol", protocol, book.protocols)
    said = speak(language, book.languages)
    try:
        with open_store(store, book if carry_out else None, make=False) as found:
            plan = found.plan_migration(book, protocol=protocol)
            _print_plan(plan, said)
            if not carry_out:
                print(say("commands.migrate-dry", said))
                return 0
            return _print_done(plan.carry_out(), said)
    except ProtocolError:
        require_sound(book, handbook)
        raise


def _print_plan(plan: MigrationPlan, said: str) -> None:
    strange = sum(each.first is not None for each in plan.moving)
    print(say("commands.migrate-moving", said, number=len(plan.moving)))
    if strange:
        print(say("commands.migrate-strange", said, number=strange))
    print(say("commands.migrate-staying", said, number=len(plan.staying)))
    for each in plan.staying:
        print(f"  {each.reference}: {each.said(said)}")
    late = [(each.reference, due) for each in plan.moving for due in each.overdue]
    if late:
        print(say("commands.migrate-overdue", said))
    for reference, due in late:
        at = due.at.isoformat(timespec="minutes")
        print(f"  {reference}: {due.name}, {at}")


def _print_done(done: CarriedOut, said: str) -> int:
    print(say("commands.migrated", said, number=len(done.moved)))
    for each in done.stayed:
        print(f"  {each.reference}: {each.said(said)}")
    for failed in done.failed:
        print(f"  {failed.reference}: {failed.said(said)}")
    return FINDINGS if done.failed else 0
