"""Reading a kit from files: what it holds, and what is said when a file is wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from brandkit.errors import KitError
from brandkit.kit import Mandatory, Policy, TermStatus
from brandkit.kit_folder import guideline_files, read_kit
from tests.unit.brandkit.builders import LEDGERLINE


def a_folder(root: Path, **files: str) -> Path:
    """A kit folder with the files named; `rules_a` becomes rules/a.yml."""
    names = {"kit": "kit.yaml", "terms": "terms.csv", "claims": "claims.yaml"}
    for name, text in {"kit": "name: Acme\n", **files}.items():
        path = root / names.get(name, name.replace("_", "/", 1) + ".yml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


def test_a_name_is_all_a_kit_needs(tmp_path: Path) -> None:
    kit = read_kit(a_folder(tmp_path))

    assert (kit.name, kit.slug, kit.policy, kit.rules) == ("Acme", tmp_path.name, Policy(), ())
    assert list(kit.channels) == ["linkedin", "x", "email", "ad", "sms", "blog", "press"]


def test_terms_and_claims_come_from_their_files(tmp_path: Path) -> None:
    kit = read_kit(
        a_folder(
            tmp_path,
            terms='term,status,replacement,case,note\nleverage,banned,use,,"Grand, and empty."\nAcme,preferred,,exact,\n',
            claims="claims:\n  - claim: 8 days sooner\n    evidence: report\n    territory: [uk]\n    expires: 2027-01-31\n",
        )
    )

    assert [(each.text, each.status, each.case_sensitive, each.note) for each in kit.terms] == [
        ("leverage", TermStatus.BANNED, False, "Grand, and empty."),
        ("Acme", TermStatus.PREFERRED, True, ""),
    ]
    assert [(each.text, each.territory, str(each.expires)) for each in kit.claims] == [
        ("8 days sooner", ("uk",), "2027-01-31")
    ]


def test_a_kit_may_bring_a_channel_of_its_own(tmp_path: Path) -> None:
    toot = (
        "name: toot\nlabel: Toot\nfields:\n  - name: body\n    label: Toot\n    limits:\n"
        "      - {value: 500, unit: code_points, hard: true, source: Mastodon, checked_on: 2026-11-20}\n"
    )
    kit = read_kit(a_folder(tmp_path, channels_toot=toot))

    assert "toot" in kit.channels
    assert "linkedin" in kit.channels


def test_the_brands_own_words_are_left_alone_by_style_rules(tmp_path: Path) -> None:
    rule = "extends: existence\ntokens: ['[A-Z][a-z]+ [A-Z][a-z]+']\n"
    kit = read_kit(a_folder(tmp_path, kit="name: Acme\nproducts: [Acme Pay]\n", rules_caps=rule))
    (read,) = kit.rules

    assert [each.is_whole("Acme Pay") for each in read.exceptions] == [False, True]  # type: ignore[attr-defined]


def test_the_version_changes_with_any_rule_and_not_with_a_guideline(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, rules_a="extends: existence\ntokens: [a]\n")
    first = read_kit(folder).version
    (folder / "guidelines").mkdir()
    (folder / "guidelines" / "voice.md").write_text("# Voice")
    same = read_kit(folder).version
    a_folder(tmp_path, rules_a="extends: existence\ntokens: [b]\n")

    assert first == same != read_kit(folder).version


def test_guidelines_are_found_in_any_depth_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.md", "a/deep.PDF", "picture.png", ".DS_Store"):
        (tmp_path / "guidelines" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "guidelines" / name).write_text("x")

    assert [path.name for path in guideline_files(tmp_path)] == ["deep.PDF", "b.md", "picture.png"]


MANDATORY = "name: Acme\nmandatories:\n  - name: Line\n    text: Terms apply.\n"


@pytest.mark.parametrize(
    ("files", "place", "advice"),
    [
        ({"kit": ""}, "kit.yaml", "list of “key: value” lines"),
        ({"kit": "markets: [uk]\n"}, "kit.yaml, line 1", "Add a line “name: …”"),
        ({"kit": "name: Acme\nmarket: uk\n"}, "kit.yaml, line 2", "Did you mean “markets”?"),
        ({"kit": "name: Acme\nvoice: friendly\n"}, "kit.yaml, line 2", "start with “- ”"),
        ({"kit": "name: Acme\nvoice:\n  - we_are: Calm\n"}, "kit.yaml, line 3", "Add a line “we_are_not: …”"),
        ({"kit": "name: Acme\npolicy:\n  due_hours: soon\n"}, "kit.yaml, line 3", "whole number"),
        ({"kit": "name: Acme\nreview_by: spring\n"}, "kit.yaml, line 2", "2026-11-30"),
        ({"kit": "name: Acme\n  voice: x\n"}, "kit.yaml, line 2", "Check the indentation"),
        ({"kit": MANDATORY + "    channels: [fax]\n"}, "kit.yaml, line 5", "Use one of: linkedin"),
        ({"kit": MANDATORY + "    channels: [x]\n    field: subject\n"}, "kit.yaml, line 6", "It has: body"),
        ({"kit": MANDATORY + "    when: '('\n"}, "kit.yaml, line 5", "Correct the pattern"),
        ({"kit": MANDATORY + "    placement: top\n"}, "kit.yaml, line 5", "anywhere, start, end"),
        ({"terms": "term,state\nfoo,banned\n"}, "terms.csv, line 1", "“status” is missing"),
        ({"terms": "term,status\nfoo,banned\nbar,forbidden\n"}, "terms.csv, line 3", "preferred, admitted"),
        ({"terms": "term,status\nfoo,banned\nfoo,preferred\n"}, "terms.csv, line 3", "line 2"),
        ({"terms": "term,status\nfoo,banned,oops\n"}, "terms.csv, line 2", "quotes"),
        ({"terms": "term,status,case\nfoo,banned,upper\n"}, "terms.csv, line 2", "exact"),
        ({"terms": "term,status\n,banned\n"}, "terms.csv, line 2", "delete the row"),
        ({"claims": "claims:\n  - claim: fast\n"}, "claims.yaml, line 2", "“evidence: …”"),
        ({"rules_slow": "extends: existance\n"}, "rules/slow.yml, line 1", "Use one of"),
        ({"rules_odd": "- a\n- b\n"}, "rules/odd.yml", "it is a list"),
        ({"channels_toot": "name: toot\nlabel: Toot\n"}, "channels/toot.yml, line 1", "at least one field"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_named_with_its_line_and_the_change_to_make(
    tmp_path: Path, files: dict[str, str], place: str, advice: str
) -> None:
    with pytest.raises(KitError) as caught:
        read_kit(a_folder(tmp_path, **files))

    assert str(caught.value).startswith(f"{place}: ")
    assert advice in str(caught.value)


def test_a_folder_without_a_kit_says_what_to_name(tmp_path: Path) -> None:
    with pytest.raises(KitError, match="Name the folder"):
        read_kit(tmp_path)


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (a_folder(tmp_path) / "terms.csv").write_bytes("term,status\ncafé,banned\n".encode("latin-1"))

    with pytest.raises(KitError, match=r"terms\.csv: .*UTF-8"):
        read_kit(tmp_path)


def test_a_broken_rule_in_the_sample_kit_is_told_by_name(tmp_path: Path) -> None:
    folder = shutil.copytree(LEDGERLINE, tmp_path / "ledgerline")
    path = folder / "rules" / "urgency.yml"
    path.write_text(path.read_text().replace("level: warning", "level: loud"))

    with pytest.raises(KitError, match=r"rules/urgency\.yml, line 3: “level” is “loud”"):
        read_kit(folder)


def test_a_mandatory_keeps_all_that_its_entry_says(tmp_path: Path) -> None:
    text = MANDATORY + "    when: free\n    accepted: [T&C apply]\n    markets: [us]\n"
    (mandatory,) = read_kit(a_folder(tmp_path, kit=text)).mandatories

    assert mandatory == Mandatory(
        name="Line", text="Terms apply.", when="free", accepted=("T&C apply",), markets=("us",)
    )
