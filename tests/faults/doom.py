"""Where a desk dies: the line after which, or before which, the process ends as if the power had gone.

Only tests know of it: the functions are wrapped in the process that is to die, before it starts to work.
"""

from __future__ import annotations

import asyncio
import functools
import importlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

EXIT = 77
"""How a desk that met its doom ends; anything else is an accident."""
VARIABLE = "DIES_AT"
ROUND = "RECONCILES_EVERY"


@dataclass(frozen=True, kw_only=True)
class Doom:
    """A moment: before or after a function of that name does its work, on its `turn`th call."""

    where: str
    when: Literal["before", "after"]
    turn: int = 1

    def __str__(self) -> str:
        return f"{self.when}:{self.where}:{self.turn}"


def prepare(environment: dict[str, str]) -> None:
    """Arrange the death that the environment asks for, and shorter waits than people would want."""
    if environment.get(VARIABLE):
        when, where, turn = environment[VARIABLE].split(":")
        _arrange(where, when, int(turn))
    if environment.get(ROUND):
        importlib.import_module("bot.reconciling").EVERY = timedelta(seconds=float(environment[ROUND]))  # type: ignore[attr-defined]


def _arrange(where: str, when: str, turn: int) -> None:
    path, _, name = where.rpartition(".")
    owner = _resolve(path)
    setattr(owner, name, _doomed(getattr(owner, name), when, turn))


def _resolve(path: str) -> Any:
    """A module, or a class in one."""
    try:
        return importlib.import_module(path)
    except ModuleNotFoundError:
        module, _, name = path.rpartition(".")
        return getattr(importlib.import_module(module), name)


def _doomed(function: Callable[..., Any], when: str, turn: int) -> Callable[..., Any]:
    calls = 0

    def is_time() -> bool:
        nonlocal calls
        calls += 1
        return calls == turn

    @functools.wraps(function)
    async def later(*args: Any, **kwargs: Any) -> Any:
        now = is_time()
        if now and when == "before":
            os._exit(EXIT)
        result = await function(*args, **kwargs)
        if now:
            os._exit(EXIT)
        return result

    @functools.wraps(function)
    def at_once(*args: Any, **kwargs: Any) -> Any:
        now = is_time()
        if now and when == "before":
            os._exit(EXIT)
        result = function(*args, **kwargs)
        if now:
            os._exit(EXIT)
        return result

    return later if asyncio.iscoroutinefunction(function) else at_once
