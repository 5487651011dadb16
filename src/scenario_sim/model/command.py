"""What every command has: who wishes it, and why."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

ShortText = Annotated[str, Field(max_length=5000)]
Name = Annotated[str, Field(min_length=1, max_length=60)]


class Wish(BaseModel):
    """*by* is a role, or the facilitator; *why* is the rationale, kept in the log and never read by the run."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    by: Name
    why: ShortText = ""
