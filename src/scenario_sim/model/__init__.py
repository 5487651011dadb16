"""The nouns of a scenario: what an author writes, as frozen and checked values."""
