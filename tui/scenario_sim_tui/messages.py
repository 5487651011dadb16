"""What a delivered message says, whoever wrote it: the author, the author reworded, or the facilitator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.model.injects import Post
from scenario_sim.model.people import Channel
from scenario_sim.model.scenario import Scenario, by_id
from scenario_sim.session.rhythm import Rhythm
from scenario_sim.session.table import Delivery
from scenario_sim.session.view import View
from scenario_sim_tui.words import span_text


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
        text = reworded.get(delivery.inject, added.text)
        return Wording(added.title, _one_line(text), by_id(texts.channels, added.channel))
    inject = texts.inject(delivery.inject)
    text = reworded.get(inject.id, inject.text)
    return Wording(
        inject.title, _one_line(text), by_id(texts.channels, inject.channel), inject.sender or "", inject.post
    )


def message_line(delivery: Delivery, view: View, texts: Scenario) -> str:
    """``20:05, Telephone: The clerk whispers. …``: a message on one line, with when the role of *view* learned it."""
    said = wording_of(delivery, texts, view.reworded)
    return f"{texts.clock(delivery.known.get(view.role, delivery.at))}, {said.channel.title}: {said.title}. {said.text}"


def posts_of(view: View, texts: Scenario) -> list[Delivery]:
    """What came in on the channels that bring social media, newest first."""
    social = {inject.channel for inject in texts.injects if inject.post is not None}
    return [one for one in reversed(view.feed) if wording_of(one, texts, view.reworded).channel.id in social]


def rhythm_text(rhythm: Rhythm, texts: Scenario, now: float) -> str:
    """When the municipality spoke last, and by when it should speak next; ``!`` when that has passed."""
    if rhythm.due is None:
        return translate(N_("Nothing to answer yet."))
    late = "! " if now > rhythm.due else ""
    due = texts.clock(rhythm.due)
    if rhythm.last is None:
        said = translate(N_("No message of the municipality yet; the first is due before {clock}."))
        return late + said.format(clock=due)
    said = translate(N_("Last message {span} ago; the next is due before {clock}."))
    return late + said.format(span=span_text(now - rhythm.last), clock=due)


def _one_line(text: str) -> str:
    return " ".join(text.split())
