"""Which inject or measure a line of Dutch or English is about: a matcher that can be explained in a sentence.

Words are compared without accents, capitals and endings: two words are the same when they begin with the same letters
for three fifths of the longer one, and at least four. A phrase is as strong as the share of its words that the line
has, rare words counting for more. The phrases of a part are its title, the title up to its first comma or colon, and
the words that a file of the user gives it. A measure is ``ACTOR`` stronger when the line names who decides it. Below
``THRESHOLD``, or when two parts are as strong, the line stays a note.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Literal

from scenario_sim.model.injects import Inject
from scenario_sim.model.measures import Measure
from scenario_sim.model.scenario import Scenario

THRESHOLD = 0.55
"""The least strength that counts as a match (EJ, from the examples in the tests)."""

ACTOR, HALF = 0.1, 0.45
"""How much the name of the role that decides adds to a measure, if it is at least half as strong without it (EJ)."""

CLEARLY = 0.05
"""So much stronger than the next a match must be."""

_STOP = frozenset((
    "de", "het", "een", "en", "of", "in", "op", "aan", "van", "voor", "met", "te", "bij", "naar", "uit", "om", "dat",
    "die", "is", "zijn", "wordt", "worden", "er", "tot", "over", "door", "als", "dan", "niet", "nog", "ook", "zich",
    "hun", "haar", "wat", "hij", "zij", "we", "ze", "geen", "wel", "al", "deze", "dit", "the", "an", "and", "or", "on",
    "at", "to", "for", "with", "are", "be", "by", "it", "its", "from", "as", "not", "no",
))  # fmt: skip

Kind = Literal["inject", "measure"]


@dataclass(frozen=True, slots=True)
class Candidate:
    kind: Kind
    id: str
    title: str
    phrases: tuple[frozenset[str], ...]
    actors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Match:
    """*candidate* with its *strength*, 0 to 1; *rival* is another one that is about as strong."""

    candidate: Candidate
    strength: float
    rival: Candidate | None = None

    @property
    def counts(self) -> bool:
        return self.strength >= THRESHOLD and self.rival is None


class Matcher:
    """Matches lines against the injects and measures of *scenario*, by its titles, those *in_others*, the same scenario
    in other languages, and *words*: more phrases by id."""

    def __init__(
        self,
        scenario: Scenario,
        words: Mapping[str, Sequence[str]] | None = None,
        in_others: Sequence[Scenario] = (),
    ) -> None:
        more = {id: list(phrases) for id, phrases in (words or {}).items()}
        for other in in_others:
            for _, parts in _parts(other):
                for part in parts:
                    more.setdefault(part.id, []).append(part.title)
        self.candidates = [
            Candidate(
                kind,
                part.id,
                part.title,
                _phrases([part.title, *more.get(part.id, ())]),
                _actors([scenario, *in_others], part),
            )
            for kind, parts in _parts(scenario)
            for part in parts
        ]
        counts = Counter(word for one in self.candidates for word in frozenset().union(*one.phrases))
        self._weights = {word: log(len(self.candidates) / count) + 0.5 for word, count in counts.items()}

    def match(self, text: str) -> Match | None:
        """The strongest candidate, whether it counts or not; None if no word of the line is in any."""
        words = frozenset(words_of(text))
        strengths = sorted(((self._strength(one, words), -n) for n, one in enumerate(self.candidates)), reverse=True)
        (best, place), (second, next_place) = strengths[0], strengths[1]
        if best == 0:
            return None
        rival = self.candidates[-next_place] if best - second < CLEARLY and best >= THRESHOLD else None
        return Match(self.candidates[-place], round(best, 3), rival)

    def _strength(self, candidate: Candidate, words: frozenset[str]) -> float:
        strength = max(self._share(phrase, words) for phrase in candidate.phrases)
        named = strength >= HALF and any(same(actor, word) for actor in candidate.actors for word in words)
        return min(1.0, strength + ACTOR) if named else strength

    def _share(self, phrase: frozenset[str], words: frozenset[str]) -> float:
        """The share of *phrase* that *words* have; sums in an order of their own, so that they are always the same."""
        there = sum(self._weights[word] for word in sorted(phrase) if any(same(word, other) for other in words))
        return there / sum(self._weights[word] for word in sorted(phrase)) if phrase else 0.0


def words_of(text: str) -> list[str]:
    """The words of *text* without accents, capitals and the smallest words."""
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return [word for word in re.findall(r"[a-z]+", plain) if word not in _STOP and len(word) > 1]


def same(one: str, other: str) -> bool:
    """Whether two words are the same but for their ending."""
    if one == other:
        return True
    shared = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return shared >= max(4, 0.6 * max(len(one), len(other)))


def _phrases(texts: Iterable[str]) -> tuple[frozenset[str], ...]:
    found = []
    for text in texts:
        for phrase in (text, re.split(r"[,:;(]", text)[0]):
            words = frozenset(words_of(phrase))
            if words and words not in found:
                found.append(words)
    return tuple(found) or (frozenset(),)


def _actors(scenarios: Sequence[Scenario], part: Measure | Inject) -> frozenset[str]:
    """The first words of the names of the roles that decide a measure, and of their hats."""
    if isinstance(part, Inject):
        return frozenset()
    roles = [scenario.role(role) for scenario in scenarios for role in part.decided_by]
    names = [name for role in roles for name in (role.title, role.short or "", *(hat.title for hat in role.hats))]
    return frozenset(words_of(name)[0] for name in names if words_of(name))


def _parts(scenario: Scenario) -> list[tuple[Kind, Sequence[Measure | Inject]]]:
    return [("measure", scenario.measures), ("inject", scenario.injects)]
