"""The templates that a school fills in."""

from pathlib import Path

import pytest
from python_calamine import load_workbook

from journal.errors import UserError
from journal.imports import spreadsheets
from journal.imports.folder import read_school_folder
from journal.imports.sheets import GUIDE_SHEET
from journal.imports.templates import write_templates
from tests.journal.imports.small_folder import warnings_of


@pytest.mark.clause("TAL-VI.7a")
def test_the_examples_of_the_templates_are_a_school_of_their_own(tmp_path: Path) -> None:
    write_templates(tmp_path / "новая папка")
    folder = read_school_folder(tmp_path / "новая папка")
    assert [person.login for person in folder.staff] == ["obraztsova.mi"]
    assert [(pupil.class_name, pupil.surname) for pupil in folder.pupils] == [("5А", "Примеров")]
    tables = (folder.classes, folder.parents, folder.load, folder.bells, folder.timetable)
    for lines in (*tables, folder.periods, folder.plans):
        assert len(lines) == 1


def test_an_example_left_in_is_told_where_it_would_become_a_person(tmp_path: Path) -> None:
    write_templates(tmp_path)
    told = [text for text in warnings_of(tmp_path) if "пример" in text]
    assert told == [
        f"{stem}.xlsx, строка 2: осталась строка-пример из шаблона. Уберите её."
        for stem in ("звонки", "родители", "сотрудники", "ученики")
    ]


def test_every_template_explains_each_of_its_columns(tmp_path: Path) -> None:
    for kind, path in zip(spreadsheets.ALL, write_templates(tmp_path), strict=True):
        assert path.name == f"{kind.stem}.xlsx"
        book = load_workbook(path)
        assert book.sheet_names == [kind.stem, GUIDE_SHEET]
        header = book.get_sheet_by_index(0).to_python()[0]
        guide = book.get_sheet_by_index(1).to_python()
        assert guide[0][0] == kind.purpose
        assert [row[0] for row in guide[4:]] == header == [c.title for c in kind.columns]
        assert all(row[2] for row in guide[4:])


def test_what_is_filled_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "ученики.xlsx").write_bytes(b"filled")
    with pytest.raises(UserError, match=r"уже есть ученики\.xlsx"):
        write_templates(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["ученики.xlsx"]


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "файл").write_bytes(b"")
    with pytest.raises(UserError, match="не удаётся записать"):
        write_templates(tmp_path / "файл" / "папка")


def test_the_same_templates_come_from_every_computer(tmp_path: Path) -> None:
    first, second = write_templates(tmp_path / "a"), write_templates(tmp_path / "b")
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]
