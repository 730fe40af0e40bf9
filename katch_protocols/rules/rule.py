"""What a rule is, and how rules are found in the folders of their families."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache, partial
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from types import MappingProxyType, ModuleType

from msgspec import Struct, field

from katch_protocols.errors import WrongTypeError
from katch_protocols.findings import Path, Severity, Wording
from katch_protocols.garbage import Loading
from katch_protocols.rules.context import Context
from katch_protocols.rules.well_known import GROUP

__all__ = [
    "Family",
    "Rule",
    "Spot",
    "noted",
    "outside_rules",
    "problem_spots",
    "rule",
    "rules",
]


class Family(StrEnum):
    """What a rule looks after; also the folder of its module and of its page."""

    STRUCTURE = "structure"
    NAMES = "names"
    LABELS = "labels"
    SOURCES = "sources"
    DEADLINES = "deadlines"
    HANDOFFS = "handoffs"
    PRIVACY = "privacy"
    ROLES = "roles"
    PROOFS = "proofs"
    STAFFING = "staffing"
    REGISTER = "register"


class Spot(Struct, frozen=True):
    """Where a rule saw its defect; ``facts`` fill the gaps of the rule's wording.

    ``near`` lists the nearest known names, best first. ``severity`` is how much this
    one matters, where that differs from its rule.
    """

    path: Path
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    near: tuple[str, ...] = ()
    severity: Severity | None = None


_Look = Callable[[Context], Iterable[Spot]]


class Rule(Struct, frozen=True):
    """A check of handbooks, named for the defect that it sees.

    ``family`` is a text, so that a package outside can bring a family of its own.
    ``needs_whole``: the rule misses something, so it stays quiet about a part of the
    handbook that could not be read in full. ``last``: it speaks of what others found,
    so it is asked when they have answered. ``may_err``: some of what it sees is an
    error, though its own severity is less.
    """

    name: str
    family: str
    severity: Severity
    spots: _Look
    needs_whole: bool = False
    wording: Wording | None = None
    last: bool = False
    may_err: bool = False

    @property
    def finds_errors(self) -> bool:
        """Whether anything that it sees can be an error."""
        return self.may_err or self.severity is Severity.ERROR


def rule(  # noqa: PLR0913 - one keyword a wish
    name: str,
    severity: Severity,
    *,
    needs_whole: bool = False,
    wording: Wording | None = None,
    last: bool = False,
    may_err: bool = False,
) -> Callable[[_Look], Rule]:
    """Make a rule of the function that finds its spots; its family is its folder."""

    def made(spots: _Look) -> Rule:
        family = spots.__module__.split(".")[-2]
        return Rule(name, family, severity, spots, needs_whole, wording, last, may_err)

    return made


def noted(
    name: str, family: Family, *, lost: tuple[str, ...] = (), needs_whole: bool = False
) -> Rule:
    """Return the rule that tells the problems which charts note under its own name."""
    spots = partial(problem_spots, code=name, lost=lost)
    return Rule(name, family, Severity.ERROR, spots, needs_whole)


def problem_spots(
    context: Context, code: str, *, lost: tuple[str, ...] = ()
) -> Iterator[Spot]:
    """Yield the problems of one code that the charts noted.

    ``lost`` names the registries of a protocol (``states`` …) without which the problem
    may only seem to be one.
    """
    for problem in context.problems.get(code, ()):
        if not context.has_lost(problem.path, lost):
            yield Spot(problem.path, problem.facts, problem.near)


@cache
def outside_rules() -> tuple[Rule, ...]:
    """Return the rules that installed packages add, by name; looked for once.

    Raises:
        WrongTypeError: One brings no wording, so nobody could be told what it saw.
    """
    loaded: list[Rule] = [entry.load() for entry in entry_points(group=GROUP)]
    for rule in loaded:
        if rule.wording is None:
            raise WrongTypeError(f"{rule.name}.wording", "wording", type(None))
    return tuple(sorted(loaded, key=lambda rule: str(rule.name)))


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule: family by family as ``Family`` lists them, each by name.

    A rule is any ``Rule`` at the top of a module in the folder of a family, or in a
    tuple there. Nothing is loaded before somebody asks.
    """
    with Loading():
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
