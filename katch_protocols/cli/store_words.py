"""What somebody asks of a store at a terminal, besides what is to be done."""

from typing import NamedTuple

from katch_protocols.cli.refusals import CommandRefusal

__all__ = ["StoreWords"]


class StoreWords(NamedTuple):
    """The words behind the act; ``name`` is a file, or the reference of a case."""

    name: str | None
    by: str | None
    ground: str | None
    running: bool
    line: str | None
    language: str

    def needed(self, **given: str | None) -> tuple[str, ...]:
        """Return what an act cannot do without.

        Raises:
            CommandRefusal: One of them was left out, or is empty; it is named as it is
                written.
        """
        for name, value in given.items():
            if not value:
                written = name if name.isupper() else f"--{name}"
                raise CommandRefusal("missing-argument", command="store", name=written)
        return tuple(filter(None, given.values()))
