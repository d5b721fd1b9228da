"""The record: what was asked, written, decided by whom, and what came of it."""
