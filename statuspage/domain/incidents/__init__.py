"""Incidents and planned work: their facts, their life, and what follows from their words. Pure."""
