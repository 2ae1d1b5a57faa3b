"""Prepare the environment and run a command of the project: ``python3 run.py demo``.

Needs nothing but Python, and only syntax that Python 3.6 can read: an old one gets a sentence,
not a traceback.
"""

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import NoReturn

if sys.version_info < (3, 11):  # noqa: UP036  it is the older one that has to read this
    sys.exit(
        "Нужен Python 3.11 или новее, а это {}.{}. "
        "Установите новый Python и повторите команду.".format(*sys.version_info[:2])
    )

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
LOCK = ROOT / "requirements.lock"
INSTALLED = VENV / "installed.sha256"

USAGE = """\
Использование: python3 run.py КОМАНДА [параметры]

  demo      показать весь путь на учебной школе (без экрана: demo --headless --out ПАПКА)
  app       открыть рабочее место
  server    центральный сервер
  test      все проверки и тесты; test --fast - только быстрые тесты, до первой ошибки
  bench     измерить скорость
  soak      случайные неисправности: soak --minutes 60; рабочий день: soak day
  shots     снять картинки всех экранов
  build     собрать папку программы для школ: dist/uchitelskaya
  clauses   какие пункты актов доказаны тестами"""

MODULES = {
    "demo": "desktop.demo",
    "app": "desktop.app",
    "server": "sync.server.cli",
    "bench": "tests.bench",
    "soak": "tests.soak",
    "shots": "desktop.shots",
    "clauses": "tests.clauses",
}

# what Qt loads, and the Debian package that brings it
DRAWING = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
WINDOW = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
# programs that the tests start, and the Debian package that brings each
PROGRAMS = {
    "gnome-keyring-daemon": "gnome-keyring",
    "dbus-run-session": "dbus-daemon",
    "dbus-send": "dbus-bin",
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
}
VENV_PACKAGE = "python{}.{}-venv".format(*sys.version_info[:2])


