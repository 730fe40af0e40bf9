"""Django and FastAPI with tables of their own: the row and the event, or neither."""

import sqlite3

from tests.hosts.conftest import Asker, free_port

BEGIN = """
import os, runpy, sys
import django
from django.core.management import call_command
os.environ["DJANGO_SETTINGS_MODULE"] = "desk.settings"
django.setup()
call_command("makemigrations", "desk", verbosity=0)
call_command("migrate", verbosity=0)
from django.contrib.auth.models import User
from django.test import Client
from desk.models import Staff
with open("sessions.txt", "w") as sessions:
    for name, role, agency in (
        ("u17", "duty_officer", "harbour_police"),
        ("u22", "caseworker", "welfare_office"),
    ):
        user = User.objects.create(username=name)
        Staff.objects.create(user=user, role=role, agency=agency)
        browser = Client()
        browser.force_login(user)
        print(browser.cookies["sessionid"].value, file=sessions)
sys.argv[0] = "manage.py"
runpy.run_path("manage.py", run_name="__main__")
"""
"""What the page begins with, two people who have signed in, and then `manage.py`."""


def stored(folder):
    """Return what stands in the file of both: rows of the host, events, cases."""
    connection = sqlite3.connect(folder / "host.db")
    (table,) = connection.execute(
        "SELECT name FROM sqlite_master WHERE name IN ('desk_child', 'children')"
    ).fetchone()
    rows = connection.execute(
        f"SELECT file_number, version FROM {table} ORDER BY file_number"  # noqa: S608
    ).fetchall()
    counts = [
        connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608
        for name in ("kp_event", "kp_case")
    ]
    connection.close()
    return rows, *counts


def told(folder):
    """Return what the cases of a file say of who opened them and of who acted."""
    connection = sqlite3.connect(folder / "host.db")
    asked = "SELECT body FROM kp_event UNION ALL SELECT opening FROM kp_case"
    found = [row[0] for row in connection.execute(asked)]
    connection.close()
    assert len(found) > 1
    return found


def busy(folder, officer):
    """Ask a host whose file somebody else holds; once it is free, ask again."""
    other = sqlite3.connect(folder / "host.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert officer.ask("POST", "/children/a-2", "r-5")[0] == 503
    other.execute("ROLLBACK")
    other.close()
    assert officer.ask("POST", "/children/a-2", "r-5")[0] == 201


ACT = "/children/a-1/activities/"
WRONG = (
    ("/children/a-9/activities/make_safe", "w-1", 404),
    (f"{ACT}no_such", "w-2", 404),
    (f"{ACT}refer", "Somebody Somewhere", 400),
    (f"{ACT}refer", "r-4", 409),  # it made the child safe
    (f"{ACT}make_safe", "w-3", 422),
)


def asked_wrongly(folder, officer):
    """Ask a host for what cannot be: it says so in the language, and logs no child."""
    for language, words in (("ru-RU, ru;q=0.9", "Отказано"), ("kk", "Рұқсат жоқ")):
        officer.language = language
        found = [officer.ask("POST", path, key) for path, key, _ in WRONG]
        assert [status for status, _ in found] == [status for _, _, status in WRONG]
        said = [answer["said"] for _, answer in found]
        assert all(words in each for each in said[-2:])
        assert not any("Somebody" in each or "a-1" in each for each in said)
    officer.language = "en"
    logged = (folder / "said.txt").read_text(encoding="utf-8")
    assert "Traceback" not in logged
    assert "a-1" not in logged


def driven(folder, officer, worker, stranger):
    """Ask a host for everything that it can; its file says what was kept."""
    assert stranger.ask("POST", "/children/a-1", "r-0")[0] in {401, 403}
    status, made = officer.ask("POST", "/children/a-1", "r-1")
    assert (status, len(made["reference"]) > 10) == (201, True)
    assert officer.ask("POST", "/children/a-1", "r-1") == (201, made)
    # Another case of the same file: the host takes back, and there is no case.
    assert officer.ask("POST", "/children/a-1", "r-2")[0] == 409
    assert stored(folder) == ([("a-1", 0)], 0, 1)
    act = "/children/a-1/activities/make_safe"
    status, refused = worker.ask("POST", act, "r-3")
    assert (status, "«Duty officer»" in refused["said"]) == (422, True)
    assert officer.ask("POST", act, "r-4") == (
        200,
        {"states": ["safe"], "repeated": False},
    )
    assert officer.ask("POST", act, "r-4")[1]["repeated"]
    asked_wrongly(folder, officer)
    assert stored(folder) == ([("a-1", 1)], 1, 1)
    busy(folder, officer)


def test_django_writes_its_row_and_the_event_or_neither(project, started):
    folder, port = project("use-django.md"), free_port()
    words = "runserver", "--noreload", f"127.0.0.1:{port}"
    # Where -c stands the folder is on the path, as for manage.py.
    started(folder, port, "-c", BEGIN, *words, SECRET_KEY="only-for-this-test")  # noqa: S106 - no secret
    url = f"http://127.0.0.1:{port}"
    sessions = (folder / "sessions.txt").read_text(encoding="utf-8").split()
    officer, worker = (Asker(url, sessionid=session) for session in sessions)
    for each in (officer, worker):  # the first page that is seen guards the next form
        assert each.ask("GET", "/work/caseworker")[0] == 200
    driven(folder, officer, worker, Asker(url))
    assert '"u17"' not in "".join(told(folder))
    status, found = officer.ask("GET", "/work/duty_officer")
    assert (status, {name for name, _ in found["work"]}) == (200, {"safe", "reported"})
    assert officer.ask("GET", "/work/no_such")[0] == 404


def test_fastapi_writes_its_row_and_the_event_or_neither(project, started):
    folder, port = project("use-fastapi.md"), free_port()
    started(
        folder,
        port,
        "-m",
        "uvicorn",
        "host:app",
        "--no-access-log",
        "--port",
        str(port),
    )
    url = f"http://127.0.0.1:{port}"
    officer, worker = (
        Asker(url, session=f"session-of-{who}") for who in ("u17", "u22")
    )
    driven(folder, officer, worker, Asker(url))
    # The service that is mounted beside them sees the same case.
    status, found = worker.ask("GET", "/katch/cases")
    assert (status, [each["version"] for each in found["cases"]]) == (200, [1, 0])
