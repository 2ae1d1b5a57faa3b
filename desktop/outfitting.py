"""What stands behind the sign-in page; to import this is to load the rest of the program."""

import ssl
import sys

import httpx

from desktop.custody import Custody
from desktop.entrance import Entrance
from desktop.folders import journals_folder, parcels_folder
from desktop.program import Outfit
from desktop.screens import make_screens
from desktop.settings import SettingsFile
from desktop.theme import Theme
from journal.clock import SystemClock
from journal.errors import UserError
from journal.store import be_ready
from sync.trust import trusted

TIMEOUT = httpx.Timeout(20, connect=5)


def make_outfit(settings: SettingsFile, theme: Theme) -> Outfit:
    """Return what a program on this computer works with; its client is to be closed."""
    be_ready()  # else the first journal that is opened has to wait for it
    clock = SystemClock()
    http = httpx.Client(timeout=TIMEOUT, verify=_trusted(settings.load().ca_file))
    return Outfit(
        clock=clock,
        http=http,
        entrance=Entrance(journals_folder(), http, clock),
        settings=settings,
        theme=theme,
        screens=make_screens,
        custody=Custody(journals_folder(), http, clock, parcels=parcels_folder()),
        parcels=parcels_folder(),
    )


def _trusted(ca_file: str) -> ssl.SSLContext:
    """Return whom TLS believes; without the school's authority work goes on without contact."""
    try:
        return trusted(ca_file)
    except UserError as fault:
        print(fault, file=sys.stderr)
        return trusted()
