"""Make .venv and fill it: the first half of `make run`. Needs nothing but a Python; says in one sentence what is missing.

Written in old-fashioned Python on purpose: an old Python must get as far as the sentence that says it is too old.
"""

import hashlib
import os
import subprocess
import sys
import time

NEEDED = (3, 11, 5)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, "installed")


def main(arguments):
    if sys.version_info[:3] < NEEDED:
        start_with_newer_python(arguments)
    files = ["requirements.txt"] + (["requirements-dev.txt"] if "--dev" in arguments else [])
    wanted = [name + " " + fingerprint(name) for name in files]
    if os.path.exists(PYTHON) and set(wanted) <= set(stamps()):
        return
    if not os.access(ROOT, os.W_OK):
        stop(
            "The folder "
            + ROOT
            + " cannot be written to: run this as its owner, or copy the project to a folder of yours."
        )
    if not os.path.exists(PYTHON):
        make_venv()
    for name, stamp in zip(files, wanted):
        if stamp not in stamps():
            install(name)
    kept = [stamp for stamp in stamps() if stamp.split(" ")[0] not in files]
    with open(STAMP, "w") as out:
        out.write("\n".join(kept + wanted) + "\n")


def start_with_newer_python(arguments):
    """Hand over to the newest Python on the PATH that will do."""
    for minor in range(20, NEEDED[1] - 1, -1):
        for folder in os.environ.get("PATH", "").split(os.pathsep):
            program = os.path.join(folder, "python3." + str(minor))
            if os.access(program, os.X_OK) and is_new_enough(program):
                os.execv(program, [program, "-I", os.path.abspath(__file__)] + arguments)
    have = ".".join(str(part) for part in sys.version_info[:3])
    need = ".".join(str(part) for part in NEEDED)
    stop(
        "Rapport needs Python "
        + need
        + " or newer, and finds only "
        + have
        + ": install a newer one, or name it: make run PYTHON=/path/to/python3"
    )


def is_new_enough(program):
    test = "import sys; sys.exit(sys.version_info[:3] < " + str(NEEDED) + ")"
    with open(os.devnull, "w") as nowhere:
        return subprocess.call([program, "-I", "-c", test], stdout=nowhere, stderr=nowhere) == 0


def make_venv():
    try:
        import ensurepip  # noqa: F401  Debian keeps it in a package of its own
        import venv  # noqa: F401
    except ImportError:
        stop(
            "This Python cannot make virtual environments: install the package python3-venv (apt-get install python3-venv), then try again."
        )
    with Progress("Making .venv") as progress:
        command = [sys.executable, "-I", "-m", "venv", "--clear", VENV]
        if run(command, progress.tick) != 0:
            stop("The virtual environment could not be made: is there room on the disk?")


def install(name):
    """Install one requirements file, every package checked against its hash."""
    with open(os.path.join(ROOT, name)) as lines:
        total = sum(1 for line in lines if "==" in line and not line.startswith((" ", "#")))
    with Progress("Installing " + str(total) + " packages of " + name) as progress:
        seen = []

        def note(line):
            if line.startswith(("Collecting ", "Requirement already satisfied")):
                seen.append(line)
                progress.tick("%d of %d" % (min(len(seen), total), total))
            elif line.startswith("Installing collected"):
                progress.tick("unpacking")
            else:
                progress.tick()

        options = ["--require-hashes", "--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
        if run([PYTHON, "-I", "-m", "pip", "install"] + options + ["-r", os.path.join(ROOT, name)], note) != 0:
            stop(
                "The packages could not be installed: is there a connection to the package index, and room on the disk?"
            )


class Progress:
    """One line that lives: what is being done, how far it is, how long it took."""

    def __init__(self, what):
        self.what = what
        self.began = self.told = time.time()
        self.is_terminal = sys.stdout.isatty()

    def __enter__(self):
        self.write(self.what + " …")
        return self

    def __exit__(self, kind, *rest):
        if kind is None:
            self.write("%s: done in %d s." % (self.what, round(time.time() - self.began)), last=True)

    def tick(self, how_far=""):
        if how_far and (self.is_terminal or time.time() - self.told > 5):
            self.told = time.time()
            self.write(self.what + ": " + how_far + " …")

    def write(self, text, last=False):
        if self.is_terminal:
            sys.stdout.write("\r\033[K" + text + ("\n" if last else ""))
        else:
            sys.stdout.write(text + "\n")
        sys.stdout.flush()


def run(command, note):
    """Run a program, handing each line it says to `note`; what it said is shown when it fails."""
    environment = dict(os.environ, PYTHONUNBUFFERED="1")
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True, env=environment
    )
    said = []
    for line in process.stdout:
        said.append(line)
        note(line.strip())
    if process.wait() != 0:
        sys.stderr.write("\n" + "".join(said[-15:]))
    return process.returncode


def fingerprint(name):
    with open(os.path.join(ROOT, name), "rb") as content:
        return hashlib.sha256(content.read()).hexdigest()


def stamps():
    if not os.path.exists(STAMP):
        return []
    with open(STAMP) as lines:
        return lines.read().split("\n")


def stop(sentence):
    sys.stderr.write(sentence + "\n")
    sys.exit(1)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        stop("\nStopped; the next start goes on from here.")
