"""Incidents and planned work with their words, pledges, postmortems and alarms."""
