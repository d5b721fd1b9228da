#!/bin/sh
# Fills the virtual environment of the repository from requirements/base.lock.
#
# Torch comes first and alone: its plain build brings several gigabytes of CUDA packages that the
# desk does not use, so a CPU build is taken wherever one can be had, in this order: a local
# package folder, PyTorch's own index, and only then the plain build.
set -eu
venv=${1:?usage: requirements/install.sh VENV}
torch=2.13.0
uv="$venv/bin/uv"

say() { printf '  %s\n' "$*"; }

[ -x "$venv/bin/python" ] || { say "creating $venv"; "${PYTHON:-python3}" -m venv "$venv"; }
[ -x "$uv" ] || { say "installing the installer (uv)"; "$venv/bin/python" -m pip install --quiet --disable-pip-version-check uv==0.13.9; }

install() { "$uv" pip install --quiet --python "$venv/bin/python" --compile-bytecode "$@"; }

if ! "$venv/bin/python" -c "import torch, sys; sys.exit(torch.__version__.split('+')[0] != '$torch')" 2>/dev/null; then
  say "installing torch $torch (CPU build where there is one)"
  if [ -n "${PIP_FIND_LINKS:-}" ] && install --no-deps --find-links "$PIP_FIND_LINKS" "torch==$torch+cpu" 2>/dev/null; then :
  elif [ "$(uname -s)" = Linux ] && install --no-deps --torch-backend cpu "torch==$torch" 2>/dev/null; then :
  else
    say "no CPU build of torch can be reached from here; installing the plain one (several GB on Linux)"
    install "torch==$torch"
  fi
fi

say "installing $(grep -c '^[a-zA-Z]' requirements/base.lock) locked packages"
install --no-deps --require-hashes --requirement requirements/base.lock

# The application is run from its own folder and never packaged, so its command is a small script.
root=$(cd "$(dirname "$0")/.." && pwd)
site=$("$venv/bin/python" -c "import sysconfig; print(sysconfig.get_path('purelib'))")
printf '%s\n' "$root" > "$site/copydesk.pth"
printf '#!%s\nfrom bot.cli.main import main\n\nmain()\n' "$root/$venv/bin/python" > "$venv/bin/copydesk"
chmod +x "$venv/bin/copydesk"
