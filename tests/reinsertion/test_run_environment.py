"""run.py makes its environment, and says in words what keeps it from doing so."""

import importlib.util
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import run


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """An empty project where commands are noted, not run; gives the list of commands."""
    (tmp_path / "requirements").mkdir()
    for profile in ("demo", "test"):
        (tmp_path / "requirements" / f"{profile}.txt").write_text(f"{profile}==1\n")
    venv = tmp_path / ".venv"
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "VENV", venv)
    monkeypatch.setattr(run, "PYTHON", venv / "bin" / "python")
    monkeypatch.setattr(run, "STAMP", venv / "complete")
    commands: list[list[str]] = []

    def note(command: list[str], failure: str) -> None:
        commands.append(command)
        (venv / "bin").mkdir(parents=True, exist_ok=True)
        (venv / "bin" / "python").touch(mode=0o755)

    monkeypatch.setattr(run, "run", note)
    return commands


def test_the_environment_is_made_once(project):
    run.prepare("demo")
    assert len(project) == 2
    assert "--require-hashes" in project[1]
    run.prepare("demo")
    assert len(project) == 2


def test_the_tests_environment_serves_the_demo_but_not_the_reverse(project):
    run.prepare("test")
    run.prepare("demo")
    assert len(project) == 2
    run.remake("demo")
    assert not run.is_complete("test")


def test_a_half_made_environment_is_made_again_from_nothing(project):
    leftover = run.VENV / "lib" / "half.py"
    leftover.parent.mkdir(parents=True)
    leftover.touch()
    run.prepare("demo")
    assert not leftover.exists()
    assert run.is_complete("demo")


def test_a_changed_lock_or_a_lost_python_makes_the_environment_again(project):
    run.prepare("demo")
    (run.ROOT / "requirements" / "demo.txt").write_text("demo==2\n")
    assert not run.is_complete("demo")
    run.prepare("demo")
    run.PYTHON.unlink()
    assert not run.is_complete("demo")


def test_a_missing_venv_module_names_the_package_to_install(project, monkeypatch):
    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ensurepip" else real(name))
    with pytest.raises(SystemExit, match="python3-venv"):
        run.prepare("demo")
    assert project == []


def test_a_failed_installation_is_told_in_words_with_the_last_lines():
    with pytest.raises(SystemExit) as stopped:
        run.run([sys.executable, "-c", "print('no route to host'); raise SystemExit(1)"], "Vérifiez le réseau.")
    assert str(stopped.value).splitlines() == ["Vérifiez le réseau.", "  | no route to host"]


def test_an_old_python_is_refused_in_words(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match=r"Python 3\.11 ou plus récent"):
        run.check_python()


def test_a_taken_port_is_told_before_anything_is_installed():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, str(run.ROOT / "run.py"), "demo", "--port", port],
            capture_output=True,
            text=True,
            timeout=20,
        )
    assert done.returncode == 1
    assert "--port" in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_words_after_test_reach_pytest(monkeypatch):
    became: list[list[str]] = []
    monkeypatch.setattr(run, "prepare", lambda profile: None)
    monkeypatch.setattr(run, "become", became.append)
    run.main(["test", "-k", "langue", "--lf"])
    assert became[0][-3:] == ["-k", "langue", "--lf"]


@pytest.mark.parametrize("words", [[], ["serve"], ["demo", "--prot", "3"], ["demo", "--port"]])
def test_a_command_not_understood_shows_the_two_commands(words, capsys):
    with pytest.raises(SystemExit) as stopped:
        run.main(words)
    assert stopped.value.code == 2
    assert run.USAGE in capsys.readouterr().err


@pytest.mark.parametrize("port", ["abc", "0", "99999"])
def test_a_port_that_is_none_is_told_in_words(port, project):
    with pytest.raises(SystemExit, match="de 1 à 65535"):
        run.main(["demo", "--port", port])
    assert project == []
