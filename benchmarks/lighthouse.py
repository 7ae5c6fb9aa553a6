"""Lighthouse, mobile, for Today, a lesson and its quiz, signed in as Rosa on a site that runs already."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.site import first_lesson, sign_in

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=5000)
    port = parser.parse_args().port
    cookie = sign_in(port)
    lesson = first_lesson(port, cookie)
    worst = 100
    for path in ("/", lesson, f"{lesson}/quiz"):
        scores = audit(f"http://127.0.0.1:{port}{path}", cookie)
        worst = min(worst, *scores.values())
        print(f"{path}: " + ", ".join(f"{name} {score}" for name, score in scores.items()), flush=True)
    return 0 if worst >= 99 else 1


def audit(url: str, cookie: str) -> dict[str, int]:
    """The four scores of one page, 0 to 100."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise SystemExit("No Chromium or Chrome was found.")
    with tempfile.TemporaryDirectory() as folder:
        headers, report = Path(folder) / "headers.json", Path(folder) / "report.json"
        headers.write_text(json.dumps({"Cookie": cookie}))
        command = [
            "npx",
            "--yes",
            "lighthouse@12",
            url,
            "--quiet",
            "--output=json",
            f"--output-path={report}",
            f"--extra-headers={headers}",
            f"--chrome-flags={FLAGS}",
        ]
        subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": browser})
        categories = json.loads(report.read_text())["categories"]
    return {name: round(category["score"] * 100) for name, category in categories.items()}


if __name__ == "__main__":
    sys.exit(main())
