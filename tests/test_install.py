"""The first half of `make run`: what it does once, what it skips, and its one sentence when it cannot."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from rapport import install

SOURCE = Path(install.__file__)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """An empty project whose .venv is made without paying for one; `project.ran` holds the programs that were started."""
    ran: list[list[str]] = []

    def run(command, note):
        ran.append(command[1:])
        if "venv" in command:
            (tmp_path / ".venv" / "bin").mkdir(parents=True)
            (tmp_path / ".venv" / "bin" / "python").touch()
        return 0

    (tmp_path / "requirements.txt").write_text("flask==3.1.3 \\\n    --hash=sha256:aa\n")
    (tmp_path / "requirements-dev.txt").write_text("pytest==9.2.0 \\\n    --hash=sha256:bb\n")
    monkeypatch.setattr(install, "run", run)
    monkeypatch.setattr(install, "ROOT", str(tmp_path))
    monkeypatch.setattr(install, "VENV", str(tmp_path / ".venv"))
    monkeypatch.setattr(install, "PYTHON", str(tmp_path / ".venv" / "bin" / "python"))
    monkeypatch.setattr(install, "STAMP", str(tmp_path / ".venv" / "installed"))
    return SimpleNamespace(folder=tmp_path, ran=ran)


def installed(project) -> list[str]:
    return [Path(command[-1]).name for command in project.ran if "pip" in command]


def test_the_first_start_makes_the_environment_and_checks_every_hash(project, capsys):
    install.main([])
    assert project.ran[0][:3] == ["-I", "-m", "venv"]
    assert installed(project) == ["requirements.txt"]
    assert "--require-hashes" in project.ran[1]
    assert "Installing 1 packages of requirements.txt" in capsys.readouterr().out


def test_the_second_start_does_nothing_and_says_nothing(project, capsys):
    install.main([])
    project.ran.clear()
    capsys.readouterr()
    install.main([])
    assert (project.ran, capsys.readouterr().out) == ([], "")


def test_changed_requirements_are_installed_anew(project):
    install.main([])
    (project.folder / "requirements.txt").write_text("flask==3.1.4 \\\n    --hash=sha256:cc\n")
    project.ran.clear()
    install.main([])
    assert installed(project) == ["requirements.txt"]


def test_the_tools_for_tests_come_on_top_and_stay(project):
    install.main([])
    install.main(["--dev"])
    install.main([])
    assert installed(project) == ["requirements.txt", "requirements-dev.txt"]


def test_packages_that_cannot_be_had_are_one_sentence(project, monkeypatch, capsys):
    install.main([])
    (project.folder / "requirements.txt").write_text("flask==9.9.9 \\\n    --hash=sha256:dd\n")
    monkeypatch.setattr(install, "run", lambda command, note: 1)
    with pytest.raises(SystemExit):
        install.main([])
    assert (
        capsys.readouterr().err
        == "The packages could not be installed: is there a connection to the package index, and room on the disk?\n"
    )


def test_a_folder_that_cannot_be_written_is_one_sentence(project, monkeypatch, capsys):
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(SystemExit):
        install.main([])
    assert (
        capsys.readouterr().err
        == f"The folder {project.folder} cannot be written to: run this as its owner, or copy the project to a folder of yours.\n"
    )
    assert project.ran == []


def test_a_python_without_venv_is_one_sentence(project, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit):
        install.main([])
    assert "apt-get install python3-venv" in capsys.readouterr().err


@pytest.fixture
def from_the_future(tmp_path):
    """install.py of a Rapport that needs Python 9."""
    copy = tmp_path / "rapport" / "install.py"
    copy.parent.mkdir()
    copy.write_text(SOURCE.read_text().replace("NEEDED = (3, 11, 5)", "NEEDED = (9, 0, 0)"))
    return copy


def test_a_python_that_is_too_old_is_one_sentence(from_the_future):
    answer = subprocess.run(
        [sys.executable, "-I", from_the_future], env={"PATH": ""}, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 1
    assert answer.stderr.startswith("Rapport needs Python 9.0.0 or newer, and finds only 3.")
    assert len(answer.stderr.splitlines()) == 1


def test_a_newer_python_on_the_path_is_used_instead(from_the_future, tmp_path):
    newer = tmp_path / "bin" / "python3.15"
    newer.parent.mkdir()
    newer.write_text('#!/bin/sh\ncase "$2" in -c) exit 0;; esac\necho "took over: $3"\n')
    newer.chmod(0o755)
    path = f"{newer.parent}{os.pathsep}{Path(shutil.which('sh')).parent}"
    answer = subprocess.run(
        [sys.executable, "-I", from_the_future, "--dev"],
        env={"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answer.stdout, answer.returncode) == ("took over: --dev\n", 0)


def test_even_an_old_python_understands_the_file():
    ast.parse(SOURCE.read_text(), feature_version=(3, 4))
    fresh = {"f-strings": ast.JoinedStr, "walrus": ast.NamedExpr, "annotations": ast.AnnAssign}
    used = {type(node) for node in ast.walk(ast.parse(SOURCE.read_text()))}
    assert [name for name, node in fresh.items() if node in used] == []
