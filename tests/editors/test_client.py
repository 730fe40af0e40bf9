"""The language server, asked by a real client: what an editor gets, and never gets."""

import asyncio
import os
import sys
from threading import Thread

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pytest_lsp import client_capabilities, make_test_lsp_client

from katch_protocols.editors.features import _safe
from tests.editors.small import PROTOCOL, TEXTS, desk_in

SECONDS = 120
MEND = "Write “weighed” instead of “weigehd”"


@pytest.fixture(scope="module")
def serving(tmp_path_factory):
    """Begin a server and a client once; return what does work with the client."""
    root = tmp_path_factory.mktemp("workspace")
    loop, client = asyncio.new_event_loop(), make_test_lsp_client()
    environment = {**os.environ, "KATCH_CACHE": "", "LC_ALL": "C"}
    words = (sys.executable, "-m", "katch_protocols", "lsp")

    # In a thread of its own: a browser of other tests may run a loop in this one.
    thread = Thread(target=loop.run_forever)
    thread.start()

    def done(work):
        waiting = asyncio.wait_for(work, SECONDS)
        return asyncio.run_coroutine_threadsafe(waiting, loop).result()

    asked = types.InitializeParams(
        capabilities=client_capabilities("visual-studio-code"),
        root_uri=root.as_uri(),
        workspace_folders=[types.WorkspaceFolder(root.as_uri(), "here")],
        locale="en-GB",
    )
    done(client.start_io(*words, env=environment))
    done(client.initialize_session(asked))
    yield lambda work: done(work(client))
    done(client.shutdown_session())
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def opened(client, path, text, version=1):
    item = types.TextDocumentItem(path.as_uri(), "yaml", version, text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))


def changed(client, path, text, version):
    document = types.VersionedTextDocumentIdentifier(version, path.as_uri())
    whole = types.TextDocumentContentChangeWholeDocument(text)
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(document, [whole])
    )


async def shown(client, path, wanted):
    """Wait until the findings of a file are as ``wanted``; return them."""
    uri = path.as_uri()
    while not wanted(found := client.diagnostics.get(uri, ())):  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    return found


def has(rule):
    return lambda found: rule in {each.code for each in found}


def hasnt(rule):
    return lambda found: rule not in {each.code for each in found}


@pytest.fixture
def folder(tmp_path):
    return desk_in(tmp_path).folder


def at(path, text, needle, inside=1):
    """Return the params of a request about a place in a text."""
    before = text[: text.index(needle) + inside]
    line = before.count("\n")
    units = len(before.rpartition("\n")[2].encode("utf-16-le")) // 2
    return {
        "text_document": types.TextDocumentIdentifier(path.as_uri()),
        "position": types.Position(line, units),
    }


def names(found):
    return sorted(each.uri.rpartition("/")[2] for each in found)


def test_what_is_wrong_is_shown_while_it_is_written_with_its_mending(serving, folder):
    path = folder / PROTOCOL
    wrong = TEXTS[PROTOCOL].replace("to: closed", "to: {𝄞: 1}  # 𝄞", 1)
    wrong = wrong.replace("title: Close the case", "titel: 𝄞")
    wrong = wrong.replace("to: weighed", "to: weigehd").replace("\n", "\r\n")
    line = wrong.splitlines().index("        to: weigehd")

    async def work(client):
        opened(client, path, TEXTS[PROTOCOL])
        changed(client, path, wrong, 2)
        await shown(client, path, has("unknown-key"))
        found = await shown(client, path, has("not-text"))
        changed(client, path, wrong.replace("{𝄞: 1}", "closed"), 3)
        found = await shown(client, path, has("unknown-target"))
        (slip,) = (each for each in found if each.code == "unknown-target")
        asked = types.CodeActionParams(
            types.TextDocumentIdentifier(path.as_uri()),
            slip.range,
            types.CodeActionContext([slip]),
        )
        # A mend is offered once what was typed last has been looked at.
        while True:
            offered = await client.text_document_code_action_async(asked)
            mends = [each for each in offered if each.title == MEND]
            if mends:
                return slip, [*mends, offered[-1]]
            await asyncio.sleep(0.02)

    slip, actions = serving(work)
    assert slip.severity is types.DiagnosticSeverity.Error
    assert slip.range == types.Range(types.Position(line, 12), types.Position(line, 19))
    assert slip.message.splitlines()[1] == "The nearest is 'weighed'."
    assert slip.code_description.href.endswith("/structure/unknown-target.md")
    # A client can tell that a mend is of a text that has changed since.
    (change,) = actions[0].edit.document_changes
    versioned = types.OptionalVersionedTextDocumentIdentifier
    assert change.text_document == versioned(path.as_uri(), 3)
    (edit,) = change.edits
    assert (edit.range, edit.new_text) == (slip.range, "weighed")
    assert actions[-1].command == "katch.openPage"


