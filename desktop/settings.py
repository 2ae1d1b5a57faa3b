"""What this computer remembers about itself: never a name, never an entry.

Every setting is declared once, as a field of ``Settings``: key, type, default, meaning.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints

import msgspec
from platformdirs import user_config_path

AfterMark = Literal["down", "right"]
Shares = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one computer account, handed to windows as values."""

    server: Annotated[str, "Адрес центрального сервера, с которым работали последним"] = ""
    theme: Annotated[
        Literal["system", "light", "dark"], "Оформление: как в системе, светлое, тёмное"
    ] = "system"
    after_mark: Annotated[
        AfterMark, "Куда идёт курсор после отметки: к следующему ученику или к следующему уроку"
    ] = "down"
    lock_after: Annotated[
        int,
        "Через сколько минут без клавиш и мыши программа запирается, если школьный акт позволяет"
        " ждать дольше; 0 - как в нём",
    ] = 0
    parcel_folder: Annotated[
        str, "Второе место для пакетов: папка на флешке или в сети; пусто - только этот компьютер"
    ] = ""
    last_login: Annotated[
        str, "Отпечаток логина, под которым входили последним; сам логин не хранится"
    ] = ""
    copies_folder: Annotated[
        str, "Вторая папка для копий журнала (флешка, сетевая папка); пусто - только этот компьютер"
    ] = ""

    @property
    def second_place(self) -> Path | None:
        """The second folder for copies of the journal, if one was chosen."""
        return Path(self.copies_folder) if self.copies_folder else None

    window: Annotated[Shares, "Ширина и высота окна; нули - ещё не закрывалось"] = (0, 0)
    window_is_full: Annotated[bool, "Окно занимало весь экран"] = False
    register_shares: Annotated[
        Shares, "Доли журнала в тысячных: отметки и уроки, тема и задание; ноль - как задумано"
    ] = (0, 0)
    ca_file: Annotated[
        str, "Сертификат центра сертификации школы (PEM), если сервер подписан им"
    ] = ""


class SettingsFile:
    """A small JSON file with the settings.

    A key this version does not know is kept for the version that does; a value that cannot be
    used gives way to the default, because no setting is worth a program that does not start.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> Settings:
        """Return what the file says, and the default for everything else."""
        written = self._written()
        hints = get_type_hints(Settings)
        known: dict[str, Any] = {}
        for each in fields(Settings):
            try:
                known[each.name] = msgspec.convert(written[each.name], hints[each.name])
            except (KeyError, msgspec.ValidationError):
                continue
        return Settings(**known)

    def save(self, settings: Settings) -> None:
        """Write all settings; the file is the old or the new one, never half of it.

        Raises:
            OSError: the folder cannot be written.
        """
        content = self._written() | asdict(settings)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(".new")
        beside.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
        os.replace(beside, self._path)

    def _written(self) -> dict[str, Any]:
        try:
            content = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return content if isinstance(content, dict) else {}


def settings_path() -> Path:
    """Return where the settings of this computer account are kept."""
    return user_config_path("uchitelskaya", appauthor=False) / "settings.json"


def login_digest(login: str) -> str:
    """Return what stands for a login in the settings: 16 hex digits, case does not matter."""
    return hashlib.blake2b(login.strip().casefold().encode(), digest_size=8).hexdigest()
