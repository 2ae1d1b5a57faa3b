"""What was agreed about tables with these words in the header, kept for the next time.

A preset holds no words of a file: a header is known by its hash, so that a row of names that was
once taken for one leaves nothing behind.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from journal.errors import UserError
from journal.files import replace_file
from journal.imports.cells import Cell, plain_text
from journal.imports.mapping import ColumnMap, SheetMap
from journal.imports.sheets import Sheet, is_blank
from journal.imports.spreadsheets import BY_STEM, key_of

_VERSION = 1
_FEWEST = 2  # titles that make a header worth remembering


@dataclass(frozen=True, slots=True)
class Preset:
    """The kind of a table and the field of each of its titled columns, in their order."""

    kind: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Presets:
    """Presets by the hash of their header."""

    by_header: Mapping[str, Preset] = field(default_factory=dict)

    def find(self, sheet: Sheet) -> SheetMap | None:
        """Return what was agreed about a sheet with this header."""
        for index, row in enumerate(sheet.head):
            preset = self.by_header.get(_fingerprint(row))
            titled = [place for place, cell in enumerate(row) if not is_blank(cell)]
            if preset is None or len(titled) != len(preset.fields):
                continue
            columns = tuple(
                ColumnMap(place, plain_text(row[place]), title)
                for place, title in zip(titled, preset.fields, strict=True)
            )
            return SheetMap(sheet.file, sheet.name, preset.kind, index, columns)
        return None

    def remembering(self, sheet: Sheet, agreed: SheetMap) -> "Presets":
        """Return the presets with what was agreed about ``sheet``."""
        if agreed.header < 0 or len(agreed.columns) < _FEWEST:
            return self
        preset = Preset(agreed.kind, tuple(column.field for column in agreed.columns))
        header = _fingerprint(sheet.rows[agreed.header])
        return replace(self, by_header={**self.by_header, header: preset})


def load_presets(path: Path) -> Presets:
    """Return the presets in a file; what this version cannot use is left out."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return Presets()
    kept = content.get("presets") if isinstance(content, dict) else None
    if not isinstance(kept, dict) or content.get("version") != _VERSION:
        return Presets()
    read = {header: _preset(words) for header, words in kept.items()}
    return Presets({header: preset for header, preset in read.items() if preset is not None})


def _preset(words: Any) -> Preset | None:
    if not isinstance(words, dict) or words.get("kind", "") not in ("", *BY_STEM):
        return None
    fields = words.get("fields")
    if not isinstance(fields, list):
        return None
    kind = str(words.get("kind", ""))
    table = BY_STEM.get(kind)
    known = {"", *table.words.values()} if table else {""}
    return Preset(kind, tuple(text if text in known else "" for text in map(str, fields)))


def save_presets(path: Path, presets: Presets) -> None:
    """Keep the presets.

    Raises:
        UserError: the file cannot be written.
    """
    kept = {
        header: {"kind": preset.kind, "fields": list(preset.fields)}
        for header, preset in presets.by_header.items()
    }
    text = json.dumps({"version": _VERSION, "presets": kept}, ensure_ascii=False, indent=1)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, text.encode())
    except OSError as fault:
        raise UserError("Соответствие колонок не сохранилось: проверьте место на диске.") from fault


def _fingerprint(header: Sequence[Cell]) -> str:
    words = [key_of(cell) for cell in header if not is_blank(cell)]
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()
