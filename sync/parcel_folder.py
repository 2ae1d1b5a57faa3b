"""A folder with parcels: that of a computer, a stick, a share in the staff room.

Beside a parcel lies the centre's answer, when it was sent; so it is sent no more. What is needed to
send parcels of a school that nobody is signed in to - its address and the key of its answers - lies
there too. No name of a file, and nothing in clear inside, tells who teaches or is taught here.
"""

import errno
import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from journal.errors import UserError
from journal.files import UNFINISHED, make_durable, replace_file
from sync.parcel import (
    DAMAGED,
    ENDING,
    MAX_PARCEL_BYTES,
    Header,
    NotAParcel,
    Packed,
    ParcelAnswer,
    read_header,
    seal_parcel,
)
from sync.protocol import BadMessage, Problem, Word, WordT, pack, unpack

_ANSWER, _CENTRE = ".answer", ".centre"
_HEADER_BYTES = 1024
_REASONS = {
    errno.ENOSPC: "на носителе нет места",
    errno.ENOENT: "носитель вынут или папки нет",
    errno.ENOTDIR: "носитель вынут или папки нет",
    errno.EACCES: "запрещено",
    errno.EPERM: "запрещено",
    errno.EROFS: "носитель только для чтения",
}


class KeptAnswer(Word, frozen=True):
    """What the centre said to a parcel: an answer, or why it does not take it.

    ``parcel``: the id of the file that was sent; a fresh file of that name has another one.
    ``told_ms``: when, by the clock of the computer that sent it.
    """

    parcel: bytes
    told_ms: int
    answer: ParcelAnswer | None = None
    problem: Problem | None = None

    @property
    def is_done(self) -> bool:
        """Tell whether everything in the parcel is at the centre."""
        return self.answer is not None and self.answer.is_done

    @property
    def is_damaged(self) -> bool:
        """Tell whether the file was changed since it was sealed."""
        return self.problem is not None and self.problem.code == DAMAGED


class CentreCard(Word, frozen=True):
    """Where parcels of a school are sent, and with which key its centre signs answers."""

    server: str
    centre_key: bytes


@dataclass(frozen=True, slots=True)
class ParcelFile:
    """A parcel in a folder."""

    name: str
    header: Header


