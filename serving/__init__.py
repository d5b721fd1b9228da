"""Starts a vLLM server, on a GPU or on CPU: needs nothing else of this project."""
