"""What the language server says, in the types of the protocol of language servers."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from lsprotocol import types
from msgspec import Struct

from katch_protocols.editors.explained import Explained
from katch_protocols.editors.offers import Offering
from katch_protocols.editors.outline import OutlineEntry
from katch_protocols.editors.pages import Declared, WrittenPage, WrittenPages
from katch_protocols.editors.positions import Lines
from katch_protocols.editors.problems import ShownProblem
from katch_protocols.files.fixes import Edit
from katch_protocols.findings import Severity
from katch_protocols.words.say import say

__all__ = ["Speaker"]

_SEVERITY = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.GAP: types.DiagnosticSeverity.Information,
    Severity.NOTE: types.DiagnosticSeverity.Hint,
}

_KINDS = {
    "key": types.CompletionItemKind.Property,
    "word": types.CompletionItemKind.Keyword,
    "name": types.CompletionItemKind.Reference,
}

_SYMBOLS = {
    "states": types.SymbolKind.Class,
    "parallel": types.SymbolKind.Class,
    "activities": types.SymbolKind.Method,
    "facts": types.SymbolKind.Field,
    "values": types.SymbolKind.EnumMember,
    "documents": types.SymbolKind.File,
    "roles": types.SymbolKind.Interface,
    "agencies": types.SymbolKind.Package,
    "sources": types.SymbolKind.String,
    "safeguards": types.SymbolKind.Event,
    "protocols": types.SymbolKind.Module,
    "fragments": types.SymbolKind.Module,
    "regions": types.SymbolKind.Namespace,
}

_SOURCE = "katch"


class Speaker(Struct, frozen=True):
    """Says in one language what stands in a folder; ``encoding`` counts letters."""

    folder: Path
    pages: WrittenPages
    language: str
    encoding: str

    def uri(self, file: str) -> str:
        """Return the address of a file of the handbook."""
        return (self.folder / file).as_uri()

    def lines(self, page: WrittenPage) -> Lines:
        """Return the lines of a file, counted as the client does."""
        return page.lines(self.encoding)

    def range(self, lines: Lines, start: int, end: int) -> types.Range:
        """Return a part of a text."""
        first, last = lines.position(start), lines.position(end)
        return types.Range(types.Position(*first), types.Position(*last))

    def location(self, file: str, start: int, end: int) -> types.Location | None:
        """Return a part of a file."""
        page = self.pages.get(file)
        if page is None:
            return None
        return types.Location(self.uri(file), self.range(self.lines(page), start, end))

    def declared(self, found: Iterable[Declared]) -> list[types.Location]:
        """Return where names are declared."""
        places = (
            self.location(each.file, each.token.start, each.token.end) for each in found
        )
        return [place for place in places if place is not None]

    def diagnostic(
        self, page: WrittenPage, problem: ShownProblem, address: str | None
    ) -> types.Diagnostic:
        """Return a finding; what the register knows is no more than a hint."""
        finding = problem.finding
        said = finding.said(self.language)
        known = finding.registered and say(
            "editors.registered", self.language, entry=finding.registered
        )
        parts = (said.saw, said.nearest, said.why, said.fix, known)
        severity = _SEVERITY[finding.severity]
        return types.Diagnostic(
            self.range(self.lines(page), problem.start, problem.end),
            "\n".join(part for part in parts if part),
            severity=types.DiagnosticSeverity.Hint if known else severity,
            code=finding.rule,
            code_description=None
            if address is None
            else types.CodeDescription(address),
            source=_SOURCE,
            related_information=list(self._related(problem)),
            data={"rule": finding.rule, "subject": finding.subject},
        )

    def _related(
        self, problem: ShownProblem
    ) -> Iterator[types.DiagnosticRelatedInformation]:
        for each in problem.related:
            for place in self.declared([each]):
                title = self.pages.title(each.path, self.language)
                yield types.DiagnosticRelatedInformation(place, title or each.name)

    def offered(self, page: WrittenPage, found: Offering) -> types.CompletionList:
        """Return what can be written, in the order in which it is offered."""
        where = self.range(self.lines(page), found.start, found.end)
        items = [
            types.CompletionItem(
                each.text,
                kind=_KINDS[each.kind],
                detail=each.about or None,
                sort_text=f"{position:05}",
                text_edit=types.TextEdit(where, each.insert),
            )
            for position, each in enumerate(found.offers)
        ]
        return types.CompletionList(is_incomplete=False, items=items)

    def explained(self, page: WrittenPage, found: Explained) -> types.Hover:
        """Return what a part of a file means, a paragraph a line."""
        text = types.MarkupContent(types.MarkupKind.Markdown, "\n\n".join(found.lines))
        return types.Hover(text, self.range(self.lines(page), found.start, found.end))

    def symbols(
        self, page: WrittenPage, found: Iterable[OutlineEntry]
    ) -> list[types.DocumentSymbol]:
        """Return the outline of a file."""
        lines = self.lines(page)
        return [
            types.DocumentSymbol(
                each.declared.name,
                _SYMBOLS.get(each.kind, types.SymbolKind.Key),
                self.range(lines, each.declared.token.start, each.end),
                self.range(lines, each.declared.token.start, each.declared.token.end),
                detail=each.title,
                children=self.symbols(page, each.inside),
            )
            for each in found
        ]

    def symbol(self, found: OutlineEntry) -> types.WorkspaceSymbol | None:
        """Return a name that is declared somewhere."""
        token = found.declared.token
        place = self.location(found.declared.file, token.start, token.end)
        if place is None:
            return None
        return types.WorkspaceSymbol(
            place,
            found.declared.name,
            _SYMBOLS.get(found.kind, types.SymbolKind.Key),
            container_name=found.title or None,
        )

    def edited(self, page: WrittenPage, edits: Iterable[Edit]) -> list[types.TextEdit]:
        """Return edits that mend slips."""
        lines = self.lines(page)
        plain = page.text.split("\n")
        starts = [0]
        for line in plain:
            starts.append(starts[-1] + len(line) + 1)
        found = []
        for each in edits:
            start = starts[each.line - 1] + each.column - 1
            where = self.range(lines, start, start + len(each.old))
            found.append(types.TextEdit(where, each.new))
        return found
