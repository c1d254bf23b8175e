#!/usr/bin/env python3
"""The two commands of the project: « python3 run.py demo » and « python3 run.py test ».

Standard library only. Makes .venv, installs the hash-locked requirements there, then hands over.
"""

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "complete"
OLDEST_PYTHON = (3, 11)
USAGE = """\
python3 run.py demo     prépare et sert la démonstration, avec des données inventées, jusqu’à Ctrl-C
    --port 8000         port d’écoute
    --host 127.0.0.1    adresse d’écoute
    --reset             efface la démonstration et la recrée
python3 run.py test     lance tous les tests ; ce qui suit « test » est donné à pytest
"""


def main(words):
    """Read the command, prepare its environment, become it."""
    check_python()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # an old terminal shows « ? » for an accent, and goes on
    arguments, rest = read_arguments(words)
    if arguments.command == "demo":
        from reinsertion.ports import port_error

        error = port_error(arguments.host, arguments.port)
        if error:
            sys.exit(error)
        prepare("demo")
        command = ["manage.py", "demo", "--host", arguments.host, "--port", str(arguments.port)]
        os.environ["REINSERTION_MODE"] = "demo"
        become([*command, "--reset"] if arguments.reset else command)
    prepare("test")
    become(["-m", "pytest", "-n", "2", "--dist", "worksteal", *rest])


def read_arguments(words):
    """What the user asks for; everything after « test » goes to pytest."""
    parser = Parser(prog="run.py", add_help=False)
    parser.add_argument("-h", "--help", action="help")
    commands = parser.add_subparsers(dest="command", required=True)
    demo = commands.add_parser("demo", add_help=False)
    demo.add_argument("-h", "--help", action="help")
    demo.add_argument("--port", type=lambda text: int(text) if text.isdecimal() else -1, default=8000)
    demo.add_argument("--host", default="127.0.0.1")
    demo.add_argument("--reset", action="store_true")
    commands.add_parser("test", add_help=False)
    arguments, rest = parser.parse_known_args(words)
    if rest and arguments.command != "test":
        parser.error("unknown")
    return arguments, rest


class Parser(argparse.ArgumentParser):
    """Speaks French: help and errors are the same short text."""

    def format_help(self):
        """Show the two commands."""
        return USAGE

    def error(self, message):
        """Show the two commands, and fail."""
        self.exit(2, "Commande non comprise.\n" + USAGE)


def check_python():
    """Say what is missing before trying anything."""
    if os.name != "posix":
        sys.exit("Cette commande a besoin de Linux ou de macOS. Sous Windows, utilisez WSL.")
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(
            "Il faut Python {}.{} ou plus récent ; celui-ci est Python {}.{}. "
            "Relancez avec un autre, par exemple : python3.13 run.py demo".format(*OLDEST_PYTHON, *sys.version_info[:2])
        )


def prepare(profile):
    """Make .venv and install the profile's requirements, unless a complete one is there."""
    import fcntl

    lock = os.open(ROOT, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)  # two commands started together: the second waits and finds it made
    if is_complete(profile):
        say("Environnement : prêt")
    else:
        if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
            sys.exit(
                "Le module venv de Python est absent : installez python3-venv (sur Debian ou Ubuntu : "
                "apt install python3-venv), puis relancez la commande."
            )
        say("Environnement : création de .venv et installation des paquets (une seule fois)…")
        remake(profile)
        say("Environnement : prêt")
    os.close(lock)


def lock_of(profile):
    """What the stamp must hold: the profile and the hash of its lock file."""
    return "{} {}".format(profile, hashlib.sha256((ROOT / "requirements" / f"{profile}.txt").read_bytes()).hexdigest())


def is_complete(profile):
    """Whether .venv works and holds this profile; the test profile holds the demo's as well."""
    if not STAMP.is_file() or not os.access(PYTHON, os.X_OK):
        return False
    installed = STAMP.read_text().splitlines()
    return lock_of(profile) in installed


def remake(profile):
    """Start from nothing: a half-made or outdated environment is never repaired."""
    if VENV.is_symlink():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)
    run(
        [sys.executable, "-m", "venv", str(VENV)],
        "Le dossier .venv n’a pas pu être créé (sur Debian ou Ubuntu : apt install python3-venv).",
    )
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input", "--retries", "3"]
    requirements = ["--require-hashes", "--no-compile", "-r", str(ROOT / "requirements" / f"{profile}.txt")]
    run(
        [str(PYTHON), "-m", "pip", "install", *quiet, *requirements],
        "L’installation des paquets a échoué. Vérifiez l’accès au réseau (ou à votre index de paquets, réglé par "
        "PIP_INDEX_URL), puis relancez la commande.",
    )
    held = ["demo", "test"] if profile == "test" else [profile]
    STAMP.write_text("\n".join(lock_of(name) for name in held))


def run(command, failure):
    """Run one step quietly; on failure say what happened and its last words."""
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONHOME", "PYTHONPATH", "PIP_USER")}
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment
    )
    if done.returncode:
        lines = done.stdout.decode("utf-8", "replace").strip().splitlines()
        words = [line for line in lines if line.startswith("ERROR")] or lines[-6:]
        sys.exit("\n".join([failure, *("  | " + line for line in words)]))


def become(arguments):
    """Hand over to the environment's Python: no parent process stays behind."""
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), *arguments])


def say(line):
    """Print one line of progress at once."""
    print(line, flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit("Arrêté.")
    except PermissionError:
        sys.exit(
            f"Vous ne pouvez pas écrire dans {ROOT} : relancez la commande avec le compte qui a créé ce dossier, "
            "ou copiez le projet dans un dossier à vous."
        )
    except OSError as problem:
        sys.exit(f"Impossible de continuer : {problem.strerror} ({problem.filename or 'système'}).")
