"""Inside Django's ``atomic()``: the host's row and the event, both or neither."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url

import katch_protocols as kp
from katch_protocols.errors import StoreError
from tests.cases.harbour import book
from tests.stores.conftest import BOTH, PEOPLE
from tests.stores.test_using import Stop, StopAt

pytestmark = BOTH

DANGER = {"danger": "present"}


def settings_of(address):
    """Return how Django names the database of an address."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        options = {"transaction_mode": "IMMEDIATE"}
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": url.database,
            "OPTIONS": options,
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.database,
        "USER": url.username,
        "HOST": url.query["host"],
        "OPTIONS": {"options": url.query["options"]},
    }


@pytest.fixture
def connection(address, monkeypatch):
    # Where a browser was opened before in this process its event loop still runs.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    import django  # noqa: PLC0415 - the same
    from django.conf import settings  # noqa: PLC0415 - it wants settings first
    from django.db import ConnectionHandler  # noqa: PLC0415 - the same

    if not settings.configured:
        settings.configure(USE_TZ=True)
        django.setup()
    handler = ConnectionHandler({"default": settings_of(address)})
    found = handler["default"]
    with found.cursor() as cursor:
        cursor.execute("CREATE TABLE children (id INTEGER)")
    yield found
    found.close()


@pytest.fixture
def atomic(connection, monkeypatch):
    from django.db import transaction  # noqa: PLC0415 - it wants settings first

    monkeypatch.setattr(transaction, "get_connection", lambda _=None: connection)
    return transaction.atomic


def children(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM children")
        return cursor.fetchone()[0]


@pytest.mark.usefixtures("old_sqlite")
@pytest.mark.filterwarnings("ignore::katch_protocols.errors.StoreWarning")
def test_django_s_row_and_the_event_are_both_there_or_neither(
    connection, atomic, address
):
    # Django uses the SQLite of Python, and one process should use one.
    with kp.open_store(address, book(), actors=PEOPLE.get) as store:
        reference = store.open_case("referral", region="east").reference

        def act():
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO children VALUES (1)")
            mine = store.using(connection)
            return mine.do(reference, "assess", by="u1", records=DANGER, key="a")

        with pytest.raises(StoreError) as caught:
            store.using(connection)
        assert caught.value.code == "no-transaction"

        def fails():
            with atomic():
                act()
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fails()
        assert (store.case(reference).version, children(connection)) == (0, 0)
        with atomic():
            assert act().version == 1
            with pytest.raises(kp.ActivityRefusedError):
                store.using(connection).do(reference, "send", by="u2")
        assert (store.case(reference).version, children(connection)) == (1, 1)
        with atomic():
            done = store.using(connection)
            assert done.do(
                reference, "assess", by="u1", records=DANGER, key="a"
            ).repeated
        assert store.verify()


def finishes(store, connection, atomic, reference, at):
    """Stop at a statement of either and take back; tell whether there were no more."""
    stop = StopAt(at)

    def counted(execute, *words):
        stop()
        return execute(*words)

    event.listen(Engine, "before_cursor_execute", stop)
    try:
        with connection.execute_wrapper(counted), atomic():
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO children VALUES (1)")
            using = store.using(connection)
            using.do(reference, "assess", by="u1", records=DANGER, key="a")
            using.open_case("referral", region="east", key="k-1")
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO children VALUES (2)")
    except Stop:
        return False
    finally:
        event.remove(Engine, "before_cursor_execute", stop)
    return True


@pytest.mark.usefixtures("old_sqlite")
@pytest.mark.filterwarnings("ignore::katch_protocols.errors.StoreWarning")
def test_stopped_at_every_statement_django_leaves_nothing(connection, atomic, address):
    with kp.open_store(address, book(), actors=PEOPLE.get) as store:
        reference, at = store.open_case("referral", region="east").reference, 0
        while not finishes(store, connection, atomic, reference, at):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM kp_event UNION ALL "
                    "SELECT count(*) FROM kp_case UNION ALL "
                    "SELECT count(*) FROM children"
                )
                assert sorted(cursor.fetchall()) == [(0,), (0,), (1,)]
            at += 1
        assert at > 15
        assert (store.case(reference).version, children(connection)) == (1, 2)
        assert store.verify()


@pytest.mark.usefixtures("old_sqlite")
@pytest.mark.filterwarnings("ignore::katch_protocols.errors.StoreWarning")
def test_the_clock_does_not_hang_on_the_zone_of_django_s_session(
    connection, atomic, address
):
    with kp.open_store(address, book(), actors=PEOPLE.get) as store:
        reference = store.open_case("referral", region="east").reference
        with atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL TIME ZONE 'Asia/Almaty'")
            mine = store.using(connection).case(reference).read_at
        theirs = store.case(reference).read_at
    assert timedelta(0) <= theirs - mine < timedelta(minutes=1)
