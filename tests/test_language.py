"""Sources and durations as readers see them, in their language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scenario_sim.language import Language, current_language, source_mark, use_language
from scenario_sim.model.amounts import Delay
from scenario_sim.model.units import DAY, HOUR, MINUTE, duration_in_words, duration_text


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    before = current_language()
    yield
    use_language(before)


@pytest.mark.parametrize(
    ("written", "dutch"),
    [
        ("EJ", "deskundig oordeel"),
        ("[direction: guide 6.1; size: EJ]", "richting: handreiking 6.1; grootte: deskundig oordeel"),
        ("range: src I1 (70 to more than 1,000 seen); default: EJ", "bereik: bron I1; standaard: deskundig oordeel"),
        ("24 and about an hour: src I12; 15 min on standby: EJ", "bron I12; deskundig oordeel"),
        ("mem (check the article)", "uit het hoofd, nog te controleren (artikel nakijken)"),
        ("richting: guide 6.1; grootte: EJ", "richting: handreiking 6.1; grootte: deskundig oordeel"),
        ("nota van de griffie, 12 maart", "nota van de griffie, 12 maart"),
    ],
)
def test_a_source_in_dutch_has_its_references_and_no_remark_in_another_language(written: str, dutch: str) -> None:
    use_language("nl")
    assert source_mark(written) == dutch


def test_a_source_in_english_is_shown_whole() -> None:
    use_language("en")
    assert (
        source_mark("range: src I1 (70 seen); default: EJ") == "range: source I1 (70 seen); default: expert judgement"
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", ["2 dagen", "1 dag 1 uur", "1 uur 30 min", "2 – 8 min", "1 dag – 2 dagen", "8 uur – 1 dag", "meteen"]),
        (
            "en",
            ["2 days", "1 day 1 hour", "1 hour 30 min", "2 – 8 min", "1 day – 2 days", "8 hours – 1 day", "at once"],
        ),
    ],
)
def test_a_duration_is_said_in_words_of_the_reader(language: Language, words: list[str]) -> None:
    use_language(language)
    spans = [("2 min", "8 min"), ("1 day", "2 days"), ("8 hours", "1 day"), ("0 s", "0 s")]
    said = [duration_in_words(seconds) for seconds in (2 * DAY, DAY + HOUR, 90 * MINUTE)]
    said += [Delay.model_validate({"low": low, "high": high}).in_words() for low, high in spans]
    assert said == words


def test_a_duration_in_a_file_is_the_same_in_every_language() -> None:
    use_language("nl")
    dutch = duration_text(DAY + HOUR)
    use_language("en")
    assert dutch == duration_text(DAY + HOUR) == "1 d 1 h"
