"""Search the bytes of files for names: does anything unencrypted tell who is taught here?"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from journal.store import Store

ENCODINGS = ("utf-8", "utf-16-le", "cp1251", "unicode_escape")
"""The last one is what JSON and ``repr`` make of Cyrillic letters."""

_SHORTEST = 5
_HEAD = 2
_SIEVE = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """A name that can be read in a file.

    ``offset``: where it begins, in bytes; ``None`` when it is in the path of the file.
    """

    file: Path
    offset: int | None
    name: str


def find_names(
    folders: Iterable[Path],
    names: Iterable[str],
    skip: Callable[[Path], bool] = lambda _file: False,
) -> list[Hit]:
    """Return where any of ``names`` stands in the files under ``folders``.

    A name is looked for as it is given and in lower, upper and title case, in every encoding of
    ``ENCODINGS``. ``skip`` names the files that may contain names.

    Raises:
        ValueError: a name is so short that random bytes would contain it now and then.
    """
    forms = _forms(names)
    pattern = _Pattern(forms)
    hits: list[Hit] = []
    for folder in folders:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            if skip(file):
                continue
            path = file.relative_to(folder).as_posix().encode("utf-8", "surrogateescape")
            hits += [Hit(file, None, forms[found]) for _, found in pattern.search(path)]
            # while the program runs a file may be gone by now
            with suppress(FileNotFoundError):
                content = file.read_bytes()
                hits += [Hit(file, at, forms[found]) for at, found in pattern.search(content)]
    return hits


def copy_in_plain(store: Store, file: Path) -> None:
    """Write everything that an encrypted journal holds into an ordinary SQLite file."""
    with store.engine.connect() as connection:
        connection.execute(text("ATTACH DATABASE :file AS plain KEY ''"), {"file": str(file)})
        connection.execute(text("SELECT sqlcipher_export('plain')"))
        connection.execute(text("DETACH DATABASE plain"))


def _forms(names: Iterable[str]) -> dict[bytes, str]:
    """Return every sequence of bytes that is one of the names."""
    forms: dict[bytes, str] = {}
    for name in names:
        if len(name) < _SHORTEST:
            raise ValueError(f"{name!r} is too short to be told from random bytes")
        for spelling in (name, name.lower(), name.upper(), name.title()):
            for encoding in ENCODINGS:
                forms[spelling.encode(encoding)] = name
    return forms


class _Pattern:
    """An expression for all forms, asked only where the first bytes could begin one."""

    def __init__(self, forms: Mapping[bytes, str]) -> None:
        tails: dict[bytes, set[bytes]] = defaultdict(set)
        for form in forms:
            tails[form[:_HEAD]].add(form[_HEAD:])
        groups = (
            re.escape(head) + b"(?:" + b"|".join(map(re.escape, sorted(rests, reverse=True))) + b")"
            for head, rests in sorted(tails.items())
        )
        # an empty list of names must find nothing, not everything
        self._forms = re.compile(b"|".join(groups) or b"(?!)", re.DOTALL)
        first, *others = (
            b"[" + b"".join(re.escape(bytes([each])) for each in sorted(place)) + b"]"
            for place in _places(forms)
        )
        self._sieve = re.compile(first + b"(?=" + b"".join(others) + b")", re.DOTALL)

    def search(self, content: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield where a form stands, and which."""
        end = 0
        for place in self._sieve.finditer(content):
            match = self._forms.match(content, place.start())
            if match is not None and match.start() >= end:
                end = match.end()
                yield match.start(), match.group()


def _places(forms: Mapping[bytes, str]) -> list[set[int]]:
    """Return which bytes stand in the first places of the forms."""
    return [{form[place] for form in forms} or set(range(256)) for place in range(_SIEVE)]
