"""Files that are not what their names say."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.imports.cells import Unreadable
from journal.imports.sheets import read_sheets
from tests.journal.imports.small_folder import faults_of, small_tables, write_folder

TITLES = ("класс", "классный руководитель")
# the head of an encrypted workbook is that of an old compound file
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("классы.xlsx", b"", "повреждён"),
        ("классы.xlsx", b"no workbook at all", "повреждён"),
        ("классы.xls", _COMPOUND, "повреждён"),
        ("классы.xlsx", _COMPOUND, "паролем"),
        ("классы.csv", 'Класс\n"5А'.encode(), "кавычки"),
        ("классы.csv", "Класс".encode("utf-16") + b"\x00", "кодировка"),
    ],
)
def test_a_broken_file_is_refused_with_advice(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=reason):
        read_sheets(path, TITLES)


def test_an_empty_text_table_has_no_header(tmp_path: Path) -> None:
    tables = small_tables()
    del tables["классы"]
    write_folder(tmp_path, tables)
    (tmp_path / "классы.csv").write_bytes(b"")
    assert faults_of(tmp_path) == ["классы.csv: нет строки заголовков. Нужны колонки «Класс»."]


def test_a_broken_file_is_one_fault_among_the_others(tmp_path: Path) -> None:
    tables = small_tables()
    tables["ученики"][1][1] = ""
    write_folder(tmp_path, tables)
    (tmp_path / "классы.xlsx").write_bytes(b"broken")
    assert faults_of(tmp_path) == [
        "классы.xlsx: файл повреждён или это не таблица. Сохраните его заново.",
        "ученики.xlsx, B2 «Фамилия»: не заполнено. Заполните ячейку.",
    ]


def test_the_hint_of_excel_about_the_delimiter_is_no_row(tmp_path: Path) -> None:
    path = tmp_path / "классы.csv"
    path.write_bytes("sep=;\r\nКласс;Классный руководитель\r\n5А;\r\n".encode())
    assert read_sheets(path, TITLES)[0].rows == [["Класс", "Классный руководитель"], ["5А", ""]]


def test_a_quoted_text_keeps_its_delimiters_and_lines(tmp_path: Path) -> None:
    path = tmp_path / "планы.csv"
    path.write_bytes('Тема;Класс\r\n"Слово; дело,\r\nмысль";5А\r\n'.encode("cp1251"))
    assert read_sheets(path, TITLES)[0].rows[1] == ["Слово; дело,\r\nмысль", "5А"]


@given(
    st.sampled_from(["cp1251", "cp866", "koi8_r", "utf-8", "utf-8-sig", "utf-16"]),
    st.lists(st.text("абвёЖЩЫя 5.", min_size=1).map(str.strip), max_size=5),
    st.booleans(),
)
def test_a_small_table_is_read_in_the_encoding_it_was_written_in(
    encoding: str, cells: list[str], large: bool
) -> None:
    header = "КЛАСС" if large else "Класс"
    text = "\r\n".join([header, *cells])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "классы.csv"
        path.write_bytes(text.encode(encoding))
        rows = read_sheets(path, TITLES)[0].rows
    assert [list(row) for row in rows if row] == [[cell] for cell in (header, *cells) if cell]
