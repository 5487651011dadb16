"""The backtest scores what it should, and says where a file of an incident is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from scenario_sim.cli import main
from scenario_sim.errors import ScenarioError, UnreadableInput
from scenario_sim.exploration.backtest import Scores, backtest, brier, rank_correlation, ranks, scores_of
from scenario_sim.exploration.incidents import Case, Incident, read_incidents, shipped_incidents
from scenario_sim.language import LANGUAGES
from tests.builders import indicator, inject, levels, measure, policy, written

INCIDENT = """id: X1
scenario: residents-evening
pattern: {nl: Een avond, en: An evening}
context: {surprise: leaked, attendance: 90}
measures: [greet_at_door]
happened: {peak_level: 2, why: {nl: Fel, en: Heated}}
source: test
"""


def incident(number: int, level: int, **context: float) -> Incident:
    both = {"nl": "a", "en": "b"}
    return Incident.model_validate({
        "id": f"X{number}", "scenario": "x", "pattern": both, "context": context,
        "happened": {"peak_level": level, "why": both}, "source": "test",
    })  # fmt: skip


def folder_with(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_equal_values_share_the_mean_of_their_ranks() -> None:
    assert ranks([10, 30, 20, 30]) == [1, 3.5, 2, 3.5]


def test_the_rank_correlation_is_spearmans() -> None:
    # By hand, without ties: d = 0, 1, -1, 0 and 1 - 6 * 2 / (4 * 15) = 0.8.
    assert rank_correlation([1, 2, 3, 4], [10, 30, 20, 40]) == pytest.approx(0.8)
    # By hand, with ties: ranks 1, 2, 3, 4 and 1.5, 1.5, 3, 4; 4.5 / sqrt(5 * 4.5).
    assert rank_correlation([1, 2, 3, 4], [0, 0, 1, 5]) == pytest.approx(4.5 / (5 * 4.5) ** 0.5)
    assert rank_correlation([1, 2, 3], [9, 4, 1]) == pytest.approx(-1)


def test_without_differences_there_is_no_rank_correlation() -> None:
    assert rank_correlation([1, 1, 1], [0, 2, 4]) is None


def test_the_brier_score_is_the_mean_squared_difference() -> None:
    # By hand: (0.01 + 0.16 + 0.49) / 3.
    assert brier([0.9, 0.4, 0.3], [True, False, True]) == pytest.approx(0.22)


def test_the_base_rate_is_that_of_the_whole_set() -> None:
    # One of four is serious: 0.25 * 0.75 = 0.1875 for always saying 0.25.
    scores = Scores(incidents=4, rank=None, brier=0.0625, base_rate=0.25, base_brier=0.1875)
    assert brier([0.25] * 4, [True, False, False, False]) == pytest.approx(0.1875)
    assert scores.skill == pytest.approx(2 / 3)
    assert Scores(2, None, 0.0, 1.0, 0.0).skill is None


def test_an_evening_that_is_hotter_comes_out_higher_and_a_measure_that_stops_it_lower() -> None:
    """A rate of 3 and of 0.3 per hour for a jump to the top: P = 1 - exp(-3) and 1 - exp(-0.3)."""
    question = {"id": "rate", "aspect": "issue", "text": "?", "range": [0, 10], "default": 1, "source": "EJ"}
    jump = inject("jump", rate="rate per hour", effects={"tension": "+60 points"}, only_if="not in_force(hosts)")
    text = written(
        lasts="1 h", indicators=[indicator("tension")], levels=levels(*(f"tension > {at}0" for at in range(1, 6))),
        diagnosis=[question], measures=[measure("hosts", kind="preventive")], policies=[policy("mayor")],
        injects=[jump],
    )  # fmt: skip
    cases = [
        Case(incident(1, 5, rate=3), text),
        Case(incident(2, 0, rate=0.3), text),
        Case(incident(3, 0, rate=3).model_copy(update={"measures": ("hosts",)}), text),
    ]
    tested = backtest(cases, replications=400, workers=1)
    scores = scores_of(tested)

    assert [one.serious.value for one in tested] == pytest.approx([0.950, 0.259, 0], abs=0.07)
    assert tested[0].mean == pytest.approx(5 * tested[0].serious.value)
    # Ranks 3, 2, 1 and 3, 1.5, 1.5: 1.5 / sqrt(2 * 1.5).
    assert scores.rank == pytest.approx(1.5 / 3**0.5)
    assert scores.base_rate == pytest.approx(1 / 3)
    assert scores.brier < scores.base_brier


def test_every_shipped_incident_fits_its_scenario() -> None:
    cases = read_incidents(shipped_incidents())
    assert len({case.incident.id for case in cases}) == len(cases) >= 8


@pytest.mark.parametrize(
    ("wrong", "place", "code"),
    [
        (("surprise: leaked", "surprise: leeked"), "4:21", "E501"),
        (("attendance: 90", "attendance: 9000"), "4:41", "E502"),
        (("greet_at_door", "great_at_door"), "5:12", "E401"),
        (("peak_level: 2", "peak_level: 7"), "6:24", "E106"),
        (("residents-evening", "residents-evenin"), "2:11", "E401"),
        (("source: test", "sauce: test"), "7:1", "E104"),
    ],
)
def test_a_file_that_is_wrong_is_named_with_its_line_and_column(
    tmp_path: Path, wrong: tuple[str, str], place: str, code: str
) -> None:
    folder = folder_with(tmp_path, a=INCIDENT.replace(*wrong))
    with pytest.raises(ScenarioError) as caught:
        read_incidents(folder)

    assert f"{folder / 'a.yaml'}:{place}: {code}:" in "\n".join(str(problem) for problem in caught.value.problems)


def test_the_problems_of_all_files_are_named_and_an_id_may_come_once(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, a=INCIDENT, b=INCIDENT, c=INCIDENT.replace("X1", "X2").replace("leaked", "no"))
    with pytest.raises(ScenarioError) as caught:
        read_incidents(folder)

    assert [(Path(problem.file).name, problem.code) for problem in caught.value.problems] == [
        ("b.yaml", "E402"),
        ("c.yaml", "E501"),
    ]


def test_a_folder_without_incidents_is_no_backtest(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(UnreadableInput):
            read_incidents(folder)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_prints_a_row_for_each_incident_and_its_scores(tmp_path: Path, language: str) -> None:
    folder = folder_with(tmp_path, a=INCIDENT, b=INCIDENT.replace("X1", "X2").replace("peak_level: 2", "peak_level: 3"))
    command = ["--lang", language, "backtest", str(folder), "--replications", "2", "--workers", "1"]
    printed = CliRunner().invoke(main, command)
    data = json.loads(CliRunner().invoke(main, [*command, "--json"]).stdout)

    assert printed.exit_code == 0
    assert [line.split()[:3] for line in printed.stdout.splitlines()[1:3]] == [
        ["X1", "residents-evening", "2"],
        ["X2", "residents-evening", "3"],
    ]
    assert {"nl": "rangcorrelatie", "en": "rank correlation"}[language] in printed.stdout
    assert data["scores"]["base_rate_brier"] == 0.25
    assert [row["happened"] for row in data["incidents"]] == [2, 3]
