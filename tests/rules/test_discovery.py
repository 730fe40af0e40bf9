"""Rules are found where they stand, in a folder and in a zip, and only when asked."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from katch_protocols.rules.rule import Family, rules
from tests.rules.saltmarsh import SALTMARSH

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "katch_protocols"


def _printed(program: str, *paths: Path) -> str:
    search = f"import sys; sys.path[:0] = {[str(path) for path in paths]!r}; "
    done = subprocess.run(
        [sys.executable, "-I", "-c", search + program],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT.anchor,
    )
    return done.stdout.strip()


def test_rules_come_family_by_family_each_by_name() -> None:
    order = [(list(Family).index(Family(rule.family)), rule.name) for rule in rules()]
    assert order == sorted(order)
    assert {rule.family for rule in rules()} == set(Family)


def test_each_family_is_a_folder_of_rules() -> None:
    folders = {path.parent.name for path in PACKAGE.glob("rules/*/__init__.py")}
    assert folders == set(Family)


def test_every_module_in_a_family_has_a_rule() -> None:
    written = {
        path.relative_to(PACKAGE / "rules").as_posix()
        for path in PACKAGE.glob("rules/*/*.py")
        if path.name != "__init__.py"
    }
    script = (
        "import json, sys; from katch_protocols.rules.rule import Rule; "
        "from katch_protocols.rules.rule import rules; rules(); "
        "has = lambda v: any(isinstance(x, Rule) for x in "
        "(v if isinstance(v, tuple) else (v,))); "
        "print(json.dumps([n.split('.')[2:] for n, m in sys.modules.items() "
        "if n.startswith('katch_protocols.rules.') and n.count('.') == 3 "
        "and any(map(has, vars(m).values()))]))"
    )
    found = {"/".join(name) + ".py" for name in json.loads(_printed(script, ROOT))}
    assert found == written


def test_the_same_rules_are_found_in_a_zip(tmp_path: Path) -> None:
    packed = tmp_path / "library.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(PACKAGE.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                archive.write(path, path.relative_to(ROOT))
    script = (
        "from katch_protocols.rules import rule; "
        "assert '.zip' in rule.__file__; "
        "print(' '.join(each.name for each in rule.rules()))"
    )
    site = Path(pytest.__file__).parents[1]
    here = " ".join(rule.name for rule in rules())
    assert _printed(script, packed, site) == here


@pytest.mark.parametrize("arguments", ["['--help']", "['check', '--help']"])
def test_help_loads_no_rule(arguments: str) -> None:
    script = (
        "import contextlib, io; from katch_protocols.__main__ import main; "
        f"sys.argv[1:] = {arguments}; "
        "exec('''\\ntry:\\n"
        " with contextlib.redirect_stdout(io.StringIO()): main()\\n"
        "except SystemExit: pass'''); "
        "print([n for n in sys.modules if n.startswith('katch_protocols.rules.') "
        "and n.count('.') == 3])"
    )
    assert _printed(script, ROOT) == "[]"


def test_what_is_only_written_is_checked_without_what_proves(tmp_path: Path) -> None:
    """An editor asks that at each stroke: it waits for no prover and no numbers."""
    for name, text in SALTMARSH.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    script = (
        "from katch_protocols.files.read import read; "
        "from katch_protocols.rules.check import check_context; "
        "from katch_protocols.rules.context import Context; "
        f"book = read({str(tmp_path)!r}).handbook; "
        "check_context(Context(book, deep=False)); "
        "print(*({'numpy', 'networkx', 'katch_protocols.proofs.prove', "
        "'katch_protocols.semantics.explore'} & {*sys.modules}))"
    )
    assert _printed(script, ROOT) == ""
