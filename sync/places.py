"""Where the journal of a user lies on a computer: a folder named by a hash of the login."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DRAFT = ".draft-"
ASIDE = ".aside-"


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of one journal, and what belongs to it."""

    folder: Path

    @property
    def journal(self) -> Path:
        """The encrypted file."""
        return self.folder / "journal.db"

    @property
    def wraps(self) -> Path:
        """The wraps of its key."""
        return self.folder / "journal.keys"

    @property
    def register(self) -> Path:
        """Where it is kept that the journal is at home here: not in its own folder."""
        journals = self.folder.parent
        return journals.with_name(f"{journals.name}.homes") / f"{self.folder.name}.json"

    @property
    def remembered(self) -> Path:
        """The wrap of its key that opens without a password, where the user wished it."""
        return self.folder / "journal.remembered"

    @property
    def is_taken(self) -> bool:
        """Tell whether a whole journal is here."""
        return self.journal.exists() and self.wraps.exists()


def place_of(journals: Path, login: str) -> Place:
    """Return where the journal of ``login`` is or would be; no name tells whose it is."""
    name = hashlib.sha256(f"uchitelskaya\x1f{login.strip().casefold()}".encode()).hexdigest()
    return Place(journals / name[:32])


def is_anybody_in(journals: Path) -> bool:
    """Tell whether anybody has a journal in this folder, or had one."""
    return journals.is_dir() and any(journals.iterdir())


def places_in(journals: Path) -> Iterator[Place]:
    """Yield the whole journals of a folder; drafts and what was put aside are left out."""
    if journals.is_dir():
        for folder in sorted(journals.iterdir()):
            place = Place(folder)
            if "." not in folder.name and place.is_taken:
                yield place
