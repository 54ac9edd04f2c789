"""What recognisers do in their worker stays there. Those of programs/ are installed as a site would install its own."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from openrsm.errors import RecognitionFailed
from openrsm.labels.contract import BLOCKS, ID_LIMIT, LIMIT, Head, LabelInfo, Recognition, recognise
from openrsm.labels.framing import framed, packed_head
from openrsm.labels.isolation import IsolatedRecognition
from openrsm.labels.registry import recognisers
from openrsm.settings import environment_of_strangers
from tests.lab.volumes import recorded
from tests.labels import published

pytestmark = [pytest.mark.system, pytest.mark.torture]

SITE = Path(__file__).parent / "programs" / "site_labels.py"
SECONDS = 20.0
SOUND = published.heads()["ansi"]

Install = Callable[[str], None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    def installed(value: str) -> None:
        information = tmp_path / "site_labels-1.dist-info"
        information.mkdir()
        (information / "METADATA").write_text("Metadata-Version: 2.1\nName: site-labels\nVersion: 1\n")
        (information / "entry_points.txt").write_text(f"[openrsm.labels]\nsite = {value}\n")
        shutil.copy(SITE, tmp_path)
        path = f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
        monkeypatch.setenv("PYTHONPATH", path)

    return installed


@pytest.fixture
def site(install: Install) -> Iterator[IsolatedRecognition]:
    install("site_labels:claim")
    recognition = IsolatedRecognition(SECONDS)
    yield recognition
    recognition.close()


def saying(word: bytes) -> Head:
    return Head(blocks=(word,))


def pid(recognition: Recognition) -> int:
    label = recognition.recognise(saying(b"tell"))
    assert label is not None
    return int(label.id)


def runs(number: int) -> bool:
    return Path(f"/proc/{number}").exists()


def test_every_label_is_recognised_there_as_it_is_here_without_opening_a_file() -> None:
    recognition = IsolatedRecognition(SECONDS)
    heads = [*(start for start, _ in recorded().values()), *published.heads().values()]
    with capture_logs() as lines:
        found = [recognition.recognise(head) for head in heads]
    recognition.close()
    assert found == [recognise(head, recognisers().all) for head in heads]
    assert None not in found
    assert lines == []


def test_nothing_is_started_for_a_blank_side(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", None)
    assert IsolatedRecognition().recognise(Head()) is None


def test_one_worker_serves_many_heads_and_ends_when_it_is_closed(site: IsolatedRecognition) -> None:
    first = pid(site)
    assert pid(site) == first
    assert runs(first)
    site.close()
    assert not runs(first)
    assert pid(site) != first


def test_many_threads_may_ask(site: IsolatedRecognition) -> None:
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(site.recognise, [SOUND, saying(b"none")] * 20))
    assert found == [LabelInfo(type="ansi", id="A00001", info="A00001 of SOMEBODY"), None] * 20


def test_the_largest_head_fits(site: IsolatedRecognition) -> None:
    assert site.recognise(Head(blocks=(bytes(LIMIT + 1),) * (BLOCKS + 1))) is None


@pytest.mark.parametrize("word", [b"end", b"crash", b"babble", b"mislead"])
def test_a_recogniser_that_ends_the_worker_fails_one_head_alone(site: IsolatedRecognition, word: bytes) -> None:
    before = pid(site)
    with pytest.raises(RecognitionFailed, match="ended without an answer"):
        site.recognise(saying(word))
    assert not runs(before)
    assert site.recognise(SOUND) is not None


def test_a_recogniser_that_never_ends_is_killed(install: Install) -> None:
    install("site_labels:claim")
    recognition = IsolatedRecognition(SECONDS)
    before = pid(recognition)
    recognition._seconds = 0.2  # noqa: SLF001 - the start of a worker may take longer than a test should wait
    with pytest.raises(RecognitionFailed, match=r"was not done within 0\.2 s"):
        recognition.recognise(saying(b"loop"))
    assert not runs(before)
    recognition.close()


@pytest.mark.parametrize(
    ("word", "failure"), [(b"fail", "ZeroDivisionError"), (b"exhaust", "MemoryError"), (b"read", "OSError")]
)
def test_a_recogniser_that_fails_is_logged_and_the_others_are_asked(
    site: IsolatedRecognition, word: bytes, failure: str
) -> None:
    before = pid(site)
    with capture_logs() as lines:
        assert site.recognise(saying(word)) is None
    assert [(line["action"], line["why"]) for line in lines] == [("recogniser_failed", f"site failed with {failure}")]
    assert pid(site) == before


def test_what_a_recogniser_prints_is_no_answer(site: IsolatedRecognition) -> None:
    assert site.recognise(saying(b"say")) == LabelInfo(type="site", id="printed")


def test_what_a_recogniser_says_is_cut(site: IsolatedRecognition) -> None:
    found = site.recognise(saying(b"go on"))
    assert found is not None
    assert len(found.id) == ID_LIMIT
    assert found.id.startswith("xxxx")


def test_a_recogniser_sees_none_of_the_service_s_settings(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENRSM_ALERTS__URLS", "json://user:secret@host")
    monkeypatch.setenv("NOTIFY_SOCKET", "/run/somewhere")
    install("site_labels:claim")
    recognition = IsolatedRecognition(SECONDS, environment_of_strangers())
    assert recognition.recognise(saying(b"environment")) == LabelInfo(type="site", id="none")
    recognition.close()


def test_the_kernel_ends_a_worker_that_nobody_waits_for(install: Install) -> None:
    install("site_labels:claim")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "openrsm.labels.worker", "1"],
        input=framed(packed_head(saying(b"loop"))),
        stdout=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == -signal.SIGXCPU


def test_a_worker_ends_when_the_service_is_gone() -> None:
    done = subprocess.run([sys.executable, "-P", "-m", "openrsm.labels.worker", "9"], input=b"\x00\x00", check=False)
    assert done.returncode == 0


def test_a_recogniser_that_cannot_be_loaded_is_logged_once(install: Install) -> None:
    install("site_labels:missing")
    recognition = IsolatedRecognition(SECONDS)
    with capture_logs() as lines:
        assert recognition.recognise(SOUND) is not None
        assert recognition.recognise(SOUND) is not None
    recognition.close()
    assert [line["why"] for line in lines] == ["site could not be loaded: AttributeError"]


def test_a_module_in_the_current_folder_is_not_taken_for_one_of_pythons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("import os; os._exit(1)\n")
    monkeypatch.chdir(tmp_path)
    recognition = IsolatedRecognition(SECONDS)
    assert recognition.recognise(SOUND) is not None
    recognition.close()
