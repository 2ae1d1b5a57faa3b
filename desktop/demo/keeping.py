"""The centre of the whole demo school, kept between demos of one day: it takes minutes to make."""

import hashlib
import shutil
from datetime import date
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_ROOMS = ("journal", "sync", "desktop/demo", "resources/demo_school")
_FOLDER = _ROOT / "build" / "demo"


def kept_centre(day: date, folder: Path = _FOLDER) -> Path:
    """Return where the centre of this program and this day is, or goes."""
    return folder / f"{day.isoformat()}-{_program_digest()[:16]}"


def sweep(kept: Path) -> None:
    """Remove what older programs and other days have left beside ``kept``."""
    for other in kept.parent.glob("*"):
        if other != kept:
            shutil.rmtree(other, ignore_errors=True)


def _program_digest() -> str:
    """Return what changes whenever anything changes that makes the school and its history."""
    digest = hashlib.sha256()
    for room in _ROOMS:
        for file in sorted((_ROOT / room).rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
                digest.update(file.relative_to(_ROOT).as_posix().encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()
