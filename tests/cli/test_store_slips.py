"""What somebody mistypes to a command of a store: told, with its code, and no trace."""

import sqlite3

import pytest

import katch_protocols as kp
from katch_protocols.cli.main import main
from katch_protocols.errors import StoreError
from katch_protocols.files.write import write
from tests.cases.harbour import book
from tests.stores.conftest import PEOPLE


@pytest.fixture
def file(tmp_path):
    return tmp_path / "cases.db"


@pytest.fixture
def url(file):
    address = f"sqlite:///{file}"
    with kp.open_store(address, book(), actors=PEOPLE.get) as store:
        case = store.open_case("referral", region="east", by="u1")
        store.do(case.reference, "assess", by="u1", records={"danger": "present"})
    return address


@pytest.fixture
def torn(url, file):
    """Return the address of a store whose events cannot be read."""
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'kp_event'"
        (page,) = connection.execute(query).fetchone()
    connection.close()
    data = bytearray(file.read_bytes())
    data[(page - 1) * size : page * size] = b"\xff" * size
    file.write_bytes(data)
    return url


def katch(capsys, *words):
    code = main([*words, "--language", "en"])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_damaged_file_could_not_be_verified_and_was_not_asked_wrongly(torn, capsys):
    code, _, told = katch(capsys, "store", "verify", torn)
    assert (code, "damaged" in told) == (3, True)


def test_an_export_that_fails_leaves_no_part_of_a_file(torn, capsys, tmp_path):
    before = {each.name for each in tmp_path.iterdir()}
    sheet = tmp_path / "cases.jsonl"
    assert katch(capsys, "store", "export", torn, str(sheet))[0] == 3
    assert {each.name for each in tmp_path.iterdir()} == before


def test_a_file_that_is_not_there_makes_no_store(capsys, tmp_path):
    words = f"sqlite:///{tmp_path / 'new.db'}", str(tmp_path / "none.jsonl")
    assert katch(capsys, "store", "load", *words)[0] == 3
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("keys", ["none.json", "roles.yaml"])
def test_keys_that_cannot_be_trusted_make_no_store(keys, capsys, tmp_path):
    folder = tmp_path / "saltmarsh"
    new = "new", "handbook", str(folder), "--languages", "en", "--example"
    assert katch(capsys, *new)[0] == 0
    words = f"sqlite:///{tmp_path / 'new.db'}", str(folder), str(folder / keys)
    flags = zip(("--store", "--handbook", "--trust"), words, strict=True)
    asked = [word for pair in flags for word in pair]
    assert katch(capsys, "serve", *asked)[0] == 2
    assert [*tmp_path.iterdir()] == [folder]


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (["list", "--since", "2026-11-01"], "--since"),
        (["list", "--to", "https://health.example"], "--to"),
        (["receivers", "--key", "one"], "--key"),
        (["withdraw", "p1", "--wants", "links"], "--wants"),
        (["remove", "health", "--region", "east"], "--region"),
        (["set", "health", "--since", "2026-11-01"], "--since"),
    ],
)
def test_an_option_of_another_act_of_post_is_told(words, option, url, capsys):
    code, _, told = katch(capsys, "post", *words, "--store", url)
    assert (code, f"'{option}'" in told) == (2, True)


@pytest.mark.parametrize("since", ["0001-01-01", "9999-12-31"])
def test_an_instant_that_cannot_be_was_asked_wrongly(since, url, capsys):
    words = "post", "replay", "--since", since, "--store", url
    assert katch(capsys, *words)[0] == 2


def test_an_option_that_takes_an_instant_says_how_one_is_written(url, capsys):
    words = "post", "replay", "--since", "2026-11-01T06:00", "--store", url
    code, _, told = katch(capsys, *words)
    assert (code, "2026-12-31T18:00:00" in told) == (2, True)


def test_keys_and_regions_that_are_named_twice_count_once(url, capsys):
    words = ["set", "health", "--to", "https://health.example", "--wants", "all"]
    twice = ["--key", "one", "--key", "one", "--region", "east", "--region", "east"]
    assert katch(capsys, "post", *words, *twice, "--store", url)[0] == 0
    _, told, _ = katch(capsys, "post", "receivers", "--store", url)
    assert told == "health https://health.example all east one\n"


@pytest.mark.parametrize("address", ["https://hea lth.example", "https://x.example/\t"])
def test_an_address_with_a_blank_is_no_address(address, url, capsys):
    words = "post", "set", "health", "--to", address, "--key", "one", "--store", url
    assert katch(capsys, *words)[0] == 2


@pytest.mark.parametrize("receiver", ["no one", "here", "../x"])
def test_who_runs_a_protocol_elsewhere_has_a_name_that_a_receiver_can_have(
    receiver, url, capsys
):
    words = "tick", "--store", url, "--elsewhere", f"care={receiver}"
    code, _, told = katch(capsys, *words)
    assert (code, "receiver" in told) == (2, True)


def test_a_protocol_that_is_given_two_receivers_is_told(url, capsys):
    pairs = ["--elsewhere", "care=health", "--elsewhere", "care=police"]
    code, _, told = katch(capsys, "tick", "--store", url, *pairs)
    assert (code, "'care'" in told) == (2, True)


def test_an_option_that_sqlite_would_not_heed_is_told(url, capsys, recwarn):
    code, _, told = katch(capsys, "store", "info", f"{url}?mode=ro")
    assert (code, "address" in told, len(recwarn)) == (2, True, 0)


def test_a_folder_is_no_file_of_a_store(capsys, tmp_path):
    code, _, told = katch(capsys, "store", "info", f"sqlite:///{tmp_path}")
    assert (code, "This is a folder" in told) == (2, True)
    lost = f"sqlite:///{tmp_path / 'none' / 'cases.db'}"
    code, _, told = katch(capsys, "store", "info", lost)
    assert (code, "no such folder" in told) == (3, True)


@pytest.mark.parametrize("name", ["a b", "", "-x", "a/b", "x" * 65])
def test_a_name_that_no_store_can_have_makes_none(name, tmp_path):
    with pytest.raises(StoreError) as caught:
        kp.open_store(f"sqlite:///{tmp_path / 'new.db'}", book(), name=name)
    assert (caught.value.code, [*tmp_path.iterdir()]) == ("name", [])


def test_without_a_handbook_the_store_knows_what_can_run_elsewhere(url, capsys):
    words = "tick", "--store", url, "--elsewhere"
    code, _, told = katch(capsys, *words, "hearin=health")
    assert (code, "'hearin'" in told, "'hearing'" in told) == (2, True, True)
    assert katch(capsys, *words, "hearing=health")[0] == 0


def test_a_receiver_is_told_of_regions_that_a_handbook_of_the_store_has(url, capsys):
    words = ["set", "health", "--to", "https://health.example", "--key", "one"]
    asked = ["post", *words, "--wants", "all", "--store", url, "--region"]
    code, _, told = katch(capsys, *asked, "eas")
    assert (code, "'eas'" in told, "'east'" in told) == (2, True, True)
    assert katch(capsys, "post", "receivers", "--store", url)[1] == ""
    with kp.open_store(url, named("west", "south")):
        assert katch(capsys, *asked, "south", "--region", "east")[0] == 0


def named(before, after):
    """Return the handbook, with another name for a region."""
    files = dict(write(book()))
    files[f"regions/{after}.yaml"] = files.pop(f"regions/{before}.yaml").replace(
        f"region: {before}", f"region: {after}"
    )
    return kp.read(files)
