"""Whose certificates a workplace believes: the world's, and the school's own authority."""

import ssl
from pathlib import Path

import httpx

from journal.errors import UserError


def trusted(ca_file: str = "") -> ssl.SSLContext:
    """Return what TLS connections are checked against; ``ca_file`` is the school's authority, PEM.

    Raises:
        UserError: the file is not there or no certificate.
    """
    context = httpx.create_ssl_context()
    if ca_file:
        try:
            context.load_verify_locations(cafile=ca_file)
        except (OSError, ssl.SSLError) as fault:
            raise UserError(
                f"Файл {ca_file} не читается как сертификат (PEM). "
                "Возьмите у администратора файл центра сертификации школы."
            ) from fault
    return context


def keep_authority(source: Path, folder: Path) -> Path:
    """Copy the school's authority to where it stays, and return that place.

    Raises:
        UserError: ``source`` is no certificate, or the folder cannot be written.
    """
    trusted(str(source))
    kept = folder / "school-ca.pem"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(source.read_bytes())
    except OSError as fault:
        raise UserError(f"Сертификат не сохранить: {fault.strerror}. Проверьте права.") from fault
    return kept


def is_distrust(fault: BaseException) -> bool:
    """Tell whether a connection failed because the certificate of the centre is strange to us."""
    cause: BaseException | None = fault
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
