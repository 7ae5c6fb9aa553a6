"""What the tests need of the machine: a browser, PostgreSQL. Found, or installed where that is possible, or named in one line."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/snap/bin/chromium",
)
APT = ["apt-get", "-y", "-qq", "--no-install-recommends", "-o", "Acquire::Retries=5", "-o", "DPkg::Lock::Timeout=300"]
FONTS = ["fonts-dejavu-core", "fonts-noto-color-emoji"]


def browser() -> str | None:
    """The Chromium or Chrome to test with; CHROME_PATH names another one."""
    named = os.environ.get("CHROME_PATH")
    found = [named, *(shutil.which(name) for name in BROWSERS), *PLACES]
    return next((path for path in found if path and Path(path).exists()), None)


def postgres() -> Path | None:
    """The folder with PostgreSQL's programs, of the newest version there is."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    program = str(found[-1]) if found else shutil.which("initdb")
    return Path(program).parent if program else None


def databases() -> str:
    return "sqlite" if os.environ.get("SKIP_POSTGRES") else "sqlite postgresql"


def main() -> int:
    """Install what is missing and can be; then run pytest with the arguments given."""
    missing = _missing()
    if missing and _can_install():
        print(f"Installing {', '.join(missing)} …", flush=True)
        _install([*missing, *FONTS])
        missing = _missing()
    if missing:
        print(_words(missing), file=sys.stderr)
        return 1
    compiled_once = {
        "PYTHONDONTWRITEBYTECODE": ""
    }  # or each of the sites that the tests start compiles everything anew
    environment = {**os.environ, **compiled_once, "TEST_DATABASES": os.environ.get("TEST_DATABASES") or databases()}
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal", *sys.argv[1:]]
    return subprocess.call(command, env=environment)


def _missing() -> list[str]:
    wanted = [] if browser() else ["chromium"]
    return [*wanted, "postgresql"] if "postgresql" in databases() and not postgres() else wanted


def _words(missing: list[str]) -> str:
    needed = f"The tests need {' and '.join(missing)}, which could not be installed: install it, then try again."
    return f"{needed} `make test SKIP_POSTGRES=1` tests on SQLite only." if "postgresql" in missing else needed


def _can_install() -> bool:
    return sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _install(packages: list[str]) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", *packages]):
        subprocess.run([*APT, *step], env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)


if __name__ == "__main__":
    sys.exit(main())
