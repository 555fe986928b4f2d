"""Tells people: finds who wants which news, and sends it by each way. See domain/telling/."""
