"""Compiled loops as object code: kept, loaded again, and given what they take."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from katch_protocols.semantics import object_code
from katch_protocols.semantics.arrays import inside, parted, split
from katch_protocols.semantics.object_code import LoopModule
from tests.semantics.compiled import compiled_loops

_LOOPS = '''"""Loops of a test."""

import numpy as np

from katch_protocols.semantics.loop_calls import Array

LOOPS = {{"total": (Array("int64"), (Array("bool"), Array("uint64", 2)), int)}}


def _more(flag, value):
    return value + {more} if flag else value


def total(numbers, pair, least):
    flags, words = pair
    found = least
    for at in range(len(numbers)):
        found += _more(flags[at], numbers[at])
        words[at, 1] = np.uint64(found)
    return found
'''
_MAKING = '''"""A loop that makes an array."""

import numpy as np

from katch_protocols.semantics.loop_calls import Array

LOOPS = {"made": (Array("int64"),)}


def made(numbers):
    found = np.empty(len(numbers), np.int64)
    for at in range(len(numbers)):
        found[at] = numbers[-at]
    return found[int(numbers[0])]
'''
_ASKING = '''"""A loop that asks a function of C."""

from katch_protocols.semantics.loop_calls import Array, Asked

LOOPS = {{"begin": (Array("uint64"),)}}
ASKS = Asked("{module}", {{"{function}": 1}})


def begin(room):
    return {function}(room.ctypes.data)
'''


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    pytest.importorskip("numba")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("KATCH_CACHE", str(tmp_path / "cache"))
    yield tmp_path
    for name in ("seen_loops", "making_loops", "asking_loops"):
        sys.modules.pop(name, None)


def written(folder: Path, more: int = 10) -> LoopModule:
    sys.modules.pop("seen_loops", None)
    (folder / "seen_loops.py").write_text(_LOOPS.format(more=more), encoding="utf-8")
    for each in (folder / "__pycache__").glob("seen_loops.*.pyc"):
        each.unlink()
    return LoopModule("seen_loops")


def kept_files(folder: Path) -> list[Path]:
    return sorted((folder / "__pycache__").glob("*.object"))


def test_what_was_compiled_is_loaded_by_whoever_comes_next(folder: Path) -> None:
    module = written(folder)
    assert module.kept() is None
    numbers, flags = np.array([1, 2, 3]), np.array([True, False, True])
    for compiled in (module.compiled(), LoopModule("seen_loops").kept()):
        assert compiled is not None
        words = np.zeros((3, 2), np.uint64)
        assert compiled["total"](numbers, (flags, words), 100) == 126
        assert words.tolist() == [[0, 111], [0, 113], [0, 126]]
    none = np.zeros(0, np.int64), (np.zeros(0, np.bool_), np.zeros((0, 2), np.uint64))
    assert compiled["total"](*none, 7) == 7


def test_other_loops_have_other_code_and_the_old_goes(folder: Path) -> None:
    assert written(folder).compiled() is not None
    (old,) = kept_files(folder)
    changed = written(folder, more=20)
    assert changed.kept() is None
    assert changed.compiled() is not None
    (new,) = kept_files(folder)
    assert new.name != old.name


def test_code_that_is_spoiled_is_not_run(folder: Path) -> None:
    assert written(folder).compiled() is not None
    (file,) = kept_files(folder)
    whole = file.read_bytes()
    for spoiled in (b"", whole[:-1], whole[:40], whole[:-9] + b"x" + whole[-8:]):
        file.write_bytes(spoiled)
        assert LoopModule("seen_loops").kept() is None
    file.write_bytes(whole)
    assert LoopModule("seen_loops").kept() is not None


def test_a_loop_refuses_arrays_that_it_was_not_compiled_for(folder: Path) -> None:
    compiled = written(folder).compiled()
    assert compiled is not None
    total, numbers = compiled["total"], np.arange(4)
    flags, words = np.ones(4, np.bool_), np.zeros((4, 2), np.uint64)
    for wrong in (
        (numbers.astype(np.int32), (flags, words), 0),
        (numbers[::2], (flags, words), 0),
        (numbers, (flags, words[:, :1]), 0),
        (numbers, (flags, words.ravel()), 0),
        (list(numbers), (flags, words), 0),
    ):
        with pytest.raises(TypeError, match="total takes no such array"):
            total(*wrong)
    with pytest.raises(ValueError, match="zip"):
        total(numbers, (flags, words))
    numbers.flags.writeable = False
    assert total(numbers, (flags, words), 0) == 46


def test_a_loop_that_makes_an_array_is_refused(folder: Path) -> None:
    (folder / "making_loops.py").write_text(_MAKING, encoding="utf-8")
    module = LoopModule("making_loops")
    with pytest.raises(RuntimeError, match="NRT_"):
        module._code(object_code._llvm())
    assert module.compiled() is None
    assert kept_files(folder) == []


def test_where_nothing_can_be_kept_nothing_is_compiled(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = written(folder)
    monkeypatch.setattr(
        "katch_protocols.semantics.object_code._is_writable", lambda _: False
    )
    assert module.compiled() is None


def test_of_a_library_that_lies_in_no_folder_nothing_is_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = written(folder)
    assert module._module.__file__
    monkeypatch.setattr(module._module, "__file__", str(folder / "packed.zip" / "a.py"))
    assert module.kept() is None
    assert module.compiled() is None


def test_beside_a_module_that_cannot_be_written_to_it_lies_in_the_cache(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = written(folder)
    own = folder / "__pycache__"
    monkeypatch.setattr(object_code, "_is_writable", lambda place: place != own)
    (folder / "cache").mkdir()
    assert module.compiled() is not None
    assert len(list((folder / "cache").glob("seen_loops.*.object"))) == 1
    assert LoopModule("seen_loops").kept() is not None
    monkeypatch.setenv("KATCH_CACHE", "")
    assert LoopModule("seen_loops").kept() is None


def test_without_the_compiler_there_are_no_loops(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = written(folder)
    monkeypatch.setitem(sys.modules, "numba", cast(Any, None))
    assert module.compiled() is None


def test_a_loop_asks_functions_of_c_that_a_module_brings_along(folder: Path) -> None:
    text = _ASKING.format(module="_hashlib", function="SHA256_Init")
    (folder / "asking_loops.py").write_text(text, encoding="utf-8")
    ready = LoopModule("asking_loops").ready
    assert ready is not None
    begun = np.zeros(14, np.uint64)
    assert ready["begin"](begun) == 1
    # FIPS 180-4, 5.3.3: what SHA-256 begins with, two words of 32 bits in one of 64.
    assert begun[:4].tolist() == [
        0xBB67AE856A09E667,
        0xA54FF53A3C6EF372,
        0x9B05688C510E527F,
        0x5BE0CD191F83D9AB,
    ]
    assert LoopModule("asking_loops").kept() is not None


@pytest.mark.parametrize(
    ("module", "function"),
    [("_hashlib", "SHA256_Never"), ("never_there", "SHA256_Init"), ("sys", "abort")],
)
def test_where_a_function_of_c_is_not_found_there_are_no_loops(
    folder: Path, module: str, function: str
) -> None:
    text = _ASKING.format(module=module, function=function)
    (folder / "asking_loops.py").write_text(text, encoding="utf-8")
    assert LoopModule("asking_loops").ready is None
    assert kept_files(folder) == []


def test_numba_is_not_loaded_with_what_it_compiled(folder: Path) -> None:
    written(folder).compiled()
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from katch_protocols.semantics.object_code import LoopModule\n"
        "assert LoopModule('seen_loops').kept()\n"
        "print('numba' in sys.modules)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(folder)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "False\n"


words_of = st.integers(1, 3).flatmap(
    lambda parts: st.tuples(
        st.just(parts),
        st.lists(st.integers(0, (1 << 64 * parts) - 1), max_size=9),
        st.integers(0, (1 << 64 * parts) - 1),
        st.integers(0, (1 << 64 * parts) - 1),
    )
)


@given(words_of)
def test_the_words_of_a_cube_are_those_that_arrays_find(
    drawn: tuple[int, list[int], int, int],
) -> None:
    parts, numbers, mask, match = drawn
    few = (1 << 64) + 3  # some lie inside
    words = parted([*numbers, *(number & few for number in numbers)], parts)
    for cube in ((mask, match), (few & mask, match & few & mask), (0, 0)):
        mask_match = tuple(split(each, parts) for each in cube)
        expected = np.flatnonzero(inside(words, *mask_match))
        assert compiled_loops().inside(words, *mask_match).tolist() == expected.tolist()
