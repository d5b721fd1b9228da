"""Measures vLLM alone at the shape of an 8B model with dummy weights, against what the hardware could do.

python -m bench.gpu                       on a GPU: 8.4 billion parameters, 1 to 64 requests at once
python -m bench.gpu --shape small --cpu   the same on CPU with a small shape: shows that the script runs

Dense models take the same time whatever their weights say, so no download is needed; the text is noise.
Cold means that no prompt shares its beginning with another, warm that all but the last part of a prompt
was seen before, as with a brand's prompt. The roofline is the larger of reading all weights and the
context once a step, and of the arithmetic; give the machine's own figures with --bandwidth and --flops.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import aiohttp
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

from bench._machine import RESULTS, ROOT, a_port, answers, at_most, processor, say, until

NAME = "shape"
BYTES = 2
"""A weight or a cached number takes two bytes at 16 bits."""
PATIENT = aiohttp.ClientTimeout(total=1800)
TEMPLATE = (
    "{% for message in messages %}<|{{ message['role'] }}|>{{ message['content'] }}<|end|>{% endfor %}"
    "<|assistant|>"
)
SPECIAL = ("<|end|>", "<|system|>", "<|user|>", "<|assistant|>")


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What decides how long a dense model takes."""

    hidden: int
    inner: int
    layers: int
    heads: int
    cached_heads: int
    vocabulary: int
    shared: int
    own: int
    out: int
    at_once: tuple[int, ...]

    @property
    def parameters(self) -> int:
        """All weights, the embedding and the output matrix counted apart."""
        head = self.hidden // self.heads
        attention = 2 * self.hidden * self.hidden + 2 * self.hidden * head * self.cached_heads
        return self.layers * (attention + 3 * self.hidden * self.inner) + 2 * self.vocabulary * self.hidden

    @property
    def cached_bytes(self) -> int:
        """Bytes that a token of context keeps in the cache."""
        return 2 * self.layers * self.cached_heads * (self.hidden // self.heads) * BYTES


# The 8B shape is that of Granite 4.x 8B as far as time goes (docs/operating.md names the model).
SHAPES = {
    "8b": Shape(
        hidden=4096, inner=12_800, layers=40, heads=32, cached_heads=8, vocabulary=49_152,
        shared=2_400, own=200, out=300, at_once=(1, 8, 32, 64),
    ),
    "small": Shape(
        hidden=256, inner=512, layers=4, heads=8, cached_heads=4, vocabulary=8_192,
        shared=600, own=50, out=40, at_once=(1, 4),
    ),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One way of asking at one number at once. Milliseconds, and tokens a second of all together."""

    warm: bool
    schema: bool
    at_once: int
    first_median: float
    step_median: float
    tokens_a_second: float
    first_possible: float
    tokens_possible: float


def make_model(folder: Path, shape: Shape) -> None:
    """A config and a tokenizer trained on this repository's own pages; no weights."""
    folder.mkdir()
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=min(8_192, shape.vocabulary), special_tokens=list(SPECIAL), show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )  # fmt: skip
    tokenizer.train([str(page) for page in sorted(ROOT.glob("docs/**/*.md"))], trainer)
    tokenizer.save(str(folder / "tokenizer.json"))
    about = {
        "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_act": "silu",
        "hidden_size": shape.hidden, "intermediate_size": shape.inner, "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads, "num_key_value_heads": shape.cached_heads,
        "vocab_size": shape.vocabulary, "max_position_embeddings": 32_768, "rms_norm_eps": 1e-5,
        "rope_theta": 10_000.0, "tie_word_embeddings": False, "torch_dtype": "bfloat16",
        "eos_token_id": 0, "bos_token_id": None,
    }  # fmt: skip
    chat = {
        "tokenizer_class": "PreTrainedTokenizerFast", "eos_token": SPECIAL[0], "pad_token": SPECIAL[0],
        "chat_template": TEMPLATE, "model_max_length": 32_768,
    }  # fmt: skip
    (folder / "config.json").write_text(json.dumps(about), encoding="utf-8")
    (folder / "tokenizer_config.json").write_text(json.dumps(chat), encoding="utf-8")


@contextlib.asynccontextmanager
async def serving(folder: Path, *, cpu: bool, most: int) -> AsyncIterator[str]:
    """VLLM with dummy weights; gives its address."""
    port = a_port()
    command = [
        *(sys.executable, "-m", "serving.start", "--model", str(folder / "model"), "--name", NAME),
        *("--port", str(port), *(["--cpu"] if cpu else []), "--", "--load-format", "dummy"),
        *("--max-model-len", "8192", "--max-num-seqs", str(most), "--stream-interval", "1"),
    ]
    log_file = folder / "vllm.log"
    with log_file.open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)  # noqa: ASYNC220, S603 - our launcher
    address = f"http://127.0.0.1:{port}"
    try:
        await until(lambda: answers(f"{address}/health"), 900)
        yield address
    except TimeoutError:
        say(log_file.read_text(errors="replace")[-3000:])
        raise
    finally:
        process.terminate()
        process.wait(60)


async def one(session: aiohttp.ClientSession, address: str, body: dict[str, Any]) -> tuple[float, float, int]:
    """Seconds to the first text, seconds in all, tokens."""
    began, first, tokens = time.perf_counter(), 0.0, 0
    async with session.post(f"{address}/v1/chat/completions", json=body) as reply:
        if reply.status != 200:
            raise SystemExit(await reply.text())
        async for line in reply.content:
            if line.startswith(b"data: {"):
                told = json.loads(line[6:])
                if not first and any(choice["delta"].get("content") for choice in told["choices"]):
                    first = time.perf_counter() - began
                tokens = (told.get("usage") or {}).get("completion_tokens", tokens)
    return first, time.perf_counter() - began, tokens


