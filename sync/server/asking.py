"""Asking at the console for what must never stand on a command line."""

import getpass
import sys

from journal.errors import UserError


def read_secret(question: str) -> str:
    """Return a password: typed twice without echo, or the next line of a piped input.

    Raises:
        UserError: nothing was given, or the two differ.
    """
    if not sys.stdin.isatty():
        secret = sys.stdin.readline().rstrip("\r\n")
    else:
        secret = getpass.getpass(f"{question}: ")
        if getpass.getpass("Ещё раз: ") != secret:
            raise UserError("Пароли не совпали. Повторите команду.")
    if not secret:
        raise UserError(f"{question}: пароль не введён. Введите его или передайте строкой на вход.")
    return secret
