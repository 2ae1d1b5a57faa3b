"""What was prepared for a demo, kept for the next one of the same day."""

import hashlib
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_ROOMS = ("journal", "sync", "desktop/demo", "resources/demo_school")
_FOLDER = _ROOT / "build" / "demo"


def kept_centre(day: date, size: str, folder: Path = _FOLDER) -> Path:
    """Return where the centre of this program, day and ``size`` of a school is, or goes."""
    return folder / f"{day.isoformat()}-{size}-{_program_digest()[:16]}"


def keep(kept: Path, prepare: Callable[[Path], None]) -> None:
    """Let ``prepare`` fill the folder ``kept``, unless it is there: whole or not at all."""
    if kept.exists():
        return
    draft = kept.with_name(f"{kept.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    prepare(draft)
    draft.rename(kept)
    _sweep(kept)


def _sweep(kept: Path) -> None:
    """Remove what older programs and other days have left beside ``kept``."""
    day_and_program = kept.name.split("-")[:3], kept.name.split("-")[-1]
    for other in kept.parent.glob("*"):
        if (other.name.split("-")[:3], other.name.split("-")[-1]) != day_and_program:
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
