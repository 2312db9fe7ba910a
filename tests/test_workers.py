"""The processes that set pages: what is lost when one dies, stands still or answers late, and what is left behind."""

import atexit
import gc
import os
import pickle
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from programmes.handout import fonts, worker_process, workers
from programmes.handout.job import (
    Busy,
    Job,
    NotPrinted,
    Stopped,
    TooLarge,
)
from programmes.handout.worker import Limits, Worker
from programmes.handout.workers import Workers
from tests import printed
from tests.documents import make_document, make_image
from tests.workers import LIMITS, use_bomb


def slow_job() -> Job:
    image = use_bomb()
    html = f'<html lang="en"><title>-</title><body class=""><img src="{image.name}" alt="-"></body></html>'
    return Job(html=html, plan="{}", made_on=make_document().issued, images={image.name: image})


def small_job(inside: str = "Hello") -> Job:
    return Job(f'<html lang="en"><title>-</title><body class="">{inside}</body></html>', "{}", make_document().issued)


@pytest.fixture
def own() -> Iterator[Workers]:
    """Workers that may be killed."""
    made = Workers(1, LIMITS, patience=0.05)
    yield made
    made.close()


def killed_when_busy(made: Workers, job: Job, how: int) -> BaseException | None:
    """Return what came of *job*, whose process is sent the signal *how* while it works on it."""
    made.write(small_job())
    (pid,) = made.pids
    worker = made._places[0].worker
    before = worker.jobs
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(made.write, job)
        while worker.jobs == before:
            pass
        os.kill(pid, how)
        return asked.exception(timeout=30)


def test_a_process_killed_in_the_middle_of_a_job_costs_that_job(own: Workers):
    error = killed_when_busy(own, slow_job(), signal.SIGKILL)
    assert isinstance(error, Stopped)
    assert "Try again" in str(error.words)
    assert own.write(small_job()).pages.startswith(b"%PDF")


def test_a_process_that_crashes_for_want_of_memory_says_so(own: Workers):
    assert isinstance(killed_when_busy(own, slow_job(), signal.SIGABRT), TooLarge)


def test_a_process_that_died_with_nothing_to_do_costs_nothing(own: Workers):
    own.write(small_job())
    (pid,) = own.pids
    os.kill(pid, signal.SIGKILL)
    assert own.write(small_job()).pages.startswith(b"%PDF")
    assert own.pids != [pid]


def test_a_process_that_stands_still_is_killed(request: Any):
    made = Workers(1, Limits(seconds_in_all=5))
    request.addfinalizer(made.close)
    made.write(small_job())
    (pid,) = made.pids
    os.kill(pid, signal.SIGSTOP)
    assert made.write(small_job()).pages.startswith(b"%PDF")
    assert made.pids != [pid]


def test_two_at_once_take_turns_or_a_process_each(request: Any):
    made = Workers(2, LIMITS)
    request.addfinalizer(made.close)
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda number: made.write(small_job()), range(8)))
    assert set(results) == {made.write(small_job())}
    assert 1 <= len(made.pids) <= 2


def test_who_gets_no_turn_is_told(own: Workers):
    own.write(small_job())
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(own.write, slow_job())
        while own._free.qsize():
            pass
        with pytest.raises(Busy, match="passed"):
            own.write(small_job())
        os.kill(own.pids[0], signal.SIGKILL)
        first.exception(timeout=30)


def test_a_process_is_replaced_after_so_many_jobs(request: Any):
    made = Workers(1, Limits(jobs=2))
    request.addfinalizer(made.close)
    pids = [made.write(small_job()) and made.pids[0] for _ in range(4)]
    # The second job of each is its last: the next process stands ready before the answer is given.
    assert pids[0] != pids[1] == pids[2] != pids[3]


