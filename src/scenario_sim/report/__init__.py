"""Judgement and scenario to page: the card, and what is read from a scenario for people."""