def test_names_are_offered_explained_found_and_renamed(serving, folder):
    path, text = folder / PROTOCOL, TEXTS[PROTOCOL].replace("Child safe", "𝄞")
    role = at(path, text, "case_worker]\n        to")

    async def work(client):
        opened(client, path, text)
        document = role["text_document"]
        ask = client
        context = types.ReferenceContext(include_declaration=True)
        new = types.RenameParams(new_name="child_worker", **role)
        return (
            await ask.text_document_completion_async(types.CompletionParams(**role)),
            await ask.text_document_hover_async(types.HoverParams(**role)),
            await ask.text_document_definition_async(types.DefinitionParams(**role)),
            await ask.text_document_references_async(
                types.ReferenceParams(context, **role)
            ),
            await ask.text_document_prepare_rename_async(
                types.PrepareRenameParams(**role)
            ),
            await ask.text_document_rename_async(new),
            await ask.text_document_document_symbol_async(
                types.DocumentSymbolParams(document)
            ),
            await ask.workspace_symbol_async(types.WorkspaceSymbolParams("case_work")),
        )

    offered, hover, defined, used, named, renamed, symbols, every = serving(work)
    assert {"duty_officer", "team_lead"} <= {each.label for each in offered.items}
    assert "Police post" in hover.contents.value
    assert names(defined) == ["roles.yaml"]
    assert names(used) == ["east.yaml", PROTOCOL, PROTOCOL, "roles.yaml"]
    assert named.placeholder == "case_worker"
    changes = [each.text_document for each in renamed.document_changes]
    assert names(changes) == ["east.yaml", PROTOCOL, "roles.yaml"]
    # What is not open is as the disk has it, without a version.
    assert [each.version for each in changes if each.uri == path.as_uri()] == [1]
    assert {each.version for each in changes if each.uri != path.as_uri()} == {None}
    assert [each.name for each in symbols] == ["found_alone"]
    assert {"noticed", "danger", "looked_first"} <= {
        each.name for each in symbols[0].children
    }
    assert {each.name for each in every} == {"case_worker"}


def test_a_closed_file_counts_as_saved_and_a_deleted_one_not_at_all(serving, folder):
    region, wrong = folder / "regions" / "east.yaml", "region: east\nrolees: {}\n"

    async def work(client):
        opened(client, region, wrong)
        await shown(client, region, has("unknown-key"))
        document = types.TextDocumentIdentifier(region.as_uri())
        client.text_document_did_close(types.DidCloseTextDocumentParams(document))
        await shown(client, region, hasnt("unknown-key"))
        region.write_text(wrong)
        event = types.FileEvent(region.as_uri(), types.FileChangeType.Changed)
        news = types.DidChangeWatchedFilesParams([event])
        client.workspace_did_change_watched_files(news)
        await shown(client, region, has("unknown-key"))
        region.unlink()
        client.workspace_did_change_watched_files(news)
        await shown(client, region, lambda found: not found)

    serving(work)


def test_what_cannot_be_done_gets_one_sentence_and_never_a_trace(serving, folder):
    path = folder / PROTOCOL

    async def refused(asked):
        with pytest.raises(JsonRpcException) as caught:
            await asked
        return caught.value

    async def work(client):
        opened(client, path, TEXTS[PROTOCOL])
        state = at(path, TEXTS[PROTOCOL], "weighed:")
        title = at(path, TEXTS[PROTOCOL], "Child noticed")
        broken = {"jsonrpc": "2.0", "id": "x", "method": "textDocument/hover"}
        client.protocol._send_data({**broken, "params": {"x": 1}})
        return [
            await refused(
                client.text_document_rename_async(
                    types.RenameParams(new_name="safe", **state)
                )
            ),
            await refused(
                client.text_document_prepare_rename_async(
                    types.PrepareRenameParams(**title)
                )
            ),
            await refused(
                client.workspace_execute_command_async(
                    types.ExecuteCommandParams("katch.none")
                )
            ),
        ]

    errors = serving(work)
    assert errors[0].message == (
        "Something here is already called “safe”. Two things would become one."
    )
    assert errors[1].message == "Here stands no name that the handbook declares."
    assert [each.data for each in errors] == [None, None, None]


def test_what_fails_in_the_library_is_told_by_its_name_and_answers_nothing():
    told = []

    class Server:
        fault = staticmethod(told.append)

    def failing(_):
        raise ZeroDivisionError

    assert _safe(Server, failing)(None) is None
    assert told == ["ZeroDivisionError"]


def test_a_file_of_no_handbook_is_left_alone(serving, tmp_path):
    path, text = tmp_path / "compose.yaml", "services: {a: {}}\n"

    async def work(client):
        opened(client, path, text)
        place = at(path, text, "services")
        hover = await client.text_document_hover_async(types.HoverParams(**place))
        asked = types.CompletionParams(**place)
        offered = await client.text_document_completion_async(asked)
        return hover, offered, client.diagnostics.get(path.as_uri())

    assert serving(work) == (None, None, None)
