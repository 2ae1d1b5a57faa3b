"""Reading a list of pupils over bare parsing of the same file."""

import tempfile
from pathlib import Path
from random import Random

import xlsxwriter
from python_calamine import CalamineWorkbook

from journal.imports.presets import Presets
from journal.imports.proposing import propose
from journal.imports.reading import Reading, read_school
from journal.imports.sources import open_sources
from tests.bench.table import Row, against
from tests.bench.timing import Times

PUPILS = 2_000
TARGET = 5.0

_HEADER = ("Класс", "Фамилия", "Имя", "Отчество", "Пол", "Дата рождения")
_LETTERS = "абвгдежзиклмнопрстуфхцч"


def measure_import(rounds: int = 15) -> list[Row]:
    """Return the line of opening, understanding, reading and checking a list of 2,000 pupils."""
    floor, product = Times(), Times()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ученики.xlsx"
        write_pupils(path, PUPILS)
        for _ in range(rounds):
            floor.take(parse, path)
            product.take(read, path)
    title = f"Чтение списка, {PUPILS} учеников"
    return [against(title, floor.median, product.median, TARGET)]


def parse(path: Path) -> int:
    """Read the cells and nothing else; return how many rows there are."""
    with CalamineWorkbook.from_path(path) as workbook:
        return len(workbook.get_sheet_by_index(0).to_python(skip_empty_area=False))


def read(path: Path) -> Reading:
    """Return what the product makes of the file."""
    sources = open_sources([path])
    return read_school(sources, propose(sources.sheets, Presets()))


def write_pupils(path: Path, count: int) -> None:
    """Write a list of pupils of whom no two have the same name."""
    chance = Random(count)
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, _HEADER)
        for number in range(count):
            surname = "".join(chance.choices(_LETTERS, k=9)).capitalize()
            day = f"{number % 28 + 1:02}.{number % 12 + 1:02}.{2008 + number % 10}"
            pupil = (f"{number % 11 + 1}А", surname, "Мария", "Ивановна", "ж", day)
            sheet.write_row(number + 1, 0, pupil)