def test_no_process_is_left_behind(own: Workers):
    own.write(small_job())
    (pid,) = own.pids
    killed_when_busy(own, slow_job(), signal.SIGKILL)
    own.close()
    assert own.pids == []
    with pytest.raises(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


def test_the_process_ends_with_its_site():
    """A web process that is killed leaves no process and, for its own part, no running job."""
    script = (
        "import django; django.setup();"
        "from tests.test_workers import *;"
        "made = Workers(1, LIMITS); made.write(small_job()); print(made.pids[0], flush=True);"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    site = subprocess.run([sys.executable, "-c", script], env=surroundings, capture_output=True, text=True)
    assert site.returncode == -signal.SIGKILL
    pid, attempts = int(site.stdout), 0
    while Path(f"/proc/{pid}/cmdline").exists() and b"worker_process" in Path(f"/proc/{pid}/cmdline").read_bytes():
        attempts += 1
        assert attempts < 1_000_000


def test_an_answer_that_comes_too_late_is_given_to_nobody_else(request: Any):
    """What is told while a process stands still is answered after that: to the next who asks, if nobody counts."""
    made = Workers(1, Limits(seconds_in_all=5))
    request.addfinalizer(made.close)
    made.write(small_job())
    (pid,) = made.pids
    os.kill(pid, signal.SIGSTOP)
    made.compile([make_image(30).body])
    assert pid not in made.pids
    assert made.write(small_job("Eva")) != made.write(small_job("Tom"))


def test_whoever_gives_up_waiting_leaves_no_answer_to_the_next(own: Workers, monkeypatch: pytest.MonkeyPatch):
    own.write(small_job())
    eva, tom = small_job("Eva"), small_job("Tom")

    def give_up(worker: Worker) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Worker, "result", give_up)
        with pytest.raises(KeyboardInterrupt):
            own.write(eva)
    printed_for_tom = own.write(tom)
    own.close()
    assert printed_for_tom == own.write(tom)


def test_an_answer_to_another_question_is_not_taken(own: Workers, monkeypatch: pytest.MonkeyPatch):
    own.write(small_job())
    monkeypatch.setattr("programmes.handout.wire.name_of", lambda message: b"another")
    with pytest.raises(Stopped):
        own.write(small_job())


def test_no_room_for_a_process_is_told(own: Workers, monkeypatch: pytest.MonkeyPatch):
    def fail(*args: Any, **kwargs: Any) -> None:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr("programmes.handout.worker.subprocess.Popen", fail)
    own.compile([make_image().body])
    with pytest.raises(Stopped, match="12"):
        own.write(small_job())
    monkeypatch.undo()
    assert own.write(small_job()).pages.startswith(b"%PDF")


def test_too_little_memory_to_begin_with_is_told(request: Any, capfd: Any):
    made = Workers(1, Limits(megabytes=60))
    request.addfinalizer(made.close)
    with pytest.raises(Stopped, match="before it was ready, within 60 MB"):
        made.write(small_job())


def test_a_drawing_that_cannot_be_compiled_ahead_costs_nothing(own: Workers):
    own.compile(["<svg>" * 50_000])
    (pid,) = own.pids
    assert own.write(small_job()).pages.startswith(b"%PDF")
    assert own.pids == [pid]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_site_that_is_told_to_stop_may_finish_its_pages(own: Workers, number: int):
    """Whoever stops the site tells all of its processes at once."""
    own.write(small_job())
    (pid,) = own.pids
    os.kill(pid, number)
    assert own.write(small_job()).pages.startswith(b"%PDF")
    assert own.pids == [pid]


def homes(made: Workers) -> list[Path]:
    return [place.worker._home for place in made._places if place.worker is not None]


def test_no_folder_is_left_behind(own: Workers):
    own.write(small_job())
    (home,) = homes(own)
    assert list(home.iterdir())
    own.close()
    assert not home.exists()


def test_a_fork_leaves_its_parents_folders_and_processes_alone(settings: Any):
    """As gunicorn does with --preload; what the child does in the end is what Python does when it exits."""
    settings.HANDOUT_WORKERS = 1
    made = workers.site_workers()
    made.write(small_job())
    (home,), (pid,) = homes(made), made.pids
    child = os.fork()
    if not child:
        made = None
        gc.collect()
        atexit._run_exitfuncs()
        os._exit(0)
    os.waitpid(child, 0)
    assert home.exists()
    made.write(small_job())
    assert made.pids == [pid]
    workers._of_this_process.clear()
    made.close()


PRIVATE = "Eva Holm, 1 River Street"


@pytest.mark.parametrize(
    "inside",
    [
        f'<img src="{PRIVATE}" alt="-">',
        f'<link rel="attachment" href="{PRIVATE}">',
        f'<p style="{PRIVATE}">x</p>',
        f'<a href="#{PRIVATE}">x</a>',
    ],
)
def test_no_words_of_the_page_are_logged(own: Workers, capfd: Any, caplog: Any, inside: str):
    with suppress(NotPrinted):
        own.write(small_job(inside))
    assert "Eva" not in caplog.text + capfd.readouterr().err


def test_what_went_wrong_is_told_by_its_place_and_not_in_its_words():
    def stumble(job: Job) -> bytes:
        raise ValueError(PRIVATE)

    told = worker_process.answer(SimpleNamespace(write=stumble), small_job()).decode()
    assert re.fullmatch(r"\x05ValueError in test_workers.py:\d+, worker_process.py:\d+", told)


def test_the_process_loads_no_settings_and_no_models():
    script = (
        "import sys, runpy; from pathlib import Path; from programmes.handout import fonts; fonts.confine();"
        "from programmes.handout.engine import Engine; from programmes.handout.worker_process import answer;"
        "import pickle; job = pickle.loads(sys.stdin.buffer.read()); assert answer(Engine(), job)[:1] == b'\\x01';"
        "from django.conf import settings; assert not settings.configured;"
        "assert not {'django.db.models', 'programmes.models'} & set(sys.modules)"
    )
    job = pickle.dumps(small_job())
    surroundings = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run([sys.executable, "-c", script], input=job, env=surroundings, cwd=workers_root(), check=True)


def workers_root() -> Path:
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def added_fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a font of another name that alone has a sign, U+E000, that no packaged font has."""
    folder = tmp_path_factory.mktemp("added") / "fonts & more"
    folder.mkdir()
    font = TTFont(fonts.FOLDER / "HandoutNoto-Regular.ttf")
    for table in font["cmap"].tables:
        table.cmap = {0xE000: table.cmap[ord("A")]} if 65 in table.cmap else {}
    for name in font["name"].names:
        if name.nameID in (1, 3, 4, 6, 16):
            font["name"].setName("AddedForTests", name.nameID, name.platformID, name.platEncID, name.langID)
    font.save(folder / "added.ttf")
    return folder


def test_an_added_font_is_printed_alike_by_a_process_of_its_own(added_fonts: Path, request: Any):
    script = (
        "import django; django.setup(); import sys; from django.conf import settings; from pathlib import Path;"
        "settings.FONTS_DIR = Path(sys.argv[1]); from tests.test_workers import small_job;"
        "from programmes.handout import pdf; sys.stdout.buffer.write(pdf._print(small_job('\ue000')).pages)"
    )
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-c", script, added_fonts.name]
    here = subprocess.run(
        command,
        env={**surroundings, "PYTHONPATH": str(workers_root())},
        cwd=added_fonts.parent,
        capture_output=True,
        check=True,
    )
    made = Workers(1, LIMITS, added_fonts)
    request.addfinalizer(made.close)
    apart = made.write(small_job("\ue000")).pages
    assert apart == here.stdout
    assert "AddedForTests" in printed.fonts(apart)


def test_the_process_is_told_no_secrets(own: Workers, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SECRET_KEY", "not for the renderer")
    own.write(small_job())
    surroundings = Path(f"/proc/{own.pids[0]}/environ").read_bytes()
    assert b"SECRET" not in surroundings
    assert b"DATABASE" not in surroundings


def test_drawings_are_compiled_in_spare_time_and_cost_no_job(own: Workers):
    own.compile([make_image(width).body for width in range(1, 30)])
    (pid,) = own.pids
    assert own.write(small_job()).pages.startswith(b"%PDF")
    assert own.pids == [pid]


def test_a_fork_has_workers_of_its_own(settings: Any):
    settings.HANDOUT_WORKERS = 1
    ours = workers.site_workers()
    assert workers.site_workers() is ours
    workers._of_this_process.clear()
    assert workers.site_workers() is not ours
    workers._of_this_process.clear()
