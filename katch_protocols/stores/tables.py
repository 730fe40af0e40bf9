"""The tables of a store, the same on both databases.

Instants are integers: microseconds since 1970 in UTC. ``kp_case`` and ``kp_open`` may
be read by SQL; of the others nothing is promised.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
)
from sqlalchemy import Text as AnyText
from sqlalchemy.dialects.postgresql import TEXT

__all__ = [
    "FIRST",
    "LAST",
    "SCHEMA_VERSION",
    "cases",
    "events",
    "instant",
    "links",
    "meanings",
    "metadata",
    "micros",
    "open_rows",
    "posts",
    "receivers",
    "releases",
    "stores",
]

SCHEMA_VERSION = 4
"""The version of these tables; it grows with every change of theirs."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(at: datetime) -> int:
    """Return an instant as the tables hold it."""
    return (at - _EPOCH) // _MICROSECOND


def instant(found: int) -> datetime:
    """Return an instant of the tables, in UTC."""
    return _EPOCH + found * _MICROSECOND


FIRST = micros(datetime.min.replace(tzinfo=UTC))
"""Before every instant."""

LAST = micros(datetime.max.replace(tzinfo=UTC))
"""The last instant that there is: what has no deadline stands behind all that has."""

Text = AnyText().with_variant(TEXT(collation="C"), "postgresql")
"""Texts stand by their bytes, as in SQLite: pages, exports and checkpoints have one
order, whatever the language of a server, and no newer library of its system moves it
under an index."""

metadata = MetaData()

stores = Table(
    "kp_store",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("schema_version", Integer, nullable=False),
)

releases = Table(
    "kp_release",
    metadata,
    Column("handbook", Text, primary_key=True),
    Column("files", Text, nullable=False),
    Column("added_at", BigInteger, nullable=False),
)

meanings = Table(
    "kp_meaning",
    metadata,
    Column("pin", Text, primary_key=True),
    Column("protocol", Text, nullable=False),
    Column("handbook", Text, ForeignKey("kp_release.handbook"), nullable=False),
)

cases = Table(
    "kp_case",
    metadata,
    Column("reference", Text, primary_key=True),
    Column("protocol", Text, nullable=False),
    Column("pin", Text, nullable=False),
    Column("region", Text),
    Column("salt", LargeBinary),
    Column("opening", Text),
    Column("opened_at", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("open_key", Text, unique=True),
    Column("opener", Text),
    Column("ended_at", BigInteger),
    Column("outcome", Text),
    Column("erased_at", BigInteger),
    Column("ground", Text),
    Column("erased_by", Text),
    Index("kp_case_opened", "opened_at", "reference"),
    Index("kp_case_region", "region", "opened_at", "reference"),
    Index("kp_case_protocol", "protocol", "opened_at", "reference"),
    Index("kp_case_opener", "opener", "opened_at", "reference"),
)

events = Table(
    "kp_event",
    metadata,
    Column("reference", Text, ForeignKey("kp_case.reference"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("body", Text),
    Column("hash", LargeBinary, nullable=False),
    Column("request_key", Text),
    Column("stored_at", BigInteger, nullable=False),
    UniqueConstraint("reference", "request_key"),
)

open_rows = Table(
    "kp_open",
    metadata,
    Column("reference", Text, ForeignKey("kp_case.reference"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("began", Integer, nullable=False),
    Column("protocol", Text, nullable=False),
    Column("region", Text),
    Column("held_by", Text),
    Column("due_at", BigInteger, nullable=False),
    Column("next_at", BigInteger, nullable=False),
    Column("told", Integer, nullable=False),
    Index("kp_open_next", "next_at"),
    Index("kp_open_due", "due_at", "reference"),
    Index("kp_open_held", "held_by", "due_at", "reference"),
    Index("kp_open_held_region", "held_by", "region", "due_at", "reference"),
    Index("kp_open_region", "region", "due_at", "reference"),
    Index("kp_open_state", "protocol", "name", "due_at", "reference"),
)

links = Table(
    "kp_link",
    metadata,
    Column("reference", Text, primary_key=True),
    Column("opener", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("protocol", Text, nullable=False),
    Column("role", Text),
    Column("receiver", Text),
    Column("due_at", BigInteger),
    Column("taken_up_at", BigInteger),
    Column("ended_at", BigInteger),
    Column("ended_in", Text),
    Index("kp_link_opener", "opener"),
)

receivers = Table(
    "kp_receiver",
    metadata,
    Column("name", Text, primary_key=True),
    Column("url", Text),
    Column("key_ids", Text),
    Column("wants", Text, nullable=False),
    Column("regions", Text),
)

posts = Table(
    "kp_post",
    metadata,
    Column("id", Text, primary_key=True),
    Column("receiver", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("body", Text),
    Column("tries", Integer, nullable=False),
    Column("next_at", BigInteger, nullable=False),
    Column("claimed_until", BigInteger),
    Column("done_at", BigInteger),
    Column("put_at", BigInteger),
    Column("withdrawn_at", BigInteger),
    UniqueConstraint("receiver", "reference", "seq"),
    Index("kp_post_waiting", "done_at", "next_at"),
)
