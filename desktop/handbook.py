"""The help of F1: a page per screen, written for teachers."""

from functools import cache
from importlib.resources import files


@cache
def read_pages() -> dict[str, str]:
    """Return the pages in Markdown by the name of their screen."""
    folder = files("resources") / "help"
    return {
        file.name.removesuffix(".md"): file.read_text(encoding="utf-8")
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".md")
    }


def find_page(pages: dict[str, str], words: str, here: str) -> str:
    """Return the page that holds all the words, that of ``here`` first; "" when none does."""
    wanted = words.casefold().replace("ё", "е").split()
    for name in sorted(pages, key=lambda name: name != here):
        text = pages[name].casefold().replace("ё", "е")
        if all(word in text for word in wanted):
            return name
    return ""
