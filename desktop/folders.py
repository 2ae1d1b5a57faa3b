"""Where a computer account keeps journals and parcels."""

from pathlib import Path

from platformdirs import user_data_path


def journals_folder() -> Path:
    """Return where the journals of this computer account are kept."""
    return user_data_path("uchitelskaya", appauthor=False) / "journals"


def parcels_folder() -> Path:
    """Return where the parcels of this computer account are kept."""
    return user_data_path("uchitelskaya", appauthor=False) / "parcels"
