from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest

from brandkit.passages import PassageId
from retrieval.index import ChromaIndex, IndexDown
from tests.unit.retrieval.making import HashingEmbedder

IDS = [PassageId(name) for name in ("dates", "voice", "logo")]
VECTORS = HashingEmbedder().embed(["write dates with care", "the voice is warm", "the logo is teal"])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A real Chroma server on loopback; gives its port."""
    folder = tmp_path_factory.mktemp("chroma")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    program = str(Path(sys.executable).parent / "chroma")
    running = subprocess.Popen(
        [program, "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield port
    finally:
        running.terminate()
        running.wait(timeout=10)


@pytest.fixture(params=["embedded", "server"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ChromaIndex]:
    if request.param == "embedded":
        yield ChromaIndex(tmp_path / "index")
        return
    index = ChromaIndex(host="127.0.0.1", port=request.getfixturevalue("server"))
    yield index
    for collection in index.collections():
        index.drop(collection)


def test_what_was_put_in_is_found_nearest_first(index: ChromaIndex) -> None:
    index.add("brand-a", IDS, VECTORS)

    found = index.query("brand-a", VECTORS[2], 2)

    assert found[0][0] == "logo"
    assert found[0][1] == pytest.approx(1.0, abs=1e-4)
    assert found[1][1] == pytest.approx(float(VECTORS[2] @ VECTORS[1]), abs=1e-4)


def test_adding_again_replaces(index: ChromaIndex) -> None:
    index.add("brand-a", IDS, VECTORS)
    index.add("brand-a", IDS[:1], VECTORS[2:])

    assert index.count("brand-a") == 3
    assert np.allclose(index.vectors("brand-a", IDS[:1])[IDS[0]], VECTORS[2], atol=1e-5)


def test_collections_are_kept_apart(index: ChromaIndex) -> None:
    index.add("brand-a", IDS[:1], VECTORS[:1])
    index.add("brand-b", IDS[1:], VECTORS[1:])

    assert [name for name, _ in index.query("brand-a", VECTORS[1], 3)] == ["dates"]
    assert sorted(index.collections()) == ["brand-a", "brand-b"]


def test_a_collection_that_is_not_there_is_empty(index: ChromaIndex) -> None:
    assert index.count("none") == 0
    assert index.query("none", VECTORS[0], 3) == ()
    assert index.vectors("none", IDS) == {}
    index.drop("none")


def test_a_dropped_collection_can_be_filled_again(index: ChromaIndex) -> None:
    index.add("brand-a", IDS, VECTORS)
    index.drop("brand-a")

    assert index.count("brand-a") == 0
    index.add("brand-a", IDS[:1], VECTORS[:1])
    assert index.count("brand-a") == 1


def test_a_collection_dropped_by_another_worker_is_missing_until_it_is_filled_again(
    index: ChromaIndex, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    index.add("brand-a", IDS, VECTORS)
    assert index.query("brand-a", VECTORS[0], 1)
    drop = (
        "import json, sys; from pathlib import Path; from retrieval.index import ChromaIndex;"
        "given = json.loads(sys.argv[1]);"
        "ChromaIndex(Path(given['folder']) if given['folder'] else None, host=given['host'],"
        " port=given['port']).drop('brand-a')"
    )
    embedded = request.node.callspec.params["index"] == "embedded"
    where = {
        "folder": str(tmp_path / "index") if embedded else "",
        "host": "" if embedded else "127.0.0.1",
        "port": 0 if embedded else request.getfixturevalue("server"),
    }

    subprocess.run([sys.executable, "-c", drop, json.dumps(where)], check=True)

    assert index.count("brand-a") == 0
    assert index.query("brand-a", VECTORS[0], 1) == ()
    assert index.vectors("brand-a", IDS) == {}
    index.add("brand-a", IDS[1:], VECTORS[1:])
    assert next(name for name, _ in index.query("brand-a", VECTORS[1], 3)) == "voice"
    assert index.count("brand-a") == 2


def test_many_passages_go_in_at_once(index: ChromaIndex) -> None:
    ids = [PassageId(f"p{n}") for n in range(2_500)]
    vectors = np.random.default_rng(0).normal(size=(2_500, 64)).astype(np.float32)

    index.add("large", ids, vectors / np.linalg.norm(vectors, axis=1, keepdims=True))

    assert index.count("large") == 2_500
    assert len(index.vectors("large", ids)) == 2_500


def test_a_collection_made_by_another_process_is_seen(tmp_path: Path) -> None:
    first = ChromaIndex(tmp_path / "index")
    assert first.count("brand-a") == 0
    script = (
        "from pathlib import Path; import sys; from retrieval.index import ChromaIndex;"
        "from tests.contracts.retrieval.test_index import IDS, VECTORS;"
        "ChromaIndex(Path(sys.argv[1])).add('brand-a', IDS, VECTORS)"
    )

    subprocess.run([sys.executable, "-c", script, str(tmp_path / "index")], check=True)

    assert first.count("brand-a") == 3
    assert first.query("brand-a", VECTORS[0], 1)[0][0] == "dates"


def test_a_server_that_is_away_is_an_outage_that_names_it() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])

    with pytest.raises(IndexDown, match=f"127.0.0.1:{port}"):
        ChromaIndex(host="127.0.0.1", port=port).count("brand-a")


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            httpx.get(f"http://127.0.0.1:{port}/api/v2/heartbeat", timeout=1).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)  # the server is a program of its own; there is nothing to wait on but its port
        else:
            return
    raise TimeoutError("the Chroma server did not start within 30 seconds")
