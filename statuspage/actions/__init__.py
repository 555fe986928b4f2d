"""One function per verb, one transaction each: the only door by which anything is written.

An action checks, writes, raises topics and returns the fact as it now stands.
"""