class ParcelFolder:
    """Keeps parcels in a folder; every file in it is the old one or the new one, never half."""

    def __init__(self, path: Path, *, is_own: bool = False) -> None:
        """Take the folder; only one of the program's ``own`` is made where it is missing.

        A stick that was taken out must not be written for on the disk of the computer.
        """
        self.path = path
        self._is_own = is_own

    def files(self) -> Iterator[ParcelFile]:
        """Yield the parcels by name; other files are left alone."""
        if not self.path.is_dir():
            return
        for path in sorted(self.path.glob(f"*{ENDING}")):
            name = path.name.removesuffix(ENDING)
            header = self.header(name)
            if header is not None:
                yield ParcelFile(name, header)

    def header(self, name: str) -> Header | None:
        """Return the header of a parcel, ``None`` when there is none of that name."""
        try:
            with self.file(name).open("rb") as stream:
                return read_header(stream.read(_HEADER_BYTES))
        except (OSError, NotAParcel):
            return None

    def file(self, name: str) -> Path:
        """Return where the parcel of that name is or would be."""
        return self.path / f"{name}{ENDING}"

    def read(self, name: str) -> bytes:
        """Return the bytes of a parcel.

        Raises:
            UserError: it is not to be read, or longer than a parcel can be.
        """
        return read_parcel(self.file(name))

    def holds(self, name: str, packed: Packed) -> bool:
        """Tell whether this very parcel lies here, as far as can be seen without opening it."""
        try:
            is_whole = self.file(name).stat().st_size == packed.sealed_size
        except OSError:
            return False
        answer = self.answer(name)
        is_damaged = answer is not None and answer.is_damaged
        return is_whole and not is_damaged and self.header(name) == packed.header

    def put(self, name: str, packed: Packed, parcel_key: bytes) -> None:
        """Seal a parcel in place of the older one.

        Raises:
            UserError: it cannot be written; the older one stays.
        """
        sealed = seal_parcel(packed, parcel_key)
        if len(sealed) > MAX_PARCEL_BYTES:
            raise ValueError("more than a parcel may hold")
        self._replace(self.file(name), sealed)
        # what was said to the older file is over, and a damaged one is to be sent again
        with suppress(OSError):
            self._beside(name, _ANSWER).unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Take away a parcel with its answer; nothing of it waits any more.

        Raises:
            OSError: the medium does not let it.
        """
        self.file(name).unlink(missing_ok=True)
        self._beside(name, _ANSWER).unlink(missing_ok=True)

    def sweep(self, before_ms: int) -> None:
        """Take away what crashes have left half written before that moment."""
        for ending in (ENDING, _ANSWER, _CENTRE):
            for path in self.path.glob(f"*{ending}.*{UNFINISHED}"):
                with suppress(OSError):
                    if path.stat().st_mtime * 1000 < before_ms:
                        path.unlink()

    def answer(self, name: str) -> KeptAnswer | None:
        """Return what the centre said to the parcel that lies here now."""
        kept = _read_word(self._beside(name, _ANSWER), KeptAnswer)
        header = self.header(name)
        return kept if kept and header and kept.parcel == header.parcel else None

    def keep_answer(self, name: str, kept: KeptAnswer) -> None:
        """Keep what the centre said.

        Raises:
            UserError: it cannot be written; then the parcel is sent again, which changes nothing.
        """
        self._replace(self._beside(name, _ANSWER), pack(kept))

    def centre(self, school: bytes) -> CentreCard | None:
        """Return where parcels with this hash of a school are sent, if that is known here."""
        return _read_word(self.path / f"{school.hex()}{_CENTRE}", CentreCard)

    def know_centre(self, school: bytes, card: CentreCard) -> None:
        """Remember where parcels of a school are sent.

        Raises:
            UserError: it cannot be written.
        """
        if self.centre(school) != card:
            self._replace(self.path / f"{school.hex()}{_CENTRE}", pack(card))

    def _beside(self, name: str, ending: str) -> Path:
        return self.path / f"{name}{ending}"

    def _replace(self, path: Path, content: bytes) -> None:
        try:
            if self._is_own:
                self.path.mkdir(parents=True, exist_ok=True)
            replace_file(path, content)
            make_durable(self.path)
        except OSError as fault:
            raise UserError(
                f"Пакет для переноса не записан в папку {self.path}: {_why(fault)}. "
                "Записи целы в журнале."
            ) from fault


def name_of(station: str) -> str:
    """Return the name of the file in which a station keeps what waits; it tells nothing of it."""
    return hashlib.sha256(b"uch-parcel-file" + station.encode()).hexdigest()[:16]


def read_parcel(path: Path) -> bytes:
    """Return the bytes of a parcel.

    Raises:
        UserError: it is not to be read, or longer than a parcel can be.
    """
    try:
        with path.open("rb") as stream:
            # one byte more than may be, so that a longer file is noticed without reading it all
            sealed = stream.read(MAX_PARCEL_BYTES + 1)
    except OSError as fault:
        raise UserError(
            f"Файл {path} не прочитан: {_why(fault)}. Проверьте носитель и повторите."
        ) from fault
    if len(sealed) > MAX_PARCEL_BYTES:
        raise UserError(f"Файл {path} слишком велик для пакета. Выберите файл с «{ENDING}».")
    return sealed


def _why(fault: OSError) -> str:
    return _REASONS.get(fault.errno or 0, "носитель или папка не отвечает")


def _read_word(path: Path, kind: type[WordT]) -> WordT | None:
    try:
        return unpack(path.read_bytes(), kind)
    except (OSError, BadMessage):
        return None
