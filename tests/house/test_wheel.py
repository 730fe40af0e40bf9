"""The wheel, built and installed as visitors do: it carries the handbook."""

import json
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

import katch_protocols as kp

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "katch_protocols" / "locale"
ASK = """
import json, sys
import katch_protocols as kp

handbook = kp.handbook()
name = "champion_outreach"
# What speaks of other protocols too stays out.
others = ("safeguards", "agreed", "regions", "fragments", "indicators")
others = dict.fromkeys(others, {})
told = {"path": (), "injects": (), "pictures": ()}
kept = {"protocols": {name: handbook.protocols[name]}, **told, **others}
alone = handbook.model_copy(update=kept)
errors = [str(each) for each in kp.check(alone) if each.severity == "error"]
place = handbook.place(("regions", "turkistan"))
print(json.dumps({
    "file": kp.__file__,
    "version": kp.__version__,
    "protocols": sorted(handbook.protocols),
    "regions": sorted(handbook.regions),
    "fragments": sorted(handbook.fragments),
    "place": place.file,
    "errors": errors,
}))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def fresh(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of an environment with the wheel; it needs no network.

    What the library stands on is borrowed from here, the library itself is not.
    """
    folder = tmp_path_factory.mktemp("fresh")
    words = [sys.executable, "-m", "venv", "--without-pip", folder]
    subprocess.run(words, check=True)
    python = folder / "bin" / "python"
    words = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
    subprocess.run([*words, "--no-index", "--no-deps", wheel], check=True)
    (site,) = folder.glob("lib/python*/site-packages")
    borrowed = sysconfig.get_path("purelib")
    (site / "borrowed.pth").write_text(f"{borrowed}\n", encoding="utf-8")
    return python


def asked(python: Path | str, folder: Path, *paths: Path) -> dict[str, object]:
    code = f"import sys; sys.path[:0] = {[str(each) for each in paths]!r}\n{ASK}"
    words = [python, "-I", "-c", code]
    ran = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert ran.stderr == ""
    answer: dict[str, object] = json.loads(ran.stdout)
    return answer


def expected() -> dict[str, object]:
    here = kp.read(ROOT / "protocols")
    return {
        "version": kp.__version__,
        "protocols": sorted(here.protocols),
        "regions": sorted(here.regions),
        "fragments": sorted(here.fragments),
        "place": "regions/turkistan.yaml",
        "errors": [],
    }


def test_an_installed_wheel_has_the_handbook_and_can_check_it(fresh, tmp_path) -> None:
    answer = asked(fresh, tmp_path)
    assert str(answer.pop("file")).startswith(str(fresh.parents[1]))
    assert answer == expected()


def test_a_wheel_that_nobody_unpacked_has_the_handbook_too(wheel, tmp_path) -> None:
    answer = asked(sys.executable, tmp_path, wheel)
    assert str(answer.pop("file")).startswith(str(wheel))
    assert answer == expected()


def test_the_wheel_carries_every_file_of_the_handbook_as_it_is(wheel) -> None:
    with zipfile.ZipFile(wheel) as archive:
        carried = {
            name.removeprefix("katch_protocols/protocols/"): archive.read(name)
            for name in archive.namelist()
            if name.startswith("katch_protocols/protocols/")
        }
    folder = ROOT / "protocols"
    here = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*.yaml")
    }
    assert carried == here


def test_the_wheel_says_every_licence_and_carries_its_text(wheel) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (each for each in archive.namelist() if each.endswith("/METADATA"))
        told = archive.read(name).decode()
        folder = name.removesuffix("METADATA") + "licenses/"
        texts = {
            each.removeprefix(folder): archive.read(each).decode()
            for each in archive.namelist()
            if each.startswith(folder) and not each.endswith("/")
        }
        fonts = [each for each in archive.namelist() if each.endswith(".ttf")]
    assert "\nLicense-Expression: Apache-2.0 AND OFL-1.1\n" in told
    assert "Apache License" in texts["LICENSE"]
    font_licence = "katch_protocols/drawings/data/OFL.txt"
    assert "SIL OPEN FONT LICENSE Version 1.1" in texts[font_licence]
    assert {each.rpartition("/")[0] for each in fonts} == {
        "katch_protocols/drawings/data"
    }


def test_in_a_checkout_the_handbook_is_that_of_the_checkout() -> None:
    assert kp.handbook() == kp.read(ROOT / "protocols")
    assert kp.handbook() is kp.handbook()


def test_the_handbook_is_kept_once_in_the_checkout() -> None:
    assert not (ROOT / "katch_protocols" / "protocols").exists()


def test_the_wheel_carries_every_catalogue_and_speaks_from_it(wheel, tmp_path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    carried = {name for name in names if name.startswith("katch_protocols/locale/")}
    here = (each for each in LOCALE.rglob("*") if each.is_file())
    assert carried == {path.relative_to(ROOT).as_posix() for path in here}
    code = (
        f"import sys; sys.path[:0] = [{str(wheel)!r}]\n"
        "from katch_protocols.words.say import say\n"
        "print(ascii(say('duties.no-deadline', 'ru')))"
    )
    words = [sys.executable, "-I", "-c", code]
    ran = subprocess.run(words, cwd=tmp_path, capture_output=True, check=True)
    assert ran.stdout.decode().strip() == ascii("срок не задан")
