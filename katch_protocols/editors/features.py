"""The requests of the protocol of language servers, each handed to who answers it."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from katch_protocols.editors.answering import OPEN_PAGE
from katch_protocols.editors.server import EditorServer

__all__ = ["offer_all"]

P = TypeVar("P")
A = TypeVar("A")

_OFFERED_AFTER = [" ", ":", ".", "/", "[", "{", ","]
"""Characters after which an editor asks what can be written."""

_WATCHED = "watched-files"


def offer_all(server: EditorServer) -> EditorServer:
    """Let a server answer everything that it can; return it."""
    _take_texts(server)
    _take_files(server)
    _tell_meanings(server)
    _change_names(server)
    _list_names(server)
    _mend(server)
    return server


def _safe(server: EditorServer, handle: Callable[[P], A]) -> Callable[[P], A | None]:
    """Let nothing of ours that fails reach a client as more than one sentence."""

    @wraps(handle)
    def handled(params: P) -> A | None:
        try:
            return handle(params)
        except JsonRpcException:
            raise
        except Exception as error:  # noqa: BLE001 - nobody is ever shown a traceback
            server.fault(type(error).__name__)
            return None

    # The library looks at the annotations of what it calls; these are enough.
    handled.__annotations__ = {}
    return handled


def _take_texts(server: EditorServer) -> None:
    def begin(params: types.InitializeParams) -> None:
        server.begin(params)

    def opened(params: types.DidOpenTextDocumentParams) -> None:
        server.write(params.text_document.uri)

    def changed(params: types.DidChangeTextDocumentParams) -> None:
        server.write(params.text_document.uri)

    def closed(params: types.DidCloseTextDocumentParams) -> None:
        server.shut(params.text_document.uri)

    def saved(_: types.DidSaveTextDocumentParams) -> None:
        server.refresh()

    server.feature(types.INITIALIZE)(_safe(server, begin))
    server.feature(types.TEXT_DOCUMENT_DID_OPEN)(_safe(server, opened))
    server.feature(types.TEXT_DOCUMENT_DID_CHANGE)(_safe(server, changed))
    server.feature(types.TEXT_DOCUMENT_DID_CLOSE)(_safe(server, closed))
    server.feature(types.TEXT_DOCUMENT_DID_SAVE)(_safe(server, saved))


def _take_files(server: EditorServer) -> None:
    def begun(_: types.InitializedParams) -> None:
        server.open_folders()
        asked = server.client_capabilities.workspace
        watching = asked.did_change_watched_files if asked else None
        if watching and watching.dynamic_registration:
            every = types.FileSystemWatcher("**/*.yaml")
            options = types.DidChangeWatchedFilesRegistrationOptions([every])
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            wanted = types.Registration(_WATCHED, method, options)
            server.client_register_capability(types.RegistrationParams([wanted]))

    def refreshed(_: object) -> None:
        server.refresh()

    def folders(_: types.DidChangeWorkspaceFoldersParams) -> None:
        server.open_folders()

    def left(_: object) -> None:
        server.end()

    server.feature(types.INITIALIZED)(_safe(server, begun))
    server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)(_safe(server, refreshed))
    server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)(_safe(server, folders))
    server.feature(types.SHUTDOWN)(_safe(server, left))


def _tell_meanings(server: EditorServer) -> None:
    def offers(params: types.CompletionParams) -> types.CompletionList | None:
        found = server.answers(params.text_document.uri)
        return found and found[0].offers(found[1], params.position)

    def hover(params: types.HoverParams) -> types.Hover | None:
        found = server.answers(params.text_document.uri)
        return found and found[0].hover(found[1], params.position)

    options = types.CompletionOptions(trigger_characters=_OFFERED_AFTER)
    server.feature(types.TEXT_DOCUMENT_COMPLETION, options)(_safe(server, offers))
    server.feature(types.TEXT_DOCUMENT_HOVER)(_safe(server, hover))


def _change_names(server: EditorServer) -> None:
    def definition(params: types.DefinitionParams) -> list[types.Location] | None:
        found = server.answers(params.text_document.uri)
        return found and found[0].definition(found[1], params.position)

    def references(params: types.ReferenceParams) -> list[types.Location] | None:
        found = server.answers(params.text_document.uri)
        declared = params.context.include_declaration
        return found and found[0].references(
            found[1], params.position, declared=declared
        )

    def renamable(
        params: types.PrepareRenameParams,
    ) -> types.PrepareRenamePlaceholder | None:
        found = server.answers(params.text_document.uri)
        return found and found[0].renamable(found[1], params.position)

    def renamed(params: types.RenameParams) -> types.WorkspaceEdit | None:
        found = server.answers(params.text_document.uri)
        return found and found[0].renamed(found[1], params.position, params.new_name)

    server.feature(types.TEXT_DOCUMENT_DEFINITION)(_safe(server, definition))
    server.feature(types.TEXT_DOCUMENT_REFERENCES)(_safe(server, references))
    server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)(_safe(server, renamable))
    options = types.RenameOptions(prepare_provider=True)
    server.feature(types.TEXT_DOCUMENT_RENAME, options)(_safe(server, renamed))


def _list_names(server: EditorServer) -> None:
    def outline(
        params: types.DocumentSymbolParams,
    ) -> list[types.DocumentSymbol] | None:
        found = server.answers(params.text_document.uri)
        return found and found[0].outline(found[1])

    def symbols(params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
        every = server.every_answers()
        return [each for answers in every for each in answers.symbols(params.query)]

    server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)(_safe(server, outline))
    server.feature(types.WORKSPACE_SYMBOL)(_safe(server, symbols))


def _mend(server: EditorServer) -> None:
    def actions(
        params: types.CodeActionParams,
    ) -> list[types.CodeAction | types.Command] | None:
        found = server.answers(params.text_document.uri)
        if found is None:
            return None
        given = list(params.context.diagnostics)
        return list(found[0].actions(found[1], params.range, given))

    def open_page(rule: str) -> None:
        page = server.rule_page(str(rule))
        if page is not None:
            wanted = types.ShowDocumentParams(page.as_uri(), take_focus=True)
            server.window_show_document(wanted)

    kinds = [types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll]
    options = types.CodeActionOptions(code_action_kinds=kinds)
    server.feature(types.TEXT_DOCUMENT_CODE_ACTION, options)(_safe(server, actions))
    server.command(OPEN_PAGE)(_safe(server, open_page))
