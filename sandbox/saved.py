"""Keeps the workspace in a file, so that a second start finds it again."""

import asyncio
import base64
import json
import os
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from sandbox.clock import Clock
from sandbox.conversation import Conversation, Kind
from sandbox.files import StoredFile
from sandbox.live import Live
from sandbox.payload import Json, as_line
from sandbox.workspace import Workspace

_PAUSE = 0.3
_VERSION = 1


class SavedWorkspace:
    """The file, and the task that writes it a moment after each change. Without a path, nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._workspace: Workspace | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_due = False
        self._closing = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()

    def load(self, fresh: Workspace, clock: Clock) -> Workspace:
        """Put what the file holds into a fresh workspace. Raises ValueError when the file cannot be read."""
        if self._path is None or not self._path.exists():
            return fresh
        try:
            raw = json.loads(self._path.read_text(encoding="utf-8"))
            restored = _restored(fresh, raw)
        except (ValueError, KeyError, TypeError) as exc:
            raise ValueError(
                f"{self._path} is not a saved workspace ({exc!r}). Move it away to start anew."
            ) from exc
        for conversation in restored.conversations.values():
            for ts in conversation.messages:
                clock.start_after(ts)
        return restored

    def keep(self, workspace: Workspace, live: Live) -> None:
        """Write the workspace down whenever it changes, from now on."""
        self._workspace = workspace
        if self._path is not None:
            live.on_change.append(self._soon)

    async def close(self) -> None:
        """Write the last changes down."""
        self._closing.set()
        await self.written()
        await self._write()

    async def written(self) -> None:
        """Wait until every change so far is in the file."""
        await asyncio.gather(*self._tasks)

    def _soon(self) -> None:
        if self._is_due:
            return
        self._is_due = True
        task = asyncio.create_task(self._write_after_a_pause())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _write_after_a_pause(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._closing.wait(), _PAUSE)
        self._is_due = False  # A change during the write below asks for another one.
        await self._write()

    async def _write(self) -> None:
        async with self._one_at_a_time:
            if self._path is not None and self._workspace is not None:
                await asyncio.to_thread(_write, self._path, as_line(_as_json(self._workspace)))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def _as_json(workspace: Workspace) -> Json:
    return {
        "version": _VERSION,
        "conversations": [_conversation(each) for each in workspace.conversations.values()],
        "files": [
            {**asdict(file), "data": base64.b64encode(file.data).decode()}
            for file in workspace.files.values()
        ],
        "homes": workspace.homes,
        "sessions": workspace.sessions,
    }


def _conversation(conversation: Conversation) -> Json:
    kept = {key: value for key, value in vars(conversation).items() if key not in {"messages", "ephemerals"}}
    return {**kept, "messages": list(conversation.messages.values())}


def _restored(fresh: Workspace, raw: Json) -> Workspace:
    if raw["version"] != _VERSION:
        raise ValueError(f"version {raw['version']}, expected {_VERSION}")
    for each in raw["conversations"]:
        messages = {message["ts"]: message for message in each["messages"]}
        fresh.conversations[each["id"]] = Conversation(
            **{**each, "kind": Kind(each["kind"]), "messages": messages}
        )
    for each in raw["files"]:
        fresh.files[each["id"]] = StoredFile(**{**each, "data": base64.b64decode(each["data"])})
    fresh.homes.update(raw["homes"])
    fresh.sessions.update(raw["sessions"])
    return fresh
