"""Ids that are the same when the same work is done again after a crash."""

from __future__ import annotations

import hashlib


def stable_id(*parts: str) -> str:
    """Twelve hexadecimal characters that depend on the parts alone."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]
