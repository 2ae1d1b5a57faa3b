"""Read a frozen dataclass from TOML text and refuse a fault in Russian, by section and key.

What a value must be like is told by the ``description`` of its ``msgspec.Meta``: the same place
that declares type, limits and default.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from types import NoneType
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from journal.errors import UserError

T = TypeVar("T")

_PLACE = re.compile(r"`\$\.?([^`]*)`")
_LINE = re.compile(r"at line (\d+)")
_MISSING = re.compile(r"missing required field `(\w+)`")


def read_act(text: str, kind: type[T]) -> T:
    """Return ``text`` as a ``kind``; sections are its fields that are dataclasses or mappings.

    Raises:
        UserError: the text is no TOML, or a key is unknown, missing or has a wrong value.
    """
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as fault:
        line = _LINE.search(str(fault))
        where = f"строка {line.group(1)}" if line else "конец текста"
        raise UserError(
            f"Локальный акт не читается, {where}: проверьте кавычки, скобки и повторы ключей."
        ) from fault
    for place, allowed in _unknown(data, kind, ()):
        raise UserError(f"{_name(place)} не бывает: можно {', '.join(allowed)}.")
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as fault:
        raise UserError(_explain(fault, data, kind)) from fault


def _unknown(
    data: Any, hint: Any, place: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Yield the places that ``hint`` does not know, with the names it knows there."""
    kind = _bare(hint)
    if not isinstance(data, dict):
        return
    if is_dataclass(kind):
        known = get_type_hints(kind, include_extras=True)
        for name, value in data.items():
            if name not in known:
                yield (*place, name), list(known)
            else:
                yield from _unknown(value, known[name], (*place, name))
    elif get_origin(kind) is Mapping:
        for name, value in data.items():
            yield from _unknown(value, get_args(kind)[1], (*place, name))


def _explain(fault: msgspec.ValidationError, data: dict[str, Any], kind: type) -> str:
    """Return the fault of the library in Russian; only its path is taken from its words."""
    found = _PLACE.search(str(fault))
    path = found.group(1).partition("[")[0] if found else ""  # [...]: which line, it does not say
    place = tuple(part for part in path.split(".") if part)
    if isinstance(fault.__cause__, ValueError):
        return f"В разделе [{'.'.join(place)}] локального акта ошибка: {fault.__cause__}."
    missing = _MISSING.search(str(fault))
    if missing:
        return f"{_name((*place, missing.group(1)))} не указано, а без этого нельзя."
    value: Any = data
    hint: Any = kind
    for part in place:
        value, hint = value[part], _inside(hint, part)
    return f"{_name(place)} записано {_written(value)}, а нужно: {_describe(hint)}."


def _name(place: tuple[str, ...]) -> str:
    """Name section and key, to begin a sentence with."""
    match place:
        case []:
            return "В локальном акте"
        case [name]:
            return f"В локальном акте «{name}»"
    return f"В разделе [{place[0]}] локального акта «{'.'.join(place[1:])}»"


def _written(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{value}"'
        case list():
            return f"[{', '.join(_written(part) for part in value)}]"
        case dict():
            return f"{{ {', '.join(f'{key} = {_written(part)}' for key, part in value.items())} }}"
    return str(value)


def _describe(hint: Any) -> str:
    if get_origin(hint) is Annotated:
        told = (meta.description for meta in hint.__metadata__ if isinstance(meta, msgspec.Meta))
        return next((words for words in told if words), "") or _describe(get_args(hint)[0])
    if is_dataclass(hint):
        return f"{{ {', '.join(f'{row.name} = …' for row in fields(hint))} }}"
    if get_origin(hint) is Mapping:
        return f"имя = {_describe(get_args(hint)[1])}"
    options = [part for part in get_args(hint) if part is not NoneType]
    return _describe(options[0]) if options else "значение другого вида"


def _bare(hint: Any) -> Any:
    while get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    return hint


def _inside(hint: Any, name: str) -> Any:
    kind = _bare(hint)
    if is_dataclass(kind):
        return get_type_hints(kind, include_extras=True)[name]
    return get_args(kind)[1]
