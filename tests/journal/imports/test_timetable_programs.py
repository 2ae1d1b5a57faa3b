"""Timetables of other programs: aSc Timetables and Untis."""

from pathlib import Path

import pytest

from journal.imports.folder import read_folder
from journal.imports.presets import Presets
from journal.imports.proposing import propose
from journal.imports.reading import read_school
from journal.imports.sources import open_sources
from tests.journal.imports.small_folder import faults_of, small_tables, write_folder

ASC = """<?xml version="1.0" encoding="{encoding}"?>
<timetable ascttversion="2024">
 <subjects><subject id="S1" name="Русский язык" short="Рус"/>
  <subject id="S2" name="Английский язык" short="Анг"/></subjects>
 <teachers><teacher id="T1" name="Петрова Анна Андреевна" short="ПА"/>
  <teacher id="T2" name="{english}" short="ОР"/></teachers>
 <classrooms><classroom id="R1" name="21"/></classrooms>
 <classes><class id="C1" name="5A"/><class id="C2" name="7Б"/></classes>
 <groups><group id="G1" name="Весь класс" classid="C1" entireclass="1"/>
  <group id="G2" name="Группа 1" classid="C2" entireclass="0"/></groups>
 <lessons>
  <lesson id="L1" classids="C1" subjectid="S1" teacherids="T1" groupids="G1"/>
  <lesson id="L2" classids="C2" subjectid="S2" teacherids="T2" groupids="G2"/>
 </lessons>
 <cards>
  <card lessonid="L1" classroomids="R1" period="1" days="10000"/>
  <card lessonid="L1" classroomids="R1" period="2" days="01000"/>
  <card lessonid="L2" classroomids="" period="3" days="00100"/>
 </cards>
</timetable>
"""
UNTIS = (
    '11;"5А";"Петрова";"Рус";"21";1;1\r\n'
    '12;"7Б";"Орлова";"Анг";"27";3;1\r\n'
    '12;"7Б";"Фролова";"Анг";"18";3;1\r\n'
    '99;;"Орлова";"Дежурство";"";1;2\r\n'
)


def _folder(tmp_path: Path) -> Path:
    tables = small_tables()
    del tables["расписание"]
    return write_folder(tmp_path, tables)


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251"])
def test_asc_gives_a_row_for_each_lesson(tmp_path: Path, encoding: str) -> None:
    text = ASC.format(encoding=encoding, english="Орлова Татьяна Викторовна")
    (_folder(tmp_path) / "asc.xml").write_bytes(text.encode(encoding))
    reading = read_folder(tmp_path)
    assert reading.errors == ()
    assert reading.school is not None
    assert [
        (t.weekday, t.lesson_number, t.class_name, t.subject, t.group, t.teacher, t.room)
        for t in reading.school.timetable
    ] == [
        (1, 1, "5А", "Русский язык", "", "petrova.aa", "21"),
        (2, 2, "5А", "Русский язык", "", "petrova.aa", "21"),
        (3, 3, "7Б", "Английский язык", "1", "orlova.tv", ""),
    ]
    assert [t.where.row for t in reading.school.timetable] == [16, 17, 18]  # lines of the file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
@pytest.mark.parametrize("delimiter", [";", ","])
def test_untis_finds_groups_by_their_teachers(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    path = _folder(tmp_path) / "GPU001.TXT"
    path.write_bytes(UNTIS.replace(";", delimiter).encode(encoding))
    reading = read_folder(tmp_path)
    assert reading.errors == ()
    assert reading.school is not None
    found = [(t.class_name, t.subject, t.group, t.teacher) for t in reading.school.timetable]
    assert found == [
        ("5А", "Русский язык", "", "petrova.aa"),
        ("7Б", "Английский язык", "1", "orlova.tv"),
        ("7Б", "Английский язык", "2", "frolova"),
    ]


def test_a_name_that_nobody_bears_is_mapped_by_hand(tmp_path: Path) -> None:
    text = ASC.format(encoding="utf-8", english="ОрлТ")
    (_folder(tmp_path) / "asc.xml").write_text(text, encoding="utf-8")
    sources = open_sources([tmp_path])
    mapping = propose(sources.sheets, Presets())
    blocked = read_school(sources, mapping)
    assert [str(error) for error in blocked.errors] == [
        "asc.xml, строка 18, колонка «Учитель»: «ОрлТ» — такого человека нет "
        "в таблице «сотрудники». Впишите его туда или исправьте имя здесь.",
    ]
    reading = read_school(sources, mapping.with_name("teacher", "ОрлТ", "orlova.tv"))
    assert reading.school is not None
    assert reading.school.timetable[-1].teacher == "orlova.tv"


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("asc.xml", b"<timetable", "файл повреждён или это не XML. Выгрузите его заново."),
        ("asc.xml", b"<a/>", "уроков в файле нет. Выгрузите из aSc расписание целиком."),
        (
            "asc.xml",
            b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
            "это не выгрузка aSc. Выгрузите расписание заново.",
        ),
        (
            "GPU001.TXT",
            b"1;2\r\n",
            "строка 1: полей меньше семи. Выгрузите из Untis файл GPU001 заново.",
        ),
    ],
)
def test_a_broken_export_is_refused(tmp_path: Path, name: str, content: bytes, fault: str) -> None:
    (_folder(tmp_path) / name).write_bytes(content)
    assert faults_of(tmp_path) == [f"{name}: {fault}"]
