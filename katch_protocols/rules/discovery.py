"""Every rule of the library, found where it stands: in a module of its family."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from katch_protocols.rules.rule import Family, Rule

__all__ = ["rules"]


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule: family by family as ``Family`` lists them, each by name.

    A rule is any ``Rule`` at the top of a module in the folder of a family, or in a
    tuple there. Nothing is loaded before somebody asks.
    """
    return tuple(each for family in Family for each in _of_family(family))


def _of_family(family: Family) -> list[Rule]:
    folder = import_module(f"katch_protocols.rules.{family}")
    names = [module.name for module in iter_modules(folder.__path__)]
    modules = (import_module(f"{folder.__name__}.{name}") for name in names)
    found = {each.name: each for module in modules for each in _in_module(module)}
    return [found[name] for name in sorted(found)]


def _in_module(module: ModuleType) -> Iterator[Rule]:
    for value in vars(module).values():
        every = value if isinstance(value, tuple) else (value,)
        yield from (each for each in every if isinstance(each, Rule))
