"""Loops as object code: compiled once by numba, kept, and loaded by LLVM alone.

To load numba takes longer than most handbooks take to prove; LLVM loads what numba once
compiled in some hundredths of a second. A module of loops holds plain functions over
arrays and numbers, says what each takes, and is compiled whole. No loop makes an array
or raises, so the code needs nothing of numba when it runs. It may ask functions of C
that a module of Python brings along.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, cached_property
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from katch_protocols.budget import current
from katch_protocols.cache_folder import cache_folder
from katch_protocols.semantics.loop_calls import (
    Array,
    Asked,
    CompiledLoop,
    CompiledLoops,
    Taken,
)
from katch_protocols.whole_files import write_whole

__all__ = ["LoopModule"]


_ASKED = frozenset({"bzero", "memcpy", "memmove", "memset", "memset_pattern16"})
"""What the code may ask of the process that loads it."""


class LoopModule:
    """A module of loops, and its object code where that is kept.

    Its table ``LOOPS`` says which of its functions are loops, and what each takes;
    ``ASKS``, if it has one, what they ask of C. The code lies beside the module, or in
    the ``cache_folder``.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    @cached_property
    def ready(self) -> CompiledLoops | None:
        """The loops, compiled now if they never were; ``None`` as of ``compiled``."""
        return self.kept() or self.compiled()

    def kept(self) -> CompiledLoops | None:
        """Return the loops, if they were compiled for this machine before."""
        llvm = self._linked()
        if llvm is None:
            return None
        for file in self._files(llvm):
            try:
                code = file.read_bytes()
            except OSError:
                continue  # nothing is there
            if sha256(code[_DIGEST:]).digest() == code[:_DIGEST]:
                return self._loops(llvm, code[_DIGEST:])
        return None

    def compiled(self) -> CompiledLoops | None:
        """Return the loops, compiled anew and kept.

        ``None``: numba is not installed, or makes what only runs beside it; or no
        library has what they ask; or no folder is there to keep them in. So nothing is
        ever compiled a second time, and no budget counts it.
        """
        llvm = self._linked()
        if llvm is None:
            return None
        files = [file for file in self._files(llvm) if _is_writable(file.parent)]
        if not files:
            return None
        try:
            with current().apart():
                code = self._code(llvm)
        except (ImportError, RuntimeError):
            return None
        _keep(files[0], sha256(code).digest() + code)
        return self._loops(llvm, code)

    @cached_property
    def _module(self) -> ModuleType:
        return import_module(self.name)

    @property
    def _asks(self) -> Asked | None:
        asks: Asked | None = getattr(self._module, "ASKS", None)
        return asks

    def _linked(self) -> Any:  # noqa: ANN401 - a module
        """Return LLVM's binding, if it is installed and finds what the loops ask."""
        llvm, asks = _llvm(), self._asks
        if llvm is None or asks is None:
            return llvm
        try:
            library = str(import_module(asks.module).__file__)
            llvm.binding.load_library_permanently(library)
        except (ImportError, AttributeError, RuntimeError):
            return None
        # To link what is not there would end the process.
        has = map(llvm.binding.address_of_symbol, asks.functions)
        return llvm if all(has) else None

    def _files(self, llvm: Any) -> Iterator[Path]:  # noqa: ANN401 - a module
        """Yield where the code may lie, under a digest of all that it depends on."""
        source = Path(str(self._module.__file__))
        try:
            texts = [each.read_bytes() for each in (source, Path(__file__))]
        except OSError:
            return  # the library is not in a folder
        machine = f"{llvm.__version__} {_machine(llvm)}".encode()
        digest = sha256(b"\0".join((machine, *texts)))
        name = f"{source.stem}.{digest.hexdigest()[:20]}.object"
        yield source.parent / "__pycache__" / name
        folder = cache_folder(os.environ)
        if folder is not None:
            yield folder / name

    def _loops(self, llvm: Any, code: bytes) -> CompiledLoops:  # noqa: ANN401 - a module
        """Return what object code holds."""
        binding = llvm.binding
        engine = binding.create_mcjit_compiler(
            binding.parse_assembly(""), _target(llvm)
        )
        engine.add_object_file(binding.ObjectFileRef.from_data(code))
        engine.finalize_object()
        return {
            name: CompiledLoop(name, takes, engine.get_function_address(name), engine)
            for name, takes in self._module.LOOPS.items()
        }

    def _code(self, llvm: Any) -> bytes:  # noqa: ANN401 - a module
        """Compile every loop; raises ``RuntimeError`` if one needs more than it may."""
        binding, functions = llvm.binding, _jitted(self._module)
        whole = binding.parse_assembly("")
        for name, takes in self._module.LOOPS.items():
            entry = _entry(functions[name], takes)
            part = binding.parse_assembly(entry.inspect_llvm())
            for function in part.functions:
                if function.name == entry.native_name:
                    function.name = name
                elif not function.is_declaration:
                    function.linkage = "internal"
            whole.link_in(part)
        return _emitted(llvm, whole, self._asks)


