# ruff: noqa: E501 — the expected messages stay whole
"""Each mistake is reported where it stands, with its code and how to mend it."""

import pytest

CASES = [
    ("summary: Een", "sumary: Een", [("E104", "sumary", "unknown key 'sumary' (did you mean 'summary'?)"),
                                     ("E105", "# Een klein", "the key 'summary' is missing here")]),
    ("tick: 30 s", "tick: 30", [("E205", "30, main", "'30' has no unit (write the amount with its unit, such as -8 points or 10 min)")]),
    ("kind: preventive", "kind: preventative",
     [("E106", "preventative", "'preventative' is none of the choices (did you mean 'preventive'?)")]),
    ("when: tension > 50}", "when: tensoin > 50}", [("E301", "tensoin > 50", "unknown name 'tensoin' (did you mean 'tension'?)")]),
    ("when: tension > 30 and", "when: suspend and", [("E303", "suspend and", "a number stands where something true or false is needed (compare it: tension_inside > 60)")]),
    ("not in_force(hosts_at_door)", "not in_forc(hosts_at_door)",
     [("E302", "in_forc(", "unknown function 'in_forc' (did you mean 'in_force'?)")]),
    ("decided_by: [mayor]\n    carried_out_by: [safety", "decided_by: [major]\n    carried_out_by: [safety",
     [("E401", "major]", "unknown role 'major' (did you mean 'mayor'?)")]),
    ("needs: {hosts: 4}", "needs: {hosts: 40}", [("E506", "40}", "this needs 40 of 'hosts'; there are never more than 6")]),
    ('at: "19:05"', 'at: "23:05"', [("E505", '"23:05"', "this is after the last phase has ended, at 21:00")]),
    ("trust: +3 points", "trust: +3 procent", [("E210", "procent", "'trust' is counted in points, not in procent (write points)")]),
    ("trust: -2 points}\n    side", "trust: -2 points per min}\n    side",
     [("E211", "-2 points per min}", "'per' and 'while in force' belong to the effects of a measure; this happens once (for example: -8 points, or -8 points over 5 min)")]),
    ("default: 150", "default: 1500", [("E502", "attendance\n    aspect", "'attendance' must be a number from 20 to 600, not '1500'")]),
    ("main: true", "main: false", [("E503", "- {id: preparation", "exactly one phase is the main phase; here are 0 (write main: true in the phase that begins at 'starts')")]),
    ("{level: 5, title: Crisis, when: tension > 95}", "{level: 5, title: Crisis}",
     [("E504", "{level: 5, title: Crisis}", "level 5 needs a 'when'")]),
    ("after: first_shout\n    delay", "after: phones_out\n    delay",
     [("E509", "phones_out\n    delay", "'phones_out' waits for itself, so it never comes")]),
    ("rate: (tension - 40) / 10 per hour", "rate: 3 per hour\n    by_hand: true", None),
    ("lead_time: 1 min\n", "lead_time: 1 min\n    lead_time: 2 min\n", None),
]  # fmt: skip


def place(text: str, part: str) -> str:
    at = text.index(part)
    return f"{text.count(chr(10), 0, at) + 1}:{at - text.rfind(chr(10), 0, at)}"


@pytest.mark.parametrize(("right", "wrong", "expected"), [case for case in CASES if case[2]])
def test_a_mistake_is_reported_at_its_line_and_column(starter, problems_of, right, wrong, expected):
    assert right in starter
    text = (
        wrong.join(starter.rsplit(right, 1))
        if right != "main: true"
        else starter.replace("30 s, main: true", "30 s, main: false")
    )
    lines = []
    for code, where, words in expected:
        at = "9:0" if where.startswith("#") else place(text, where)
        lines.append((code, at, words))

    found = problems_of(text)

    for code, at, words in lines:
        if code == "E105":
            at = place(text, "format: 1")
        if code == "E502":
            at = place(text, "id: attendance")
        if code == "E503":
            at = place(text, "- {id: preparation")
        assert f"{at}: {code}: {words}" in found
    assert len(found) == len(lines)


def test_the_same_id_twice_names_the_line_of_the_first(starter, problems_of):
    text = starter.replace("- id: phones_out", "- id: full_hall")
    first = place(text, "full_hall").split(":")[0]
    second = text.rindex("- id: full_hall") + len("- id: ")
    at = f"{text.count(chr(10), 0, second) + 1}:9"

    assert problems_of(text) == [
        f"{at}: E402: the id 'full_hall' is taken; the first is on line {first} (give one of them another id)"
    ]


def test_a_key_twice_names_the_line_of_the_first(starter, problems_of):
    text = starter.replace("lead_time: 1 min\n", "lead_time: 1 min\n    lead_time: 2 min\n")
    first = int(place(text, "lead_time: 1 min").split(":")[0])

    assert problems_of(text) == [
        f"{first + 1}:5: E103: the key 'lead_time' is here twice; the first is on line {first}"
        " (remove one of them, or give it another name)"
    ]


def test_an_inject_with_two_triggers_is_refused(starter, problems_of):
    text = starter.replace("rate: (tension - 40) / 10 per hour", "rate: 3 per hour\n    by_hand: true")

    assert problems_of(text) == [
        f"{place(text, 'id: journalist_calls')}: E209: an inject has exactly one trigger; this one has 2"
        " (give one of at, after, when, rate or by_hand: true)"
    ]


def test_all_problems_of_a_pass_come_at_once_in_the_order_of_the_file(starter, problems_of):
    text = starter.replace("title: In de zaal", "titel: In de zaal").replace("lasts: 2 h", "lasts: 2 uren3")
    text = text.replace("value", "value")

    codes = [line.split(": ")[1] for line in problems_of(text)]
    lines = [int(line.split(":")[0]) for line in problems_of(text)]

    assert codes == ["E201", "E105", "E104"]
    assert lines == sorted(lines)


def test_the_starter_has_no_problems(starter, problems_of):
    assert problems_of(starter) == []


def test_advice_is_a_warning(starter, problems_of):
    text = starter.replace("  - role: safety_adviser\n    source: EJ\n\n# Vragen", "\n# Vragen")

    (only,) = problems_of(text)

    assert ": W701 (warning): 'safety_adviser' has no policy" in only