def a_request(shape: Shape, number: int, *, warm: bool, schema: bool, run: str) -> dict[str, Any]:
    """Words are about a token each; the first one decides whether the beginning was seen before."""
    first = "same" if warm else f"{run} {number}"
    asked = f"{first} " + "say what a thing costs " * (shape.shared // 5)
    own = f"{run} {number} " + "and name the date " * (shape.own // 4)
    body: dict[str, Any] = {
        "model": NAME, "max_tokens": shape.out, "temperature": 1.0, "seed": number, "stream": True,
        "stream_options": {"include_usage": True}, "ignore_eos": not schema,
        "messages": [{"role": "system", "content": asked}, {"role": "user", "content": own}],
    }  # fmt: skip
    if schema:
        longest = shape.out * 20
        text = {"type": "string", "pattern": f"^[a-z ]{{{longest},{longest}}}$"}
        held = {
            "type": "object",
            "properties": {"body": text},
            "required": ["body"],
            "additionalProperties": False,
        }
        body["response_format"] = {"type": "json_schema", "json_schema": {"name": "post", "schema": held}}
    return body


async def measure(
    session: aiohttp.ClientSession, address: str, shape: Shape, options: argparse.Namespace
) -> AsyncIterator[Measured]:
    """Every combination; each is asked once before, unmeasured, so that nothing is built meanwhile."""
    for at_once, schema, warm in product(shape.at_once, (False, True), (False, True)):
        run = f"{at_once}-{schema}-{warm}"
        await one(session, address, a_request(shape, 0, warm=True, schema=schema, run=f"before {run}"))
        bodies = [a_request(shape, n, warm=warm, schema=schema, run=run) for n in range(1, 2 * at_once + 1)]
        seconds, timed = await at_most(
            at_once, [lambda body=body: one(session, address, body) for body in bodies]
        )
        tokens = sum(count for _, _, count in timed)
        step = [(whole - first) / max(1, count - 1) for first, whole, count in timed]
        yield Measured(
            warm=warm,
            schema=schema,
            at_once=at_once,
            first_median=statistics.median(first for first, _, _ in timed) * 1000,
            step_median=statistics.median(step) * 1000,
            tokens_a_second=tokens / seconds,
            **possible(shape, at_once, warm=warm, bandwidth=options.bandwidth, flops=options.flops),
        )


def possible(shape: Shape, at_once: int, *, warm: bool, bandwidth: float, flops: float) -> dict[str, float]:
    """The first text in milliseconds and the tokens a second that the hardware's figures allow."""
    read = (shape.own if warm else shape.shared + shape.own) * at_once
    weights = shape.parameters * BYTES / bandwidth
    first = max(weights, 2 * shape.parameters * read / flops)
    context = at_once * (shape.shared + shape.own + shape.out / 2) * shape.cached_bytes / bandwidth
    step = max(weights + context, 2 * shape.parameters * at_once / flops)
    return {
        "first_possible": first * 1000,
        "tokens_possible": at_once * shape.out / (first + shape.out * step),
    }


async def run(options: argparse.Namespace) -> list[Measured]:
    """Make, serve, measure, print."""
    shape, found = SHAPES[options.shape], []
    with tempfile.TemporaryDirectory() as name:
        make_model(Path(name) / "model", shape)
        async with (
            serving(Path(name), cpu=options.cpu, most=max(shape.at_once)) as address,
            aiohttp.ClientSession(timeout=PATIENT, connector=aiohttp.TCPConnector(limit=0)) as session,
        ):
            async for each in measure(session, address, shape, options):
                found.append(each)
                say(line(each))
    return found


def line(it: Measured) -> str:
    """One row."""
    how = f"{'warm' if it.warm else 'cold'}, {'schema' if it.schema else 'free  '}"
    return (
        f"{it.at_once:3} at once, {how}: first text {it.first_median:8.1f} ms "
        f"(possible {it.first_possible:6.1f}), {it.step_median:6.2f} ms a token, "
        f"{it.tokens_a_second:8.0f} tokens/s ({it.tokens_a_second / it.tokens_possible:.1%} of the roofline)"
    )


def gpus() -> list[str]:
    """The GPUs of this machine, as their driver names them."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return []
    asked = [program, "--query-gpu=name,driver_version", "--format=csv,noheader"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.splitlines()  # noqa: S603


def main() -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(prog="bench.gpu", description=__doc__)
    parser.add_argument("--shape", choices=SHAPES, default="8b")
    parser.add_argument("--cpu", action="store_true")
    parser.add_argument(
        "--bandwidth", type=float, default=4.8e12, help="bytes a second; the default is an H200's"
    )
    parser.add_argument("--flops", type=float, default=9.9e14, help="dense 16-bit operations a second")
    options = parser.parse_args()
    if not options.cpu and not gpus():
        say("There is no GPU here, so this was not run. --shape small --cpu shows that the script runs.")
        return
    found = asyncio.run(run(options))
    told = {
        "gpus": gpus(), "processor": processor(), "cores": os.cpu_count(),
        "python": platform.python_version(),
        "shape": asdict(SHAPES[options.shape]), "parameters": SHAPES[options.shape].parameters,
        "bandwidth": options.bandwidth, "flops": options.flops, "measured": [asdict(each) for each in found],
    }  # fmt: skip
    RESULTS.mkdir(exist_ok=True)
    where = "cpu-dry-run" if options.cpu else "gpu"
    path = RESULTS / f"{where}-{datetime.now(UTC):%Y-%m-%d}.json"  # noqa: TID251 - a name for a file
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    say(f"kept in {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
