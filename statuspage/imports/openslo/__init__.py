"""Promises of others in the form of OpenSLO v1: what fits becomes [[slas]], the rest is listed."""
