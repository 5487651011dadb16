"""YAML means what the author meant, and hostile YAML is refused within a second."""

import time

import pytest

from scenario_sim.errors import ScenarioError, UnreadableInput
from scenario_sim.loading import load_scenario
from scenario_sim.loading.documents import LARGEST_FILE, decode, read_document, read_text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"), ("yes", "yes"), ("on", "on"), ("19:30", "19:30"), ("010", 10), ("0o10", 8), ("1e3", 1000),
        ("2026-03-12", "2026-03-12"), ("1_000", "1_000"), ("190:20:30", "190:20:30"), ("true", True), ("~", None),
        ("'true'", "true"), ("1.5", 1.5), ("-0x1F", "-0x1F"), ("0x1F", 31), ("=", "="), ("9" * 60, "9" * 60),
    ],
)  # fmt: skip
def test_plain_words_mean_what_yaml_1_2_says(text, value):
    assert read_document(f"a: {text}", "f").data == {"a": value}


def test_keys_are_text_as_written():
    assert read_document("no: 1\n1: 2\n19:30: 3\n", "f").data == {"no": 1, "1": 2, "19:30": 3}


HOSTILE = {
    "50,000 brackets": ("a: " + "[" * 50_000, "E102"),
    "50,000 braces": ("{a: " * 50_000, "E102"),
    "nested blocks": ("\n".join(" " * depth + "a:" for depth in range(1000)), "E102"),
    "nested dashes": ("- " * 50_000, "E102"),
    "billion laughs": ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", "E102"),
    "alias alone": ("a: *a", "E102"),
    "tag": ("a: !!python/object/apply:os.system [ls]", "E102"),
    "merge keys": ("a: &a {x: 1}\nb: {<<: *a}", "E102"),
    "two documents": ("a: 1\n---\nb: 2", "E102"),
    "list as key": ("? [a]\n: 1", "E102"),
    "too many values": ("a: [" + "1," * 300_000 + "]", "E102"),
    "many duplicates": ("{" + "a," * 300_000 + "}", "E103"),
    "10 MB scalar": ("a: " + "x" * 10_000_000, "E107"),
    "control character": ("a: \x07", "E101"),
    "tab": ("a:\n\tb: 1", "E101"),
    "open quote": ('a: "' + "x" * 1_000_000, "E101"),
    "half a character": ("a: \ud800", "E101"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_yaml_is_refused_within_a_second(name):
    text, code = HOSTILE[name]
    start = time.process_time()

    with pytest.raises(ScenarioError) as refused:
        read_document(text, "f.yaml")

    assert refused.value.problems[0].code == code
    assert time.process_time() - start < 1


EXPRESSIONS = ["().__class__", "9**9**9", "x" * 1_000_000, "(" * 10_000 + "1" + ")" * 10_000, "[1 for x in y]",
               "-" * 399 + "1", "not " * 99 + "1", "open", "__import__('os')", "1" * 100_000]  # fmt: skip


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=lambda text: text[:20])
@pytest.mark.parametrize("field", ["when: tension > 95", "rate: (tension - 40) / 10", "trust: +3", "lasts: 2 h"])
def test_hostile_formulas_are_refused_within_a_second(starter, problems_of, expression, field):
    key = field.partition(":")[0]
    tail = {"rate": " per hour", "trust": " points", "lasts": " days"}.get(key, "")
    text = starter.replace(field, f"{key}: '{expression.replace(chr(39), chr(39) * 2)}{tail if key != 'rate' else ''}'")
    start = time.process_time()

    found = problems_of(text)

    assert found
    assert time.process_time() - start < 1


@pytest.mark.parametrize("text", [" " * 1_000_000 + "x", "1a" * 500_000, "a " * 500_000, "1 " * 500_000])
def test_long_amounts_are_refused_within_a_second(starter, problems_of, text):
    start = time.process_time()

    assert problems_of(starter.replace("lead_time: 1 min\n", f"lead_time: '{text}'\n"))
    assert problems_of(starter.replace("trust: +3 points", f"trust: '{text}'"))
    assert time.process_time() - start < 2


def test_a_file_that_is_no_text_cannot_be_read(tmp_path):
    for raw in (b"\x00\x01", "a: é".encode("latin-1"), "a: 1".encode("utf-16")):
        with pytest.raises(UnreadableInput):
            decode(raw, "f")
    with pytest.raises(UnreadableInput):
        read_text(tmp_path / "missing.yaml")
    with pytest.raises(UnreadableInput):
        load_scenario("no-such-scenario")


def test_a_file_above_two_mebibytes_is_refused_unread(tmp_path):
    path = tmp_path / "large.yaml"
    path.write_bytes(b"#" * (LARGEST_FILE + 1))

    with pytest.raises(ScenarioError) as refused:
        read_text(path)

    assert refused.value.problems[0].code == "E107"


def test_a_byte_order_mark_and_windows_line_ends_are_no_matter():
    assert decode(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", "f") == "a: 1\nb: 2\n"
