"""Makes a model of a few million parameters on this machine: real to a server, useless to a reader.

    python -m serving.tiny_model FOLDER            writes config, tokenizer, chat template and weights
    python -m serving.tiny_model FOLDER ADAPTER    and an adapter for it

With --layers the model is deeper, so slower, and says much the same.

It proves contracts (decoding under a schema, streaming, caching, cancelling), never quality. The
weights are set, not trained: with the residual stream left almost alone, a hidden size equal to the
vocabulary and one-hot embeddings, the output matrix can hold the log-probabilities of "which token
follows which" in a page of text. So it babbles in syllables, closes its quotes and ends its turns,
at the cost of a second instead of a training run. A high temperature turns it into pure noise.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

SPECIAL = ("<|end|>", "<|system|>", "<|user|>", "<|assistant|>")
VOCABULARY = 512
LAYERS = 2
HEADS = 8
INNER = 512
RANK = 8
CONTEXT = 32_768

PAGE = """\
Invoices that remind your clients for you, so that Friday is free again. We write short sentences and
we say what a thing costs. Nobody starts a business to chase money; you started it to do good work.
Send the invoice, pick the tone, and get back to what you love. It takes two minutes to set up, and
you can stop at any time. Late payments are normal, awkward reminders are not. Try it free for thirty
days, no card needed. Plain words, honest numbers, one idea at a time. Read the guide before you post.
{"body":"Get paid on time.","citations":[{"field":"body","passage":"p1","index":0}],"gaps":["None."]}
{"subject":"Your money, on time","preheader":"Set it once.","cta":"Try it free","headlines":["Paid."]}
{"kind":"brief","topic":"Reminders","audience":"Freelancers","tone":"Warm","link":"","variants":1}
"""

CHAT_TEMPLATE = (
    "{% for message in messages %}<|{{ message['role'] }}|>\n{{ message['content'] }}<|end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>\n{% endif %}"
)


def make_tiny_model(folder: Path, *, seed: int = 7, layers: int = LAYERS) -> Path:
    """Write a model into `folder` that vLLM and transformers load as any other; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = _tokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    _write(folder / "tokenizer_config.json", _tokenizer_config())
    _write(folder / "config.json", _config(tokenizer, layers))
    _write(folder / "generation_config.json", {"eos_token_id": tokenizer.token_to_id("<|end|>")})
    save_file(_weights(tokenizer, seed, layers), folder / "model.safetensors", metadata={"format": "pt"})
    return folder


def make_tiny_adapter(folder: Path, *, base: Path, seed: int = 8) -> Path:
    """Write a LoRA adapter for the tiny model at `base`, strong enough to be noticed; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = torch.Generator().manual_seed(seed)
    at = "base_model.model.model.layers.0.self_attn.v_proj"
    weights = {
        f"{at}.lora_A.weight": torch.randn(RANK, VOCABULARY, generator=chance),
        f"{at}.lora_B.weight": torch.randn(VOCABULARY, RANK, generator=chance),
    }
    about = {
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "base_model_name_or_path": str(base),
        "r": RANK,
        "lora_alpha": 64 * RANK,
        "target_modules": ["v_proj"],
        "bias": "none",
    }
    _write(folder / "adapter_config.json", about)
    save_file(
        {name: tensor.to(torch.bfloat16) for name, tensor in weights.items()},
        folder / "adapter_model.safetensors",
    )
    return folder


def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=list(SPECIAL),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator([PAGE], trainer)
    return tokenizer


def _tokenizer_config() -> dict[str, object]:
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "eos_token": SPECIAL[0],
        "pad_token": SPECIAL[0],
        "model_max_length": CONTEXT,
        "chat_template": CHAT_TEMPLATE,
    }


def _config(tokenizer: Tokenizer, layers: int) -> dict[str, object]:
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "vocab_size": VOCABULARY,
        "hidden_size": VOCABULARY,
        "intermediate_size": INNER,
        "num_hidden_layers": layers,
        "num_attention_heads": HEADS,
        "num_key_value_heads": HEADS,
        "max_position_embeddings": CONTEXT,
        "rms_norm_eps": 1e-5,
        "rope_theta": 10_000.0,
        "hidden_act": "silu",
        "tie_word_embeddings": False,
        "eos_token_id": tokenizer.token_to_id("<|end|>"),
        "bos_token_id": None,
        "torch_dtype": "bfloat16",
    }


def _weights(tokenizer: Tokenizer, seed: int, layers: int) -> dict[str, torch.Tensor]:
    chance = torch.Generator().manual_seed(seed)
    size = VOCABULARY

    def noise(rows: int, columns: int, spread: float) -> torch.Tensor:
        return torch.randn(rows, columns, generator=chance) * spread

    weights = {
        "model.embed_tokens.weight": torch.eye(size),
        "model.norm.weight": torch.ones(size),
        "lm_head.weight": _followers(tokenizer).T / math.sqrt(size),
    }
    for layer in range(layers):
        at = f"model.layers.{layer}"
        weights |= {f"{at}.self_attn.{name}_proj.weight": noise(size, size, 0.05) for name in "qkv"}
        weights |= {f"{at}.mlp.{name}_proj.weight": noise(INNER, size, 0.05) for name in ("gate", "up")}
        # Small enough to leave the token itself on top, large enough that attention is not idle.
        weights[f"{at}.self_attn.o_proj.weight"] = noise(size, size, 0.0005)
        weights[f"{at}.mlp.down_proj.weight"] = noise(size, INNER, 0.0005)
        weights[f"{at}.input_layernorm.weight"] = torch.ones(size)
        weights[f"{at}.post_attention_layernorm.weight"] = torch.ones(size)
    return {name: tensor.to(torch.bfloat16).contiguous() for name, tensor in weights.items()}


def _followers(tokenizer: Tokenizer) -> torch.Tensor:
    """Row i: the log-probability of each token after token i, smoothed so that nothing is impossible."""
    counts = torch.full((VOCABULARY, VOCABULARY), 0.01)
    end = tokenizer.token_to_id("<|end|>")
    for line in PAGE.splitlines():
        ids = [*tokenizer.encode(line).ids, end]
        for before, after in itertools.pairwise(ids):
            counts[before, after] += 1
    counts[:, [tokenizer.token_to_id(name) for name in SPECIAL[1:]]] = 1e-6
    return torch.log(counts / counts.sum(dim=1, keepdim=True))


def _write(path: Path, content: dict[str, object]) -> None:
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="serving.tiny_model", description="Make a tiny model.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("adapter", type=Path, nargs="?")
    parser.add_argument("--layers", type=int, default=LAYERS)
    asked = parser.parse_args()
    made = make_tiny_model(asked.folder, layers=asked.layers)
    sys.stdout.write(f"{made}\n")
    if asked.adapter:
        sys.stdout.write(f"{make_tiny_adapter(asked.adapter, base=made)}\n")
