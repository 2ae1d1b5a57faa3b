"""Identifiers: 32 lowercase hexadecimal digits, whatever they name."""

import uuid

import uuid_utils

_NAMESPACE = uuid.UUID("6d1f0b9e-5a37-5c0e-9d55-3f2a8e6b7c41")


def new_id() -> str:
    """Return a fresh UUIDv7: it sorts roughly by its moment, but nothing relies on that."""
    return uuid_utils.uuid7().hex


def derived_id(*parts: str) -> str:
    """Return the UUIDv5 of ``parts``: two computers name the same fact alike without talking."""
    return uuid.uuid5(_NAMESPACE, "\x1f".join(parts)).hex


def staff_id(school: str, login: str) -> str:
    """Return the id of a member of staff: lists and accounts name the same person alike."""
    return derived_id("staff", school, login.strip().casefold())


def is_id(text: str) -> bool:
    """Tell whether ``text`` has the form of an identifier."""
    return len(text) == 32 and not set(text) - set("0123456789abcdef")
