"""What a delivered message says, whoever wrote it: the author, the author reworded, or the facilitator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scenario_sim.model.injects import Post
from scenario_sim.model.people import Channel
from scenario_sim.model.scenario import Scenario, by_id
from scenario_sim.session.table import Delivery


@dataclass(frozen=True, slots=True)
class Wording:
    """A message as people read it, on one line; *post* only for what was written on social media."""

    title: str
    text: str
    channel: Channel
    sender: str = ""
    post: Post | None = None


def wording_of(delivery: Delivery, texts: Scenario, reworded: Mapping[str, str]) -> Wording:
    """*reworded* has the texts that the facilitator changed, by inject id."""
    if delivery.added is not None:
        added = delivery.added
        return Wording(added.title, _one_line(added.text), by_id(texts.channels, added.channel))
    inject = texts.inject(delivery.inject)
    text = reworded.get(inject.id, inject.text)
    return Wording(
        inject.title, _one_line(text), by_id(texts.channels, inject.channel), inject.sender or "", inject.post
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
