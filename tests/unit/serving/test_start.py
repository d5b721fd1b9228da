from __future__ import annotations

import argparse
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from serving.name_wheel import make_name_wheel
from serving.start import CannotServe, main, plan


def options(**changes: object) -> argparse.Namespace:
    given = {
        "model": "m",
        "name": ["m"],
        "host": "127.0.0.1",
        "port": 8000,
        "cpu": False,
        "further": ["--max-model-len", "4096"],
    }
    return argparse.Namespace(**given | changes)


def a_cpu_environment(folder: Path) -> Path:
    python = folder / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    return python


def test_a_gpu_with_vllm_serves(tmp_path: Path) -> None:
    chosen = plan(options(), gpu=True, gpu_program="/bin/vllm", cpu_python=a_cpu_environment(tmp_path))

    assert chosen.kind == "GPU"
    assert chosen.command[:3] == ("/bin/vllm", "serve", "m")
    assert chosen.command[-2:] == ("--max-model-len", "4096")


@pytest.mark.parametrize(
    ("gpu", "program", "cpu"),
    [(False, "/bin/vllm", False), (True, None, False), (True, "/bin/vllm", True)],
    ids=["no GPU", "no vLLM for it", "asked for CPU"],
)
def test_otherwise_the_cpu_build_serves(tmp_path: Path, *, gpu: bool, program: str | None, cpu: bool) -> None:
    python = a_cpu_environment(tmp_path)

    chosen = plan(options(cpu=cpu), gpu=gpu, gpu_program=program, cpu_python=python)

    assert chosen.kind == "CPU"
    assert chosen.command[:3] == (str(python), "-m", "serving.forking_server")
    # A seeded request whose prompt is read in pieces ends vLLM 0.32's engine on CPU.
    assert "--no-enable-chunked-prefill" in chosen.command


@pytest.mark.parametrize("gpu", [True, False])
def test_the_grammar_engine_that_holds_lengths_is_always_chosen(tmp_path: Path, *, gpu: bool) -> None:
    chosen = plan(options(), gpu=gpu, gpu_program="/bin/vllm", cpu_python=a_cpu_environment(tmp_path))

    backend = chosen.command.index("--structured-outputs-config.backend")
    assert chosen.command[backend + 1] == "guidance"


def test_with_nothing_to_serve_it_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(CannotServe, match=r"requirements/install-vllm\.sh .*\.venv-vllm"):
        plan(options(), gpu=False, gpu_program=None, cpu_python=tmp_path / ".venv-vllm" / "bin" / "python")


def test_without_an_environment_it_ends_with_the_code_for_wrong_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["--model", "some/model", "--cpu", "--cpu-environment", str(tmp_path / "none")])

    assert code == 2
    assert "install-vllm.sh" in capsys.readouterr().err


def test_a_name_wheel_installs_as_that_name_and_version(tmp_path: Path) -> None:
    wheel = make_name_wheel(tmp_path, "vllm", "0.32.0+cpu")

    target = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    code = "import importlib.metadata as m; print(m.version('vllm'), len(m.files('vllm')))"
    told = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(target)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["0.32.0+cpu", "3"]
