"""From what a build makes each of its parts, as digests."""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, entry_points, requires, version

from msgspec import Struct

from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.build import chart
from katch_protocols.drawings.palette import party_colours
from katch_protocols.drawings.theme import ThemeName
from katch_protocols.errors import BoundError
from katch_protocols.files.answer_file import package_digest
from katch_protocols.findings import Finding
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.releases import Release
from katch_protocols.proofs.kept.canonical import digest_of as digest_of_meaning
from katch_protocols.proofs.kept.canonical import digest_of_all
from katch_protocols.proofs.kept.world import world_of
from katch_protocols.rules.well_known import GROUP

__all__ = ["Inputs", "is_same_book"]


_NAME = re.compile(r"[a-z][a-z0-9_]*")
_YAML = (".yaml", ".yml")


class Inputs(Struct, frozen=True, dict=True):
    """A handbook and the files that it was read from, as bytes by name.

    A protocol is drawn from itself, the protocols that it names, what all share, and
    the colours that all protocols together give to agencies. Nothing else of another
    protocol can alter its drawings. The ``theme`` shows those colours. With
    ``losses`` the page says of each duty what is lost if nobody does it. ``address`` is
    where the page will stand, to which sheets of ministries lead. The page and the
    scorecard tell what ``releases`` tell. ``papers`` are made where one wants them.
    """

    handbook: Handbook
    texts: Mapping[str, bytes]
    theme: ThemeName = ThemeName.COLOUR
    losses: bool = False
    address: str | None = None
    releases: tuple[Release, ...] = ()
    papers: bool = False

    def of_protocol(self, protocol: Id) -> str:
        """Return the digest of all that a protocol is drawn from.

        Of YAML what it says counts, not how it is written: a comment alters no drawing.
        """
        near = [self._said[name] for name in sorted(self.near(protocol))]
        return self._digest(
            self._beside, self.theme, *self._colours, *near, self._shared
        )

    @cached_property
    def _said(self) -> Mapping[Id, str]:
        """What each protocol says, as a digest."""
        every = self.handbook.protocols.items()
        return {name: digest_of_all(protocol) for name, protocol in every}

    def of_proofs(self, protocol: Id) -> str:
        """Return the digest of all that bears on the proofs of a protocol."""
        found, handbook = self.handbook.protocols[protocol], self.handbook
        try:
            made = chart(found, handbook)
            world = world_of(made, handbook, None)
        except BoundError:
            # Nothing is proved of it.
            return self.of_protocol(protocol)
        bound = binding_safeguards(made, handbook)
        asked = bound, tuple(handbook.measured), found.waivers
        return self._digest([], world.digest, digest_of_meaning(asked))

    @cached_property
    def _shared(self) -> str:
        """All that a handbook says beside its protocols, as a digest."""
        said = self.handbook.__dict__.items()
        return digest_of_all([part for part in said if part[0] != "protocols"])

    @cached_property
    def _meant(self) -> tuple[str, ...]:
        """All that a handbook says, how it is drawn and what is told beside it."""
        told = (each.hash for each in self.releases)
        every = [f"{name} {said}" for name, said in self._said.items()]
        return (self.theme, self._shared, *every, *told)

    @property
    def _beside(self) -> list[str]:
        """The files that are no YAML: fonts, and what is said in another language."""
        return sorted(name for name in self.texts if not name.endswith(_YAML))

    def of_all(self) -> str | None:
        """Return the digest of all that a whole build is made from, file by file.

        ``None``: rules from outside can change without a trace here.
        """
        if entry_points(group=GROUP):
            return None
        told = (each.hash for each in self.releases)
        asked = repr((self.losses, self.papers, self.address))
        return self._digest(sorted(self.texts), self.theme, asked, *told)

    def of_found(self, inputs: str, found: Sequence[Finding]) -> str:
        """Return the digest of what shows findings of a protocol made of ``inputs``."""
        return _digest_of(inputs, *(_told(each) for each in found))

    def of_page(self, found: Sequence[Finding]) -> str:
        """Return the digests of all that the page is made from, given what was found.

        The first is that of its book, the second that of where findings stand.
        """
        told = (_told(replace(each, place=None)) for each in found)
        book = _digest_of(str(self.losses), *told)
        places = _digest_of(*(repr(each.place) for each in found))
        return f"{self._digest(self._beside, *self._meant, book)} {places}"

    def of_booklet(self) -> str:
        """Return the digest of all that booklet, sheets and scorecard are made from."""
        return self._digest(self._beside, *self._meant, repr(self.address))

    def near(self, protocol: Id) -> frozenset[Id]:
        """Return a protocol, those that it or its fragments name, those they name."""
        near: set[Id] = set()
        waiting = [protocol]
        while waiting:
            name = waiting.pop()
            if name not in near:
                near.add(name)
                waiting += self._named[name]
        return frozenset(near)

    def length(self, protocol: Id) -> int:
        """Return how many characters a protocol has, fragments left out."""
        return len(self._written[protocol])

    @cached_property
    def _written(self) -> Mapping[Id, str]:
        """Each protocol as one text."""
        every = self.handbook.protocols.items()
        return {name: repr(protocol) for name, protocol in every}

    @cached_property
    def _named(self) -> Mapping[Id, tuple[Id, ...]]:
        # Any text that looks like the name of a protocol counts as one: to draw
        # too often does no harm. Fragments are in use or not; all of them count.
        protocols = self.handbook.protocols
        shared = _names(repr(self.handbook.fragments))
        return {
            name: tuple(sorted((_names(said) | shared) & set(protocols)))
            for name, said in self._written.items()
        }

    @cached_property
    def _colours(self) -> tuple[str, ...]:
        """The colour of each party."""
        colours = party_colours(self.handbook)
        return tuple(f"{party} {colour}" for party, colour in sorted(colours.items()))

    def _digest(self, files: list[str], *besides: str) -> str:
        whole = sha256("\n".join((self.library, *besides)).encode())
        for file in files:
            whole.update(f"\n{file} {sha256(self.texts[file]).hexdigest()}".encode())
        return whole.hexdigest()

    @cached_property
    def library(self) -> str:
        """The digest of this library as it is installed, and of what it stands on."""
        return sha256("\n".join((*_versions(), package_digest())).encode()).hexdigest()


def is_same_book(one: str, other: str) -> bool:
    """Whether two pages, by their digests, differ in places of findings alone."""
    return one.partition(" ")[0] == other.partition(" ")[0]


def _told(finding: Finding) -> str:
    """Return everything that a finding says, as one text."""
    facts, titles = sorted(finding.facts.items()), sorted(finding.titles.items())
    what = (finding.rule, str(finding.severity), finding.path, facts, finding.near)
    where = finding.place, finding.wording, finding.registered
    return repr((*what, *where, titles))


def _digest_of(*parts: str) -> str:
    return sha256(repr(parts).encode()).hexdigest()


def _names(text: str) -> frozenset[str]:
    return frozenset(_NAME.findall(text))


def _versions() -> Iterator[str]:
    yield sys.version
    for needed in requires("katch-protocols") or ():
        name = re.split(r"[^A-Za-z0-9._-]", needed, maxsplit=1)[0]
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} -"
