# Every target sets up what it needs; `make demo` and `make test` work on a fresh clone.
PY := .venv/bin/python

.PHONY: setup demo test check bench e2e lock
setup: .venv/.ready

.venv/.ready: requirements/base.lock requirements/install.sh
	@echo "Setting up the environment (about two minutes the first time)…"
	@requirements/install.sh .venv
	@touch $@

check: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy brandkit llm retrieval approvals bot sandbox
	.venv/bin/lint-imports
