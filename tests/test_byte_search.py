"""The search for names in files finds them wherever they can be read, and only there."""

import random
from pathlib import Path

import pytest

from tests.byte_search import ENCODINGS, Hit, copy_in_plain, find_names
from tests.journal.desks import new_journal
from tests.small_school import NAMES

SURNAMES = [surname for surname, _ in NAMES]


def write(folder: Path, content: bytes, name: str = "file.bin") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("spelling", ["Ёлкина", "ёлкина", "ЁЛКИНА"])
def test_a_name_is_found_in_every_encoding_and_case(
    tmp_path: Path, spelling: str, encoding: str
) -> None:
    noise = random.Random(7).randbytes(1001)
    file = write(tmp_path, noise + spelling.encode(encoding) + noise, "deep/down/file.bin")
    assert find_names([tmp_path], ["ЁЛКИНА"]) == [Hit(file, 1001, "ЁЛКИНА")]


def test_every_place_of_every_name_is_told(tmp_path: Path) -> None:
    first = write(tmp_path, "Ёлкина и Егозин, Ёлкина".encode("cp1251"), "a/1.log")
    second = write(tmp_path, "егозин пётр".encode(), "b/2.log")
    write(tmp_path, "Егоза".encode(), "b/3.log")
    assert find_names([tmp_path / "a", tmp_path / "b"], SURNAMES) == [
        Hit(first, 0, "Ёлкина"),
        Hit(first, 9, "Егозин"),
        Hit(first, 17, "Ёлкина"),
        Hit(second, 0, "Егозин"),
    ]


def test_the_name_of_a_file_tells_too(tmp_path: Path) -> None:
    file = write(tmp_path, b"", "журнал ёлкина.db")
    assert find_names([tmp_path], SURNAMES) == [Hit(file, None, "Ёлкина")]


def test_files_that_may_contain_names_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, "Ёлкина".encode(), "лист.pdf")
    assert find_names([tmp_path], SURNAMES, lambda file: file.suffix == ".pdf") == []


def test_without_names_nothing_is_found(tmp_path: Path) -> None:
    write(tmp_path, "Ёлкина".encode())
    assert find_names([tmp_path], []) == []


def test_a_name_that_chance_would_find_is_not_searched_for(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Цой"):
        find_names([tmp_path], ["Цой"])


def test_an_encrypted_journal_names_nobody_and_its_plain_copy_names_everybody(
    tmp_path: Path,
) -> None:
    local, copy = tmp_path / "local", tmp_path / "copy"
    local.mkdir()
    copy.mkdir()
    store = new_journal(local)
    try:
        # the write-ahead log is full while the journal is open
        assert {path.suffix for path in local.iterdir()} >= {".db", ".db-wal"}
        assert find_names([local], SURNAMES) == []
        copy_in_plain(store, copy / "plain.db")
    finally:
        store.close()
    assert find_names([local], SURNAMES) == []
    assert {hit.name for hit in find_names([copy], SURNAMES)} == set(SURNAMES)
