"""The answers to what an editor asks about one handbook, as it is written now."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lsprotocol import types
from msgspec import Struct
from pygls.exceptions import JsonRpcException

from katch_protocols.editors.explained import PlaceExplainer
from katch_protocols.editors.names import (
    Renaming,
    declarations,
    renamed_texts,
    renaming,
    uses_of,
)
from katch_protocols.editors.offers import offering
from katch_protocols.editors.outline import found_by, outline
from katch_protocols.editors.pages import WrittenPage
from katch_protocols.editors.session import EditedHandbook, EditorSession
from katch_protocols.editors.speaking import Speaker
from katch_protocols.editors.written_words import NameUse
from katch_protocols.files.fixes import Edit, edits
from katch_protocols.findings import Finding
from katch_protocols.words.lists import as_typed
from katch_protocols.words.say import say

__all__ = ["OPEN_PAGE", "Answers"]

OPEN_PAGE = "katch.openPage"
"""The command that opens the page of a rule."""

_MOST_SYMBOLS = 500


class Answers(Struct, frozen=True):
    """Answers about one look at a desk; places come as the client counts them.

    Attributes:
        session: The session.
        look: The look.
        speaker: Says it in the language of the client.
        versioned: Whether the client takes edits with the version that they are of, so
            that it can refuse one of a text that has changed since.
        files: Whether the client renames files.
    """

    session: EditorSession
    look: EditedHandbook
    speaker: Speaker
    versioned: bool = True
    files: bool = True

    def offers(self, page: WrittenPage, at: types.Position) -> types.CompletionList:
        """Return what can be written at a place."""
        scopes, offset = self.look.meanings.scopes, self._offset(page, at)
        found = offering(scopes, page, offset, self.speaker.language)
        return self.speaker.offered(page, found)

    def hover(self, page: WrittenPage, at: types.Position) -> types.Hover | None:
        """Return what stands at a place."""
        look = self.look
        explainer = PlaceExplainer(
            look.meanings, look.reading.handbook, look.as_of, self.speaker.language
        )
        found = explainer.at(page, self._offset(page, at))
        return None if found is None else self.speaker.explained(page, found)

    def definition(self, page: WrittenPage, at: types.Position) -> list[types.Location]:
        """Return where the name at a place is declared."""
        use = self._use(page, at)
        if use is None:
            return []
        return self.speaker.declared(declarations(self.look.meanings, use))

    def references(
        self, page: WrittenPage, at: types.Position, *, declared: bool
    ) -> list[types.Location]:
        """Return where what is named at a place is named; where declared, if asked."""
        use = self._use(page, at)
        if use is None:
            return []
        found = (
            self.speaker.location(each.file, each.start, each.end)
            for each in uses_of(self.look.meanings, use)
            if declared or not each.declares
        )
        return [each for each in found if each is not None]

    def renamable(
        self, page: WrittenPage, at: types.Position
    ) -> types.PrepareRenamePlaceholder:
        """Return the name at a place.

        Raises:
            JsonRpcException: There is none.
        """
        use = self._require_use(page, at)
        where = self.speaker.range(self.speaker.lines(page), use.start, use.end)
        return types.PrepareRenamePlaceholder(where, use.text)

    def renamed(
        self, page: WrittenPage, at: types.Position, new: str
    ) -> types.WorkspaceEdit:
        """Return what changes when the name at a place becomes another one.

        Args:
            page: The file.
            at: The place in it.
            new: The new name.

        Raises:
            JsonRpcException: It cannot be called so; nothing is changed.
        """
        use = self._require_use(page, at)
        change = renaming(self.look.meanings, use, new)
        if change.refused:
            raise self._refusal(change.refused, **change.about)
        if change.files and not self.files:
            raise self._refusal("no-renamed-files")
        for called in change.files.values():
            if self._is_there(called):
                raise self._refusal("file-exists", file=called)
        breaks = self.session.breaks(renamed_texts(self.look.meanings, change))
        if breaks:
            raise self._refusal("rename-breaks", rules=as_typed(breaks))
        return self._edit(self._renamed_words(change), change.files)

    def _is_there(self, file: str) -> bool:
        """Tell whether anything has the name of a file, read or not, saved or not."""
        is_written = self.look.pages.get(file) is not None
        return is_written or os.path.lexists(self.session.folder / file)

    def _renamed_words(self, change: Renaming) -> dict[str, list[types.TextEdit]]:
        found: dict[str, list[types.TextEdit]] = {}
        words = change.words
        for use in sorted(words, key=lambda each: each.file):
            page = self.look.pages.get(use.file)
            if page is not None:
                lines = self.speaker.lines(page)
                where = self.speaker.range(lines, use.start, use.end)
                edits = found.setdefault(use.file, [])
                edits.append(types.TextEdit(where, words[use]))
        return found

    def _edit(
        self,
        changes: Mapping[str, Sequence[types.TextEdit]],
        renamed: Mapping[str, str] | None = None,
    ) -> types.WorkspaceEdit:
        """Return edits of files, each of the version that was looked at."""
        uri, versions = self.speaker.uri, self.look.versions
        if not self.versioned:
            return types.WorkspaceEdit({uri(each): changes[each] for each in changes})
        edits = [
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(
                    uri(file), versions.get(file)
                ),
                changes[file],
            )
            for file in changes
        ]
        moves = [
            types.RenameFile(uri(file), uri(called))
            for file, called in sorted((renamed or {}).items())
        ]
        return types.WorkspaceEdit(document_changes=[*edits, *moves])

    def outline(self, page: WrittenPage) -> list[types.DocumentSymbol]:
        """Return what a file declares."""
        found = outline(self.look.pages, page, self.speaker.language)
        return self.speaker.symbols(page, found)

    def symbols(self, query: str) -> list[types.WorkspaceSymbol]:
        """Return what is declared anywhere under a name or title with a text in it."""
        language = self.speaker.language
        every = found_by(self.look.pages, query, language, _MOST_SYMBOLS)
        found = map(self.speaker.symbol, every)
        return [each for each in found if each is not None]

    def actions(
        self, page: WrittenPage, where: types.Range, given: list[types.Diagnostic]
    ) -> Iterator[types.CodeAction | types.Command]:
        """Yield what mends the findings of some lines, and the pages of their rules."""
        texts = self.look.reading.texts
        every = edits(self._all_findings(), texts)
        here = [each for each in self._findings(page) if _is_in(each, where)]
        for finding in here:
            own = edits((finding,), texts)
            for edit in (*own, *(each for each in every if _undoes(each, own))):
                shown = [each for each in given if each.code == finding.rule]
                there = self.look.pages.get(edit.file) or page
                yield self._action(there, self._mending(edit), (edit,), shown)
        mine = tuple(each for each in every if each.file == page.file)
        if mine:
            title = say("editors.mend-all", self.speaker.language)
            kind = types.CodeActionKind.SourceFixAll
            yield self._action(page, title, mine, [], kind)
        for rule in dict.fromkeys(each.rule for each in here):
            title = say("editors.open-page", self.speaker.language, rule=rule)
            yield types.Command(title, OPEN_PAGE, arguments=[rule])

    def _mending(self, edit: Edit) -> str:
        language = self.speaker.language
        if not edit.old:
            return say("editors.mend-empty", language, new=edit.new.strip())
        return say("editors.mend", language, old=edit.old, new=edit.new)

    def _action(
        self,
        page: WrittenPage,
        title: str,
        some: tuple[Edit, ...],
        shown: list[types.Diagnostic],
        kind: types.CodeActionKind = types.CodeActionKind.QuickFix,
    ) -> types.CodeAction:
        edit = self._edit({page.file: self.speaker.edited(page, some)})
        return types.CodeAction(title, kind=kind, diagnostics=shown, edit=edit)

    def _findings(self, page: WrittenPage) -> tuple[Finding, ...]:
        """Return what is known of a file by now; at least what reading found."""
        found = self._all_findings()
        return tuple(
            each for each in found if each.place and each.place.file == page.file
        )

    def _all_findings(self) -> tuple[Finding, ...]:
        told = self.session.told
        known = told.number == self.look.number if told is not None else False
        return told.findings if told and known else self.look.reading.findings

    def _offset(self, page: WrittenPage, at: types.Position) -> int:
        return self.speaker.lines(page).offset(at.line, at.character)

    def _use(self, page: WrittenPage, at: types.Position) -> NameUse | None:
        return self.look.meanings.at(page, self._offset(page, at))

    def _require_use(self, page: WrittenPage, at: types.Position) -> NameUse:
        use = self._use(page, at)
        if use is None:
            raise self._refusal("nothing-to-rename")
        return use

    def _refusal(self, key: str, **gaps: str) -> JsonRpcException:
        said = say(f"editors.{key}", self.speaker.language, **gaps)
        return JsonRpcException(said, types.LSPErrorCodes.RequestFailed.value)


def _undoes(edit: Edit, others: Iterable[Edit]) -> bool:
    """Tell whether an edit mends the declaration of a name that others would mend."""
    return any((edit.old, edit.new) == (each.new, each.old) for each in others)


def _is_in(finding: Finding, where: types.Range) -> bool:
    if finding.place is None:
        return False
    return where.start.line <= finding.place.line - 1 <= where.end.line