def has_display() -> bool:
    """Tell whether a window can be shown here."""
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def loads(library: str) -> bool:
    """Tell whether the system has this shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages(window: bool, loads: Callable[[str], bool] = loads) -> list[str]:
    """Name the Debian packages that Qt lacks; ``window`` asks for those of a screen too."""
    wanted = {**DRAWING, **WINDOW} if window else DRAWING
    return [package for library, package in wanted.items() if not loads(library)]


def missing_programs(finds: Callable[[str], str | None] = shutil.which) -> list[str]:
    """Name the Debian packages whose programs the tests lack."""
    return [package for program, package in PROGRAMS.items() if not finds(program)]


def install_command(packages: list[str]) -> list[str]:
    """Return the command that installs these Debian packages as root."""
    return ["apt-get", "install", "-y", "--no-install-recommends", *packages]


def install_packages(packages: list[str]) -> None:
    """Install system packages when root, otherwise end with the line that does it."""
    command = install_command(packages)
    if not shutil.which("apt-get") or os.geteuid() != 0:
        sys.exit(
            "В системе не хватает библиотек. Выполните эту строку и повторите команду:\n\n"
            "    sudo " + " ".join(command)
        )
    print("В системе не хватает библиотек, ставлю: " + " ".join(packages), flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["apt-get", "update"], command):
        if subprocess.call(step, env=quiet, stdout=subprocess.DEVNULL) != 0:
            sys.exit("Не удалось. Выполните сами и повторите команду:\n\n    " + " ".join(step))


def fingerprint() -> str:
    """Return the digest of what decides the contents of the environment."""
    version = str(sys.version_info[:2]).encode()  # a new Python finds none of the old libraries
    parts = (LOCK.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), version)
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def prepare_environment() -> None:
    """Make ``.venv`` with exactly the locked libraries and the project itself, unless it is so."""
    wanted = fingerprint()
    if PYTHON.exists() and INSTALLED.exists() and INSTALLED.read_text() == wanted:
        return
    print("Готовлю окружение в .venv, это делается один раз ...", flush=True)
    pip = uv_in_environment() or pip_in_environment()
    install([*pip, "--require-hashes", "-r", str(LOCK)])
    install([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
    INSTALLED.write_text(wanted)


def uv_in_environment() -> list[str]:
    """Return the start of an install command of uv, or nothing when there is no uv."""
    uv = shutil.which("uv")
    if uv is None:
        return []
    if not works("-c", ""):
        install([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)])
    return [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]


def pip_in_environment() -> list[str]:
    """Return the start of an install command of pip."""
    if not works("-m", "pip", "--version"):
        if importlib.util.find_spec("ensurepip") is None:
            install_packages([VENV_PACKAGE])
        install([sys.executable, "-m", "venv", "--clear", str(VENV)])
    return [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]


def works(*arguments: str) -> bool:
    """Tell whether the Python of the environment exists and runs this without an error."""
    if not PYTHON.exists():
        return False
    command = [str(PYTHON), *arguments]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def install(command: list[str]) -> None:
    """Run a step of the installation; end with a sentence when it fails."""
    if subprocess.call(command) != 0:
        sys.exit(
            "Не удалось подготовить окружение, причина названа выше. "
            "Чаще всего это интернет: проверьте его и повторите команду."
        )


def surroundings(window: bool = False) -> dict[str, str]:
    """Return the environment variables of a command; without a ``window`` Qt draws offscreen."""
    variables = {**os.environ, "PYTHONUTF8": "1"}
    if not window:
        variables.setdefault("QT_QPA_PLATFORM", "offscreen")
    return variables


def check(arguments: list[str]) -> int:
    """Run every check and all tests; return 0 when all of them pass."""
    pytest = [str(PYTHON), "-m", "pytest"]
    if "--fast" in arguments:
        rest = [argument for argument in arguments if argument != "--fast"]
        return subprocess.call(
            [*pytest, "-x", "-m", "not slow", *rest], cwd=ROOT, env=surroundings()
        )
    steps = {
        "вид кода": [str(PYTHON), "-m", "ruff", "format", "--check", "."],
        "правила кода": [str(PYTHON), "-m", "ruff", "check", "."],
        "типы": [str(PYTHON), "-m", "mypy"],
        "кто кого импортирует": [str(BIN / "lint-imports")],
        # one more than processors: stories wait for clocks, servers and pages a third of their time
        "тесты": [*pytest, "-n", "3", *arguments],
    }
    failed = []
    for name, command in steps.items():
        print(f"\n=== {name}: {Path(command[0]).name} {' '.join(command[1:])}", flush=True)
        if subprocess.call(command, cwd=ROOT, env=surroundings()) != 0:
            failed.append(name)
    print("\nНЕ ПРОШЛО: " + ", ".join(failed) if failed else "\nВсе проверки прошли.", flush=True)
    return 1 if failed else 0


def build(arguments: list[str]) -> int:
    """Make the folder that is handed to schools and let it check itself; return 0 when it is whole.

    ``arguments`` go to PyInstaller: ``--distpath FOLDER`` builds elsewhere.
    """
    places = dict(pairwise(arguments))
    folder = Path(places.get("--distpath", str(ROOT / "dist"))) / "uchitelskaya"
    command = [str(BIN / "pyinstaller"), "--noconfirm", "--log-level", "WARN", *arguments]
    if subprocess.call([*command, "build.spec"], cwd=ROOT, env=surroundings()) != 0:
        return 1
    size = sum(file.stat().st_size for file in folder.rglob("*") if not file.is_symlink())
    print(f"Собрано: {folder}, {size // 2**20} МБ", flush=True)
    return subprocess.call([str(folder / "uchitelskaya"), "--self-check"], env=surroundings())


def start(module: str, arguments: list[str], window: bool) -> NoReturn:
    """Become a command of the project, so that signals and the exit code are its own."""
    command = [str(PYTHON), "-m", module, *arguments]
    if WINDOWS:
        sys.exit(subprocess.call(command, env=surroundings(window)))
    os.execve(command[0], command, surroundings(window))


def main(arguments: list[str]) -> int:
    """Do what the command line asks."""
    name, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if name not in ("test", "build") and name not in MODULES:
        print(USAGE)
        return 0 if name in ("-h", "--help") else 2
    window = name in ("demo", "app") and "--headless" not in rest and has_display()
    if sys.platform == "linux" and name not in ("server", "clauses"):
        missing = missing_packages(window)
        if name == "test" and "--fast" not in rest:
            missing = missing_packages(window=True) + missing_programs()
        if missing:
            install_packages(missing)
    prepare_environment()
    if name == "test":
        return check(rest)
    if name == "build":
        return build(rest)
    start(MODULES[name], rest, window)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
