"""Everything that goes wrong while a handbook is read, and what was lost by it."""

from collections.abc import Mapping
from types import MappingProxyType

from katch_protocols.files import bounds
from katch_protocols.findings import Finding, Path, Place, Severity

__all__ = ["NO_FACTS", "Diagnostics"]

NO_FACTS: Mapping[str, str] = MappingProxyType({})


_LANGUAGES = ("handbook", "languages")
_FEW_TEXTS = 3
"""So many texts in a language of their own are told one by one."""


class Diagnostics:
    """Collects findings, up to a bound, and the names of what is incomplete.

    ``room`` is how many nodes the files that are still to come may have together.
    """

    def __init__(self) -> None:
        self.room = bounds.HANDBOOK_NODES
        self._sentence_room = bounds.SENTENCE_CHARACTERS
        self._sentences: set[str] = set()
        self._told = False
        self._unlisted: dict[str, list[tuple[Place, Path, str]]] = {}
        self.findings: list[Finding] = []
        self.incomplete: set[str] = set()

    @property
    def full(self) -> bool:
        """Whether the bound is reached: looking further would help nobody."""
        return len(self.findings) > bounds.FINDINGS

    def admits(self, sentence: str) -> bool:
        """Tell whether a sentence may still be parsed; each different one counts."""
        if sentence not in self._sentences:
            self._sentences.add(sentence)
            self._sentence_room -= len(sentence)
        return self._sentence_room >= 0 and not self.full

    def tell_of_sentences(self) -> bool:
        """Tell, once, whether there is no room for sentences."""
        first = self._sentence_room < 0 and not self._told
        self._told = self._told or first
        return first

    def write(
        self,
        rule: str,
        place: Place,
        path: Path = (),
        facts: Mapping[str, str] = NO_FACTS,
        near: tuple[str, ...] = (),
    ) -> None:
        """Write a finding down; the last one of a full ledger says so."""
        if self.full:
            return
        self._tell(rule, place, path, facts, near)
        self.damage(path)

    def _tell(
        self,
        rule: str,
        place: Place,
        path: Path,
        facts: Mapping[str, str],
        near: tuple[str, ...] = (),
    ) -> None:
        if self.full:
            return
        if len(self.findings) == bounds.FINDINGS:
            rule, path, near = "too-many-findings", (), ()
            facts = {"bound": str(bounds.FINDINGS)}
        self.findings.append(Finding(rule, Severity.ERROR, path, facts, near, place))

    def put_off(self, language: str, place: Place, path: Path, known: str) -> None:
        """Note a text in a language that the handbook does not list."""
        self._unlisted.setdefault(language, []).append((place, path, known))

    @property
    def unlisted(self) -> Mapping[str, tuple[Place, ...]]:
        """Where texts stand in languages that the handbook does not list."""
        return {
            language: tuple(place for place, _, _ in texts)
            for language, texts in self._unlisted.items()
        }

    def tell_of_languages(self, listed: Place) -> None:
        """Tell of the texts that were noted; many in one language are one finding.

        It stands where the languages of the handbook are ``listed``. While one of those
        is not known, nobody can say that a text is in none of them.
        """
        if ".".join(_LANGUAGES) in self.incomplete:
            return
        for language, texts in self._unlisted.items():
            if len(texts) > _FEW_TEXTS:
                files = {place.file for place, _, _ in texts}
                facts = {
                    "value": language,
                    "texts": str(len(texts)),
                    "files": str(len(files)),
                    "first": "{0.file}:{0.line}".format(min(texts)[0]),
                }
                self._tell("language-not-listed", listed, _LANGUAGES, facts)
                continue
            for place, path, known in texts:
                facts = {"value": language, "known": known}
                self.write("unknown-language", place, path, facts)

    def damage(self, path: Path) -> None:
        """Note which part of the handbook is damaged: ``protocols.referral``."""
        match path:
            case ("handbook", str(key), *_):
                self.incomplete.add(f"handbook.{key}")
            case (str(top), str(name), *_):
                self.incomplete.add(f"{top}.{name}")
            case _:
                pass

    def lose(self, registry: Path) -> None:
        """Note that an entry of a registry is lost, so its names are not all known.

        ``("agencies",)`` is noted as ``agencies``, ``("handbook", "functions")`` as
        ``functions``, states at any depth of a protocol as ``protocols.ID.states``.
        """
        match registry:
            case ("handbook", str(key), *_):
                self.incomplete.add(key)
            case (str(top), name, *_, last):
                kind = "states" if last == "parallel" else last
                self.incomplete.add(f"{top}.{name}.{kind}")
            case (str(top), *_):
                self.incomplete.add(top)
            case _:
                pass
