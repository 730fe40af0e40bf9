"""The texts that cases belong to: handbooks by their hash, meanings by their pin."""

import json
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from hashlib import sha256
from threading import Lock

from sqlalchemy import Connection, select, update

from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.cases.event import canonical
from katch_protocols.errors import HandbookError, StoreError, UnknownNameError
from katch_protocols.files.read import read_handbook
from katch_protocols.files.write import write
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.sentences.nearness import nearest_names
from katch_protocols.stores.database import insert_once
from katch_protocols.stores.tables import meanings, releases

__all__ = ["Releases"]


class Releases:
    """The handbook of this process, and those that cases of the store belong to.

    Without a handbook of its own, a process can read and verify, and open nothing.
    """

    def __init__(self, handbook: Handbook | None) -> None:
        self.handbook = handbook
        self._lock = Lock()
        self._by_pin: dict[str, CompiledCase] = {}
        self._books: dict[str, Handbook] = {}
        self._hash, self._files = ("", "") if handbook is None else _written(handbook)

    def keep(self, connection: Connection, at: int) -> None:
        """Keep the handbook of this process; what means the same gets its titles."""
        if self.handbook is None:
            return
        self._insert(connection, self._hash, self._files, at)
        for row in connection.execute(select(meanings)).all():
            if self._own(row.pin, row.protocol) is not None:
                mine = update(meanings).where(meanings.c.pin == row.pin)
                connection.execute(mine.values(handbook=self._hash))

    def is_kept(self, connection: Connection) -> bool:
        """Tell whether the handbook of this process is there."""
        query = select(releases.c.handbook).where(releases.c.handbook == self._hash)
        return self.handbook is None or connection.execute(query).first() is not None

    def newest(self, protocol: str) -> CompiledCase:
        """Return a protocol of the handbook of this process.

        Raises:
            UnknownNameError: It has none of that name.
        """
        known = {} if self.handbook is None else self.handbook.protocols
        if protocol not in known:
            raise UnknownNameError("protocol", near=nearest_names(protocol, known))
        return compiled_case(known[protocol], self.handbook)

    def mean(self, connection: Connection, compiled: CompiledCase) -> None:
        """Keep what a protocol of this handbook means, for a case that is opened."""
        pin = compiled.edition.pin
        with self._lock:
            self._by_pin[pin] = compiled
        protocol = compiled.protocol.id
        self._insert_meaning(connection, pin, protocol, self._hash)

    def of(self, connection: Connection, pin: str, protocol: Id) -> CompiledCase:
        """Return what a case belongs to, made ready; kept in this process.

        Who holds a role comes from the handbook of this process, whatever the pin.

        Raises:
            StoreError: The text is missing, or can no longer be read.
        """
        found = self._by_pin.get(pin)
        if found is None:
            found = self._own(pin, protocol) or self._older(connection, pin)
            with self._lock:
                self._by_pin[pin] = found
        return found

    def _own(self, pin: str, protocol: Id) -> CompiledCase | None:
        if self.handbook is None or protocol not in self.handbook.protocols:
            return None
        own = compiled_case(self.handbook.protocols[protocol], self.handbook)
        return own if own.edition.pin == pin else None

    def _older(self, connection: Connection, pin: str) -> CompiledCase:
        query = select(meanings, releases.c.files)
        query = query.join(releases, releases.c.handbook == meanings.c.handbook)
        row = connection.execute(query.where(meanings.c.pin == pin)).first()
        if row is None or _hash(row.files) != row.handbook:
            raise StoreError("release")
        book = self._book(row.handbook, row.files)
        protocol = book.protocols.get(row.protocol)
        if protocol is None:
            raise StoreError("release")
        found = compiled_case(protocol, book, self.handbook)
        if found.edition.pin != pin:
            raise StoreError("release")
        return found

    def _book(self, name: str, files: str) -> Handbook:
        """Return a handbook that is kept, by its hash; raises as ``of`` does."""
        if name not in self._books:
            try:
                self._books[name] = read_handbook(json.loads(files))
            except (HandbookError, ValueError):
                raise StoreError("release") from None
        return self._books[name]

    def require_known(
        self, connection: Connection, kind: str, names: Iterable[str]
    ) -> None:
        """Let ids of regions or protocols pass that a handbook of the store has.

        Where none is kept, or one of them can no longer be read, any name passes.

        Raises:
            UnknownNameError: There is no such name; the nearest are told.
        """
        known, missing = set(_names(kind, self.handbook)), set(names)
        if missing <= known:
            return
        query = select(releases).where(releases.c.handbook != self._hash)
        rows = connection.execute(query).all()
        try:
            kept = [self._book(row.handbook, row.files) for row in rows]
        except StoreError:
            return
        known.update(*(_names(kind, book) for book in kept))
        if not kept and self.handbook is None:
            return
        for name in names:
            if name not in known:
                raise UnknownNameError(kind, name, nearest_names(name, sorted(known)))

    def add(
        self,
        connection: Connection,
        files: Mapping[str, str],
        means: Mapping[str, str],
        at: int,
    ) -> None:
        """Add a handbook of another store, with the meanings of its protocols by pin.

        Raises:
            StoreError: It cannot be read.
        """
        text = canonical(dict(files))
        try:
            read_handbook(dict(files))
        except HandbookError:
            raise StoreError("release") from None
        self._insert(connection, _hash(text), text, at)
        for pin, protocol in means.items():
            self._insert_meaning(connection, pin, protocol, _hash(text))

    @staticmethod
    def _insert(connection: Connection, name: str, files: str, at: int) -> None:
        query = select(releases.c.handbook).where(releases.c.handbook == name)
        if connection.execute(query).first() is None:
            insert_once(connection, releases, handbook=name, files=files, added_at=at)

    @staticmethod
    def _insert_meaning(
        connection: Connection, pin: str, protocol: str, handbook: str
    ) -> None:
        query = select(meanings.c.pin).where(meanings.c.pin == pin)
        if connection.execute(query).first() is None:
            values = {"pin": pin, "protocol": protocol, "handbook": handbook}
            insert_once(connection, meanings, **values)


def _names(kind: str, handbook: Handbook | None) -> Iterable[Id]:
    if handbook is None:
        return ()
    return handbook.regions if kind == "region" else handbook.protocols


_MOST_KEPT = 4
_kept: OrderedDict[int, tuple[Handbook, tuple[str, str]]] = OrderedDict()


def _written(handbook: Handbook) -> tuple[str, str]:
    """Return the hash and the files of a handbook; written once, and kept for a while.

    Letters are no meaning: the font that a handbook names stays outside.
    """
    # What is kept holds the handbook, so no other object can have its id.
    found = _kept.get(id(handbook))
    if found is None:
        files = write(handbook.model_copy(update={"font": None}))
        text = canonical(dict(files))
        found = _kept[id(handbook)] = handbook, (_hash(text), text)
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return found[1]


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
