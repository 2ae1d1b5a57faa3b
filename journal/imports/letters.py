"""Columns as spreadsheet programs name them."""


def letter_of(place: int) -> str:
    """Return the letters of a column, counted from 0: A, B ... Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
