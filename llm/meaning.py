"""How near two texts are in meaning: the shape of what measures it, which whoever runs this room brings."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""Gives one vector of length 1 for each text."""
