"""What strangers may send, through the real process that sets pages: a good PDF or a clear message; the site runs on.

Most tests of the project set pages in the test process; here they are set as in real use, with small limits.
"""

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
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from programmes.handout import fonts, pdf, worker_process, workers
from programmes.handout.document import Clinic, Document, Image
from programmes.handout.job import (
    Busy,
    Job,
    MissingPicture,
    NotPrinted,
    RefusedAddress,
    Stopped,
    TookTooLong,
    TooLarge,
)
from programmes.handout.worker import Limits, Worker
from programmes.handout.workers import Workers
from tests import pdfua, printed
from tests.documents import make_card, make_document, make_drawn, make_image, make_part, make_photo
from tests.photos import jpeg, png

# Nobody waits long but a process that has to share the machine with many.
LIMITS = Limits(seconds=20, seconds_in_all=300, megabytes=700)
SVG_HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 20">'


@pytest.fixture(scope="module")
def shared() -> Iterator[Workers]:
    made = Workers(1, LIMITS)
    yield made
    made.close()


@pytest.fixture
def site(shared: Workers, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Workers:
    """Have this test's pages set by a process of their own."""
    settings.HANDOUT_WORKERS = 1
    monkeypatch.setattr(pdf, "site_workers", lambda: shared)
    return shared


def with_limits(monkeypatch: pytest.MonkeyPatch, request: Any, count: int = 1, **limits: Any) -> Workers:
    """Return workers of the test's own, in place of the shared ones."""
    made = Workers(count, Limits(**{"seconds": 20, "seconds_in_all": 300, "megabytes": 700, **limits}), patience=0.05)
    request.addfinalizer(made.close)
    monkeypatch.setattr(pdf, "site_workers", lambda: made)
    return made


def with_picture(image: Image) -> Document:
    card = make_card(picture=make_drawn(start=image, end=None))
    return make_document(parts=(make_part(cards=(card,)),))


def with_logo(content: bytes, media_type: str = "image/png") -> Document:
    return make_document(clinic=Clinic(name="Riverside Physio", logo=Image.of(media_type, content, "Riverside Physio")))


def with_note(note: str) -> Document:
    return make_document(parts=(make_part(cards=(make_card(note=note),)),))


def with_cards(count: int, **kwargs: Any) -> Document:
    cards = tuple(make_card(number=number, **kwargs) for number in range(1, count + 1))
    return make_document(parts=(make_part(cards=cards),))


def svg(inside: str) -> Image:
    return Image("image/svg+xml", f"{SVG_HEAD}{inside}</svg>", "A drawing")


def use_bomb() -> Image:
    """Return a drawing of ten million rectangles, in less than a kilobyte."""
    first = '<g id="a0"><rect width="1" height="1"/></g>'
    groups = [f'<g id="a{n}">{f"""<use xlink:href="#a{n - 1}"/>""" * 10}</g>' for n in range(1, 8)]
    return svg(f'<defs>{first}{"".join(groups)}</defs><use xlink:href="#a7"/>')


def entity_bomb() -> Image:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    body = f'<!DOCTYPE svg [<!ENTITY a0 "ha">{entities}]>{SVG_HEAD}<text>&a9;</text></svg>'
    return Image("image/svg+xml", body, "A drawing")


MARKUP = (
    "</li></ul></section><script>alert(1)</script><style>* { display: none }</style>{{ 7|add:1 }}"
    '<img src="file:///etc/passwd"><link rel="attachment" href="file:///etc/passwd">&amp;<!--'
)
PRINTED = {
    "sixty exercises": with_cards(60),
    "a note of 5,000 words": with_note("word " * 4999 + "over"),
    "a word of 5,000 letters": with_note("w" * 5000),
    "a name of 5,000 letters": make_document(clinic=Clinic(name="C" * 5000)),
    "a logo of 40 million pixels": with_logo(png(8000, 5000, "L")),
    "5,000 accents on one letter": with_note("e" + "\u0301" * 5000),
    "line breaks and page breaks": with_note("a\n" * 500 + "\x0c\x0b" * 50 + "\u2028\u2029" * 50),
    "signs that none of the fonts has": with_note("\U0001f44d\U0001f3fd \U0001f3c3 \u1234 \ue000"),
    "300 lines in a list": make_document(flare_up=("Line.",) * 300),
}
REFUSED: dict[str, tuple[Document, type[NotPrinted]]] = {
    "sixty-one exercises": (with_cards(61), TooLarge),
    "a note of a million letters": (with_note("a" * 1_000_000), TooLarge),
    "ten thousand lines": (make_document(flare_up=("a",) * 10_000), TooLarge),
    "pictures of 40 MB": (with_logo(b"\x89PNG" + bytes(30_000_000)), TooLarge),
    "a logo of 169 million pixels": (with_logo(png(13_000, 13_000, "1")), MissingPicture),
    "a logo that is none": (with_logo(b"hello"), MissingPicture),
    "an empty logo": (with_logo(b""), MissingPicture),
    "a logo that is another thing": (with_logo(b"%PDF-1.7"), MissingPicture),
    "a corrupt logo": (with_logo(png(60, 30)[:40] + b"rubbish"), MissingPicture),
    "a logo that breaks off": (with_logo(make_photo().content[:80]), MissingPicture),
    "a photo that breaks off": (with_picture(Image.of("image/jpeg", jpeg()[:-2000], "Standing")), MissingPicture),
    "entities in entities": (with_picture(entity_bomb()), MissingPicture),
    "a drawing that points outside": (
        with_picture(svg('<image xlink:href="file:///etc/passwd" width="9" height="9"/>')),
        NotPrinted,
    ),
    "3,000 groups in each other": (with_picture(svg("<g>" * 3000 + "</g>" * 3000)), NotPrinted),
}


@pytest.mark.parametrize("name", PRINTED)
def test_what_is_large_or_strange_is_printed(site: Workers, name: str):
    content = pdf.render(PRINTED[name])
    assert pdfua.failures(content) == []


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_printed_is_refused_with_words(site: Workers, name: str):
    document, reason = REFUSED[name]
    with pytest.raises(reason) as caught:
        pdf.render(document)
    assert str(caught.value.words).endswith(".")
    assert pdf.render(make_document()).startswith(b"%PDF")


def test_the_words_name_the_picture(site: Workers):
    with pytest.raises(MissingPicture) as caught:
        pdf.render(with_logo(b"hello"))
    assert "logo" in str(caught.value.words)
    with pytest.raises(MissingPicture) as caught:
        pdf.render(with_picture(Image.of("image/png", b"hello", "Standing tall")))
    assert "“Standing tall”" in str(caught.value.words)


def test_ten_million_rectangles_are_given_up(monkeypatch: pytest.MonkeyPatch, request: Any, settings: Any):
    settings.HANDOUT_WORKERS = 1
    made = with_limits(monkeypatch, request, seconds=1)
    pdf.render(make_document())
    first = made.pids
    with pytest.raises(TookTooLong) as caught:
        pdf.render(with_picture(use_bomb()))
    assert "took too long" in str(caught.value.words)
    assert pdf.render(make_document()).startswith(b"%PDF")
    assert made.pids != first


def test_memory_has_an_end(monkeypatch: pytest.MonkeyPatch, request: Any, settings: Any):
    settings.HANDOUT_WORKERS = 1
    made = with_limits(monkeypatch, request, megabytes=420)
    with pytest.raises((TooLarge, MissingPicture)):
        pdf.render(with_logo(png(8000, 5000)))
    assert pdf.render(make_document()).startswith(b"%PDF")
    assert len(made.pids) == 1


def test_the_kernel_knows_the_limit(site: Workers):
    pdf.render(make_document())
    assert str(LIMITS.megabytes * 1024 * 1024) in Path(f"/proc/{site.pids[0]}/limits").read_text()


@pytest.mark.parametrize("layout", ["standard", "one-sheet"])
def test_the_bytes_are_those_of_a_rendering_in_this_process(site: Workers, settings: Any, layout: str):
    cards = (make_card(picture=make_drawn()), make_card(number=2, picture=make_drawn(end=make_photo())))
    document = make_document(parts=(make_part(cards=cards),), clinic=Clinic("Riverside", logo=make_photo("Riverside")))
    apart = pdf.render(document, layout)
    settings.HANDOUT_WORKERS = 0
    assert apart == pdf.render(document, layout)


def test_markup_is_printed_as_it_was_typed_in_every_text(site: Workers):
    """Each text of a whole handout gets markup in front of what it says."""
    plain = make_document().as_plain()
    content = pdf.render(Document.from_plain(marked(plain)))
    text = "".join("".join(printed.pages(content)).split())
    assert text.count("".join(MARKUP.split())) > 50
    with pikepdf.open(BytesIO(content)) as file:
        assert list(file.attachments) == ["plan.json"]


KEPT = {"kind", "language", "direction", "tone", "urgency", "side", "media_type", "body", "accent_colour", "load"}


def marked(value: Any, name: str = "") -> Any:
    """Return plain data with markup in each text but for those that name one of a few choices."""
    if isinstance(value, dict):
        return {key: item if key in KEPT or key == "dosage" else marked(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [marked(item, name) for item in value]
    is_date = name in {"issued", "review", "practised_on", "starts"}
    return f"{MARKUP}{value}" if isinstance(value, str) and not is_date else value


def test_an_address_in_the_page_is_refused(site: Workers):
    html = '<html lang="en"><title>-</title><body class=""><img src="file:///etc/passwd" alt=""></body></html>'
    with pytest.raises(RefusedAddress):
        pdf.from_html(html, make_document())


def test_tables_of_a_million_columns_and_deep_nests_cost_one_job(
    monkeypatch: pytest.MonkeyPatch, request: Any, settings: Any
):
    settings.HANDOUT_WORKERS = 1
    with_limits(monkeypatch, request, seconds=1)
    for inside in ("<div>" * 3000, '<table><tr><td colspan="1000000">x</td></tr></table>'):
        with pytest.raises(NotPrinted):
            pdf.from_html(f'<html lang="en"><title>-</title><body class="">{inside}</body></html>', make_document())
    assert pdf.render(make_document()).startswith(b"%PDF")


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
        "from tests.test_robust import *;"
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
    assert re.fullmatch(r"\x05ValueError in test_robust.py:\d+, worker_process.py:\d+", told)


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
        "settings.FONTS_DIR = Path(sys.argv[1]); from tests.test_robust import small_job;"
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
