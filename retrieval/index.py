"""Vectors kept and found again: the one place that knows Chroma."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from brandkit.errors import Outage
from brandkit.passages import PassageId
from retrieval.embedding import Vectors

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

BATCH = 1_000
SETTINGS: Mapping[str, Any] = {
    "hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 200, "max_neighbors": 32}
}


class IndexDown(Outage):
    """The index cannot be reached or read."""


class PassageIndex(Protocol):
    """Named collections of vectors by passage id. Everything in it can be built again."""

    def add(self, collection: str, ids: Sequence[PassageId], vectors: Vectors) -> None:
        """Put vectors in; one that is there already is replaced. Makes the collection when missing."""

    def query(self, collection: str, vector: Vectors, k: int) -> tuple[tuple[PassageId, float], ...]:
        """The k nearest with their cosine similarity, nearest first; none when it does not exist."""

    def vectors(self, collection: str, ids: Sequence[PassageId]) -> dict[PassageId, Vectors]:
        """The stored vectors of those ids that the collection holds; none when it does not exist."""

    def count(self, collection: str) -> int:
        """How many vectors it holds; 0 when it does not exist."""

    def drop(self, collection: str) -> None:
        """Forget the collection; no error when there is none."""

    def collections(self) -> tuple[str, ...]:
        """The names of all collections."""


class ChromaIndex:
    """Chroma in this process on a folder, or a Chroma server. Connects at first use; no telemetry.

    Give a `folder`, or `host` and `port`. All calls block and are safe from several threads.
    """

    def __init__(
        self, folder: Path | None = None, *, host: str = "", port: int = 8000, ssl: bool = False
    ) -> None:
        if (folder is None) == (not host):
            raise ValueError("give the index either a folder or a host")
        self._folder, self._host, self._port, self._ssl = folder, host, port, ssl
        self._lock = threading.Lock()
        self._connected: ClientAPI | None = None
        self._known: dict[str, Any] = {}

    def add(self, collection: str, ids: Sequence[PassageId], vectors: Vectors) -> None:
        """Put vectors in, a thousand at a time. Raises IndexDown."""
        with self._answering():
            kept = self._client().get_or_create_collection(
                collection,
                configuration=dict(SETTINGS),
                embedding_function=None,
            )
            for start in range(0, len(ids), BATCH):
                kept.upsert(ids=list(ids[start : start + BATCH]), embeddings=vectors[start : start + BATCH])

    def query(self, collection: str, vector: Vectors, k: int) -> tuple[tuple[PassageId, float], ...]:
        """The k nearest, nearest first. Raises IndexDown."""
        with self._answering():
            near = self._held(
                collection,
                lambda found: found.query(query_embeddings=[vector], n_results=k, include=["distances"]),
            )
        if near is None:
            return ()
        pairs = zip(near["ids"][0], near["distances"][0], strict=True)
        return tuple((PassageId(name), 1.0 - float(distance)) for name, distance in pairs)

    def vectors(self, collection: str, ids: Sequence[PassageId]) -> dict[PassageId, Vectors]:
        """The stored vectors of those ids that are there. Raises IndexDown."""
        held: dict[PassageId, Vectors] = {}
        with self._answering():
            for start in range(0, len(ids), BATCH):
                got = self._held(collection, _embeddings(ids[start : start + BATCH]))
                if got is None:
                    return {}
                held.update(
                    (PassageId(name), np.asarray(vector, dtype=np.float32))
                    for name, vector in zip(got["ids"], got["embeddings"], strict=True)
                )
        return held

    def count(self, collection: str) -> int:
        """How many vectors it holds. Raises IndexDown."""
        with self._answering():
            return int(self._held(collection, lambda found: found.count()) or 0)

    def drop(self, collection: str) -> None:
        """Forget the collection. Raises IndexDown."""
        from chromadb.errors import NotFoundError  # noqa: PLC0415  # loads the whole of Chroma

        with self._answering():
            self._known.pop(collection, None)
            try:
                self._client().delete_collection(collection)
            except NotFoundError:
                return

    def collections(self) -> tuple[str, ...]:
        """The names of all collections. Raises IndexDown."""
        with self._answering():
            return tuple(collection.name for collection in self._client().list_collections())

    def _held(self, name: str, ask: Callable[[Any], Any]) -> Any:
        """What the collection says, or None when there is none, or none any more.

        A collection's name says what is in it, so a handle stays good until somebody drops it.
        """
        from chromadb.errors import NotFoundError  # noqa: PLC0415  # loads the whole of Chroma

        for _ in range(2):  # dropped behind our back and made again, it goes by another handle
            try:
                if name not in self._known:
                    self._known[name] = self._client().get_collection(name, embedding_function=None)
                return ask(self._known[name])
            except NotFoundError:
                self._known.pop(name, None)
        return None

    def _client(self) -> ClientAPI:
        with self._lock:
            if self._connected is None:
                self._connected = self._connect()
            return self._connected

    def _connect(self) -> ClientAPI:
        # Chroma takes a second to load and is not needed for help texts and settings.
        os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
        import chromadb  # noqa: PLC0415
        from chromadb.config import Settings  # noqa: PLC0415

        quiet = Settings(anonymized_telemetry=False)
        if self._folder is None:
            return chromadb.HttpClient(host=self._host, port=self._port, ssl=self._ssl, settings=quiet)
        self._folder.mkdir(parents=True, exist_ok=True)
        return chromadb.PersistentClient(path=str(self._folder), settings=quiet)

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """Chroma's errors, and those of its transport, as one."""
        import httpx  # noqa: PLC0415  # Chroma's transport
        from chromadb.errors import ChromaError, InvalidArgumentError, NotFoundError  # noqa: PLC0415

        try:
            yield
        except InvalidArgumentError:
            raise  # our mistake, not Chroma's absence
        except NotFoundError as error:
            self._known.clear()  # dropped behind our back: the next call looks again
            raise IndexDown("The index of the guidelines was rebuilt meanwhile. Ask again.") from error
        except (ChromaError, httpx.HTTPError, OSError, ValueError) as error:
            self._connected = None
            self._known.clear()
            where = f"the folder {self._folder}" if self._folder else f"{self._host}:{self._port}"
            raise IndexDown(
                f"The index of the guidelines at {where} cannot be read. Check that it is there and running; "
                "it can be built again from the record."
            ) from error


def _embeddings(ids: Sequence[PassageId]) -> Callable[[Any], Any]:
    return lambda collection: collection.get(ids=list(ids), include=["embeddings"])
