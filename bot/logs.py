"""Logs as events: one line of JSON each, with fields instead of prose, and never a customer's words."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime

NOISY = ("chromadb", "sentence_transformers", "httpx", "httpx2", "urllib3", "alembic", "dbos", "bm25s")
_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


def set_up(level: str, *, plain: bool = False) -> None:
    """Send every log line to standard error: JSON for machines, or short lines for a terminal."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(level)  # the desk's own events are counted also where they are not written down
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s") if plain else JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel(logging.WARNING)


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and the event's own fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Keep the fields given as `extra`."""
        fields: Mapping[str, object] = {key: value for key, value in vars(record).items() if key not in _OWN}
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **fields,
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str, ensure_ascii=False)
