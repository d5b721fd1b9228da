from __future__ import annotations

import json
from pathlib import Path

import pytest

safetensors = pytest.importorskip("safetensors.torch", reason="the tiny model needs torch and safetensors")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from serving.tiny_model import make_tiny_adapter, make_tiny_model

    folder = tmp_path_factory.mktemp("tiny")
    make_tiny_adapter(folder / "adapter", base=make_tiny_model(folder / "model"))
    return folder


def test_any_text_survives_its_tokenizer(made: Path) -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(made / "model" / "tokenizer.json"))
    text = 'Plain, "quoted", ünïcode, 日本, 🎉\n'

    assert tokenizer.decode(tokenizer.encode(text).ids) == text
    assert tokenizer.get_vocab_size() == 512


def test_weights_and_config_agree(made: Path) -> None:
    config = json.loads((made / "model" / "config.json").read_text())
    weights = safetensors.load_file(made / "model" / "model.safetensors")

    assert weights["lm_head.weight"].shape == (config["vocab_size"], config["hidden_size"])
    assert sum(".mlp.up_proj" in name for name in weights) == config["num_hidden_layers"]


def test_the_same_seed_makes_the_same_model(made: Path, tmp_path: Path) -> None:
    from serving.tiny_model import make_tiny_model

    again = make_tiny_model(tmp_path)

    assert (again / "model.safetensors").read_bytes() == (made / "model" / "model.safetensors").read_bytes()


def test_its_adapter_names_its_base(made: Path) -> None:
    about = json.loads((made / "adapter" / "adapter_config.json").read_text())

    assert about["base_model_name_or_path"] == str(made / "model")
