"""Without an extra one sentence names it, the first time and the right one."""

import subprocess
import sys

import pytest

ABSENT = """
import sys
for name in {names!r}:
    sys.modules[name] = None
from katch_protocols.errors import MissingExtraError
try:
    {program}
except MissingExtraError as error:
    print(error.extra)
"""

SERVE = "from katch_protocols.cli.main import main; main(['serve', {words}])"
STORE = ("sqlalchemy", "psycopg")
SERVICE = ("sqlalchemy", "fastapi", "jwt", "uvicorn")


@pytest.mark.parametrize(
    ("names", "program", "extra"),
    [
        (STORE, "import katch_protocols as kp; kp.open_store('sqlite://')", "store"),
        (
            STORE,
            "import katch_protocols as kp; kp.open_store('postgresql://a@b/c')",
            "postgres",
        ),
        (
            ("psycopg",),
            "import katch_protocols as kp; kp.open_store('postgresql://a@b/c')",
            "postgres",
        ),
        (SERVICE, "from katch_protocols.service import create_app", "service"),
        (("fastapi",), "from katch_protocols.service import create_app", "service"),
        (("dbos", *STORE), "import katch_protocols.engines.dbos", "dbos"),
    ],
)
def test_an_import_names_the_extra(names, program, extra):
    ran = run(names, program)
    assert (ran.stdout, ran.returncode) == (f"{extra}\n", 0), ran.stderr


@pytest.mark.parametrize("names", [SERVICE, ("fastapi",)])
def test_serving_names_the_extra_before_a_database_is_made(names, tmp_path):
    words = f"'--store', 'sqlite:///{tmp_path}/cases.db', '--trust', 'keys.json'"
    ran = run(names, SERVE.format(words=words))
    assert "katch-protocols[service]" in ran.stderr
    assert list(tmp_path.iterdir()) == []


def run(names, program):
    given = ABSENT.format(names=names, program=program)
    return subprocess.run(
        [sys.executable, "-c", given], capture_output=True, text=True, check=False
    )