_DIGEST = 32
"""So many bytes at the beginning of a file say what the rest must be."""


@cache
def _llvm() -> Any:  # noqa: ANN401 - a module
    """Return LLVM's binding, if it is installed."""
    try:
        import llvmlite.binding  # noqa: PLC0415 - an extra, for much work alone
    except (ImportError, OSError):
        return None
    llvmlite.binding.initialize_native_target()
    llvmlite.binding.initialize_native_asmprinter()
    return llvmlite


@cache
def _machine(llvm: Any) -> str:  # noqa: ANN401 - a module
    """Return what this machine is and can do."""
    binding = llvm.binding
    features = binding.get_host_cpu_features().flatten()
    return f"{binding.get_process_triple()} {binding.get_host_cpu_name()} {features}"


def _target(llvm: Any) -> Any:  # noqa: ANN401 - untyped
    binding = llvm.binding
    target = binding.Target.from_triple(binding.get_process_triple())
    return target.create_target_machine(
        cpu=binding.get_host_cpu_name(),
        features=binding.get_host_cpu_features().flatten(),
        opt=3,
        jit=True,
    )


def _jitted(module: ModuleType) -> Mapping[str, Any]:
    """Return the functions of a module as numba compiles them, each calling these."""
    import numba  # noqa: PLC0415 - takes a second, and is needed once

    names: dict[str, Any] = dict(vars(module))
    if (asks := names.get("ASKS")) is not None:
        names |= _external(asks)
    for name, each in vars(module).items():
        if isinstance(each, FunctionType) and each.__module__ == module.__name__:
            plain = FunctionType(each.__code__, names, name)
            names[name] = numba.njit(error_model="numpy")(plain)
    return names


def _external(asks: Asked) -> Iterator[tuple[str, Any]]:
    """Yield functions of C by name, as numba calls them."""
    import numba  # noqa: PLC0415 - as above

    types = numba.types
    for name, words in asks.functions.items():
        yield name, types.ExternalFunction(name, types.int32(*[types.intp] * words))


def _entry(loop: Any, takes: Sequence[Taken]) -> Any:  # noqa: ANN401 - untyped
    """Return a function of C that calls a loop: arrays as pointers with their sizes."""
    import numba  # noqa: PLC0415 - as above

    names: dict[str, Any] = {"loop": loop, "carray": numba.carray}  # type: ignore[attr-defined]
    asked: list[str] = []
    kinds: list[Any] = []

    def array(taken: Array) -> str:
        at = f"a{len(asked)}"
        sizes = [f"{at}_{number}" for number in range(taken.dimensions)]
        asked.extend([at, *sizes])
        kinds.extend([numba.types.voidptr, *[numba.types.intp] * taken.dimensions])
        names[f"d{at}"] = taken.dtype.type
        return f"carray({at}, ({','.join(sizes)},), d{at})"

    given: list[str] = []
    for taken in takes:
        if isinstance(taken, tuple):
            given.append(f"({','.join(map(array, taken))},)")
        elif isinstance(taken, Array):
            given.append(array(taken))
        else:
            given.append(f"n{len(asked)}")
            asked.append(given[-1])
            kinds.append(numba.types.int64)
    text = f"def entry({','.join(asked)}):\n    return loop({','.join(given)})\n"
    exec(text, names)  # noqa: S102 - a text of ours
    return numba.cfunc(numba.types.int64(*kinds))(names["entry"])


def _emitted(llvm: Any, whole: Any, asks: Asked | None) -> bytes:  # noqa: ANN401 - untyped
    """Return object code of what is used of a module."""
    binding, target = llvm.binding, _target(llvm)
    tuning = binding.create_pipeline_tuning_options(speed_level=3)
    builder = binding.create_pass_builder(target, tuning)
    builder.getModulePassManager().run(whole, builder)
    asked = {
        each.name
        for each in whole.functions
        if each.is_declaration and not each.name.startswith("llvm.")
    }
    asked -= _ASKED.union(asks.functions if asks is not None else ())
    if asked:
        message = f"loops need {sorted(asked)}"
        raise RuntimeError(message)
    code: bytes = target.emit_object(whole)
    return code


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def _keep(file: Path, code: bytes) -> None:
    """Write code whole or not at all; what an earlier version wrote goes."""
    with suppress(OSError):
        write_whole(file, code)
        for each in file.parent.glob(f"{file.name.partition('.')[0]}.*.object"):
            if each != file:
                each.unlink(missing_ok=True)
