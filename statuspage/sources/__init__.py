"""Measurements that exist already: one file for each kind of source, and what all of them share.

A pull asks for one stretch of time and gives what was measured in it. Nothing here writes, and what
a source does not say is no measurement: it stays unknown.
"""
