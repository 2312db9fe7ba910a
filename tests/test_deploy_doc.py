"""The page on running the site, and the files beside it: they fit each other and the site."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from rehab.body_size import MOST_BYTES
from tests.test_readme import README, ROOT

DOC = (ROOT / "docs" / "deploy.md").read_text()
FILES = ROOT / "docs" / "deploy"
BLOCKS = re.findall(r"^```sh ?\w*\n(.*?)^```$", DOC, re.MULTILINE | re.DOTALL)
UNIT = (FILES / "rehab.service").read_text()
SCALE = (ROOT / "docs" / "scale.md").read_text()
WORKER = (FILES / "rehab-worker.service").read_text()
NGINX = (FILES / "nginx.conf").read_text()


def shell_says(text: str) -> str:
    return subprocess.run(["sh", "-n"], input=text, capture_output=True, text=True, check=False).stderr


def test_every_block_and_script_is_whole_shell():
    scripts = [(FILES / name).read_text() for name in ("rehab-backup", "rehab-manage")]
    assert [shell_says(text) for text in (*BLOCKS, *scripts)] == [""] * (len(BLOCKS) + 2)


def test_each_file_that_is_copied_or_linked_is_there():
    for path in re.findall(r"/opt/rehab/app/([\w./-]+\.[a-z]+|docs/deploy/[\w.-]+)", DOC):
        assert (ROOT / path).exists(), path
    for target in re.findall(r"\]\(((?!http)[^)#]+)", DOC):
        assert (ROOT / "docs" / target).exists(), target


def test_a_site_set_up_by_the_page_prints_links_for_patients():
    block = next(block for block in BLOCKS if "<<END" in block)
    assert "SITE_URL=https://$SITE\n" in block
    assert "LINK_KEY=$(openssl rand" in block


def test_each_setting_is_one_that_the_site_reads():
    settings = set(re.findall(r"^([A-Z_]+)=", next(block for block in BLOCKS if "<<END" in block), re.MULTILINE))
    named = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))
    assert settings - named == {"WEB_CONCURRENCY"}  # gunicorn's own
    assert {"SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "MEDIA_ROOT", "DEBUG"} <= settings


def test_the_file_with_the_secrets_is_for_root_alone_from_the_start():
    block = next(block for block in BLOCKS if "<<END" in block)
    assert block.index("install -m 600") < block.index("<<END")


def test_the_service_starts_what_the_readme_says_and_as_nobody_special():
    assert "gunicorn -c python:rehab.gunicorn rehab.wsgi" in UNIT
    assert "gunicorn -c python:rehab.gunicorn rehab.wsgi" in README
    assert "User=rehab" in UNIT
    assert "NoNewPrivileges=yes" in UNIT


def test_the_proxy_writes_no_address_down():
    """An address may hold a name that was searched for, or a link that opens something."""
    (written,) = re.findall(r"log_format rehab '(.*?)';", NGINX)
    assert not re.search(
        r"\$(request(?!_(?:method|time|id)\b)|uri|request_uri|args|query|document|http_|cookie)", written
    )
    assert set(re.findall(r"access_log (.*?);", NGINX)) == {"/var/log/nginx/rehab.log rehab", "off"}
    assert (
        NGINX.count("server {")
        == NGINX.count("access_log")
        == NGINX.count("error_log /var/log/nginx/rehab-error.log alert;")
    )


def test_the_proxy_sets_what_the_site_believes_of_it():
    for header in (
        "X-Forwarded-Proto $scheme",
        "X-Request-ID $request_id",
        "X-Forwarded-For $remote_addr",
        "Host $host",
    ):
        assert f"proxy_set_header {header};" in NGINX


def test_proxy_and_site_take_as_much_at_once():
    assert f"client_max_body_size {MOST_BYTES // 1_000_000}m;" in NGINX


@pytest.mark.parametrize("name", ["Dockerfile", "compose.yaml"])
def test_what_nobody_tried_says_so_first(name: str):
    assert (FILES / name).read_text().startswith("# UNTESTED")


def test_packages_are_installed_by_their_hashes_wherever_it_is_described():
    for text in (DOC, SCALE, (FILES / "Dockerfile").read_text()):
        installs = re.findall(r"pip install.*", text)
        assert installs
        assert all("--require-hashes -r" in each and ".lock" in each for each in installs)


def test_the_image_holds_all_that_the_site_reads(tmp_path: Path):
    """No engine is at hand: what it would copy is copied, and asked for what only the whole project had."""
    for names in re.findall(r"^COPY (?!--from)(.*) /app/", (FILES / "Dockerfile").read_text(), re.MULTILINE):
        for name in names.split():
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, tmp_path / name)
    asked = "import django; django.setup(); from programmes.archive.version import product_version as v; print(v())"
    place = {
        "SECRET_KEY": "x",
        "DEBUG": "false",
        "DJANGO_SETTINGS_MODULE": "rehab.settings",
        "PATH": os.environ["PATH"],
    }
    done = subprocess.run([sys.executable, "-c", asked], cwd=tmp_path, env=place, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"\d+\.\d+.*\n", done.stdout)


def test_what_the_site_keeps_outlives_its_container():
    image, compose = (FILES / "Dockerfile").read_text(), yaml.safe_load((FILES / "compose.yaml").read_text())
    (pictures,) = re.findall(r"MEDIA_ROOT=(\S+)", image)
    kept = [volume.partition(":")[2] for volume in compose["services"]["web"]["volumes"]]
    for path in (Path(pictures), Path(pictures).parent / Path(settings.ERASURES_FILE).name):
        assert any(path.is_relative_to(folder) for folder in kept), path


def test_whoever_was_erased_does_not_come_back_with_a_backup_that_is_put_back_by_hand():
    pages = [path for path in (ROOT / "docs").glob("*.md") if "pg_restore" in path.read_text()]
    assert {path.name for path in pages} >= {"deploy.md", "scale.md"}
    for path in pages:
        text = path.read_text()
        assert text.rindex("replay_erasures") > text.index("pg_restore"), path.name
    put_back = next(block for block in BLOCKS if "pg_restore" in block)
    assert put_back.index("pg_restore") < put_back.index("replay_erasures") < put_back.index("systemctl start")


def test_the_nightly_backup_takes_pictures_and_the_list_of_erasures_along(tmp_path: Path):
    """With a stand-in for pg_dump, which writes what it was asked for."""
    script = (FILES / "rehab-backup").read_text().replace("/var/lib/rehab-backups", str(tmp_path / "backups"))
    stand_in = tmp_path / "bin" / "pg_dump"
    for folder in ("bin", "backups", "media"):
        (tmp_path / folder).mkdir()
    stand_in.write_text('#!/bin/sh\nfor each; do case $each in --file=*) echo "$*" > "${each#--file=}";; esac; done\n')
    stand_in.chmod(0o755)
    (tmp_path / "media" / "logo.png").write_bytes(b"logo")
    place = {"PATH": f"{stand_in.parent}:{os.environ['PATH']}", "MEDIA_ROOT": str(tmp_path / "media")}
    for list_of_erasures in (None, "a line\n"):
        if list_of_erasures:
            (tmp_path / "erasures.jsonl").write_text(list_of_erasures)
        done = subprocess.run(["sh", "-c", script], env=place, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
    (made,) = (tmp_path / "backups").iterdir()
    assert sorted(path.name for path in made.iterdir()) == ["database", "erasures.jsonl", "media.tar.gz"]
    assert (made / "erasures.jsonl").read_text() == "a line\n"
    assert "--exclude-table-data=django_session" in (made / "database").read_text()


def test_no_secret_stands_in_what_is_shipped():
    shipped = [path.read_text() for path in Path(FILES).iterdir() if path.is_file()]
    assert not [
        text for text in shipped if re.search(r"(PASSWORD|SECRET_KEY)[=:] ?(?!\.\.\.|PASSWORD|for-collecting)\w", text)
    ]


def test_workers_are_started_and_shut_in_as_the_page_on_larger_sites_says():
    started = "celery --app rehab.celery worker --concurrency 2 --without-gossip --without-mingle"
    assert started in WORKER
    assert started in SCALE
    shut_in = UNIT[UNIT.index("IPAddressDeny") :]
    assert set(shut_in.splitlines()) <= set(WORKER.splitlines())
    assert all(line in WORKER.splitlines() for line in ("User=rehab", "Restart=always", "StateDirectory=rehab"))


def test_the_page_on_larger_sites_names_settings_and_files_there_are():
    for block in re.findall(r"^```sh\n(.*?)^```$", SCALE, re.MULTILINE | re.DOTALL):
        assert shell_says(block) == ""
    for target in re.findall(r"\]\(((?!http)[^)#]+)", SCALE):
        assert (ROOT / "docs" / target).exists(), target
    for path in re.findall(r"/opt/rehab/app/(docs/deploy/[\w.-]+)", SCALE):
        assert (ROOT / path).exists(), path
    named = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))
    assert {"BROKER_URL", "BROKER_REDELIVERY_SECONDS", "MEDIA_STORAGE_URL"} <= named


def test_tries_and_waits_are_those_that_the_page_on_larger_sites_tells(settings: Any):
    settings.BROKER_URL = "redis://localhost:1/0"
    from programmes.tasks import queued

    waits = [str(queued.FIRST_WAIT_SECONDS * 2**number) for number in range(queued.MOST_TRIES)]
    assert f"{', '.join(waits[:-1])} and {waits[-1]} seconds" in SCALE
    assert "`BROKER_REDELIVERY_SECONDS` (5 minutes" in SCALE
    assert settings.BROKER_REDELIVERY_SECONDS == 300
