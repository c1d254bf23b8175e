"""What the embedded server cannot do is said in words, with what to do about it."""

import os
import subprocess
import sys
from pathlib import Path

import dj_database_url
import pytest

from reinsertion import embedded_postgres

ROOT = Path(__file__).resolve().parent.parent.parent


def run_manage(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=inherited | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_without_any_postgresql_the_message_names_database_url(tmp_path):
    done = run_manage("showmigrations", REINSERTION_VAR=str(tmp_path), EMBEDDED_PG_BIN=str(tmp_path / "nowhere"))
    assert done.returncode == 1
    assert "DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_data_of_another_major_version_are_kept_and_the_message_names_reset(tmp_path):
    version = tmp_path / "postgres" / "data" / "PG_VERSION"
    version.parent.mkdir(parents=True)
    version.write_text("9\n")
    done = run_manage("showmigrations", REINSERTION_VAR=str(tmp_path), REINSERTION_MODE="demo")
    assert done.returncode == 1
    assert "PostgreSQL 9" in done.stderr
    assert "--reset" in done.stderr
    assert "Traceback" not in done.stderr
    assert version.exists()


def test_production_without_its_secrets_is_refused_in_one_line():
    done = run_manage("check", REINSERTION_MODE="production", SECRET_KEY="")
    assert done.returncode == 1
    assert "SECRET_KEY" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a folder of somebody else")
def test_the_folder_of_somebody_else_is_refused(tmp_path):
    home = embedded_postgres.folder(tmp_path)
    home.mkdir()
    os.chown(home, 4242, 4242)
    with pytest.raises(embedded_postgres.EmbeddedPostgresError, match="REINSERTION_VAR"):
        embedded_postgres.join(tmp_path)


@pytest.mark.parametrize("name", ["Été à Lille", "MAJ.us-cules_%2F", "x" * 200])
def test_the_url_leads_to_a_socket_that_the_kernel_accepts(tmp_path, name):
    var = tmp_path / name
    socket = embedded_postgres.socket_dir(var)
    assert len(os.fsencode(socket / ".s.PGSQL.5432")) <= 107
    assert dj_database_url.parse(embedded_postgres.database_url(var))["HOST"] == str(socket)
