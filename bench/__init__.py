"""Measurements: each beside a named alternative in the same run, as a ratio. Tests never assert on time."""
