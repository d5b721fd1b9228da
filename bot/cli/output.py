"""How commands speak: tables for people, JSON for scripts, errors that say what to do."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from brandkit.errors import CopydeskError

CLEAN, FOUND, NOT_DONE = 0, 1, 2
"""Exit codes of every command: done and nothing to look at, done and something is, not done."""

console = Console(soft_wrap=True, highlight=False)
errors = Console(stderr=True, soft_wrap=True, highlight=False)


class Format(StrEnum):
    """What a command prints."""

    TEXT = "text"
    JSON = "json"


FormatOption = Annotated[Format, typer.Option("--format", help="text for people, json for scripts.")]


def print_json(value: object) -> None:
    """Print a value as JSON, readable and with its own characters."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn the desk's own errors into plain sentences and an exit code that no script takes for findings."""
    try:
        yield
    except CopydeskError as error:
        for line in str(error).splitlines():
            errors.print(f"[red]✗[/red] {escape(line)}")
        raise typer.Exit(NOT_DONE) from error
