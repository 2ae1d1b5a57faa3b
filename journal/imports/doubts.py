"""What was read otherwise than it stands: a sentence for the person who knows what was meant."""

from journal.imports.cells import Cell, latin_letters, plain_text, read_name
from journal.imports.full_names import doubtful_surname
from journal.imports.moments import short_year
from journal.imports.school_words import read_class_name


def of_class(cell: Cell) -> str:
    """Tell of Latin letters in a class like «5A»."""
    letters = latin_letters(plain_text(cell).upper())
    return _of_latin(letters, read_class_name(cell)) if letters else ""


def of_name(cell: Cell) -> str:
    """Tell of Latin letters in a part of a name."""
    letters = latin_letters(cell)
    return _of_latin(letters, read_name(cell)) if letters else ""


def of_full_name(cell: Cell) -> str:
    """Tell of Latin letters in a full name, and of a surname of several words."""
    told = [of_name(cell)] if latin_letters(cell) else []
    if surname := doubtful_surname(cell):
        told.append(f"фамилией прочитано «{surname}»")
    return "; ".join(told)


def of_day(cell: Cell) -> str:
    """Tell of a year of two digits."""
    year = short_year(cell)
    return f"год записан двумя цифрами, прочитан {year}" if year else ""


def _of_latin(letters: str, read: str) -> str:
    word = "латинская буква" if len(letters) == 1 else "латинские буквы"
    return f"{word} {', '.join(letters)}, прочитано русскими: «{read}»"
