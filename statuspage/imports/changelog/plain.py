"""Markdown of one line as plain text, and the title that words have."""

from __future__ import annotations

import re

_LONGEST = 120
_LOOKED_AT = 2000  # letters; more than a title is made of
_STEPS = (
    (re.compile(r"<!--.*?-->", re.DOTALL), ""),
    (re.compile(r"</?[A-Za-z][^<>]*>"), ""),
    (re.compile(r"!?\[((?:\\.|[^\[\]\\])*)\]\((?:[^()]|\([^()]*\))*\)"), r"\1"),
    (re.compile(r"!?\[((?:\\.|[^\[\]\\])+)\]\[[^\[\]]*\]"), r"\1"),
    (re.compile(r"(?<!\\)\[(#\d+)\](?![\[(])"), r"\1"),
    (re.compile(r"(?<!\\)(\*\*|__)(?=\S)(.+?)(?<=\S)(?<!\\)\1"), r"\2"),
    (re.compile(r"(?<![\w\\])([*_])(?=\S)(.+?)(?<=\S)(?<!\\)\1(?!\w)"), r"\2"),
    (re.compile(r"(?<![\\`])(`{1,3})(?!`)([^`]+)\1(?!`)"), r"\2"),
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_SENTENCE = re.compile(rf"^(.{{12,{_LONGEST}}}?[.!?:])(?=\s)")
_BOLD = re.compile(r"\*\*((?:\\.|[^\\*])+)\*\*")


def plain(text: str) -> str:
    """One line of Markdown without its marks."""
    found = " ".join(text[:_LOOKED_AT].split())
    for step, by in _STEPS:
        found = step.sub(by, found)
    return " ".join(unescaped(found).split())


def unescaped(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)


def bold_alone(paragraph: str) -> str:
    """The text of a paragraph that is bold as a whole; "" of others."""
    found = _BOLD.fullmatch(paragraph.strip())
    return " ".join(unescaped(found[1]).split()) if found else ""


def title_of(paragraph: str) -> str:
    """How some words begin, short enough to stand above them."""
    text = plain(paragraph)
    if len(text) <= _LONGEST:
        return text
    if found := _SENTENCE.match(text):
        return found[1]
    return text[:_LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:") + " \u2026"
