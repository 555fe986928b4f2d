"""What Slack, Teams, Discord and ntfy are sent: their forms, their limits, and no mark of ours."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from statuspage.domain.telling.news import NewsKind
from statuspage.domain.vocabulary.states import Impact
from statuspage.render.hooks import discord, ntfy, slack, teams
from statuspage.render.hooks.summary import summary_item
from statuspage.render.hooks.tone import Tone, tone_of
from statuspage.render.letters import as_item, confirmation
from tests.render.facts import NOON, SITE
from tests.render.hooks.told import news, told_item

_LONG = "<p>" + "words &amp; <b>more</b> " * 2_000 + "</p>"
_EVIL = "<p>&lt;!channel&gt; @everyone &lt;@42&gt; <a href='https://a.example/?a=1|2'>x|y</a></p>"


def test_slack_has_header_words_and_a_link() -> None:
    found = slack.body(SITE, told_item(), Tone.MAJOR)
    header, section, context = found["blocks"]
    assert header == {
        "type": "header",
        "text": {"type": "plain_text", "emoji": False, "text": "Investigating: Slow answers"},
    }
    assert section["text"]["type"] == "mrkdwn"
    words = section["text"]["text"]
    assert "We are *looking*." in words
    assert "API: from operational to partial outage." in words
    assert "Next update by 1 July 2026, 13:30 BST." in words
    [element] = context["elements"]
    address = "https://status.acme.example:8443/incidents/abc#update-u1"
    assert element["text"] == f":large_orange_circle: <{address}|Acme Status>"
    title, *rest = found["text"].splitlines()
    assert (title, rest[-1]) == ("Investigating: Slow answers", f"<{address}>")
    assert "We are *looking*." in rest


def test_slack_calls_nobody() -> None:
    words = slack.body(SITE, told_item(_EVIL), Tone.PLAIN)["blocks"][1]["text"]["text"]
    assert "<!channel>" not in words
    assert "&lt;!channel&gt;" in words
    assert "<https://a.example/?a=1%7C2|x|y>" in words


def test_discord_has_one_embed_that_mentions_nobody() -> None:
    found = discord.body(SITE, told_item(_EVIL), Tone.OVER)
    assert found["allowed_mentions"] == {"parse": []}
    [embed] = found["embeds"]
    assert embed["title"] == "Investigating: Slow answers"
    assert embed["url"].endswith("/incidents/abc#update-u1")
    assert r"\<@42>" in embed["description"]
    assert embed["timestamp"] == "2026-07-01T12:00:00+00:00"
    assert embed["footer"] == {"text": "Acme Status"}


def test_teams_has_a_card_with_a_way_to_the_page() -> None:
    found = teams.body(SITE, told_item(), Tone.CRITICAL)
    assert found["type"] == "message"
    [attachment] = found["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    card = attachment["content"]
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.4")
    site, title, *words = card["body"]
    assert (site["text"], title["text"]) == ("Acme Status", "Investigating: Slow answers")
    assert title["color"] == "Attention"
    assert "We are **looking**." in [one["text"] for one in words]
    assert all(one["type"] == "TextBlock" and one["wrap"] for one in card["body"])
    [action] = card["actions"]
    assert (action["type"], action["title"]) == ("Action.OpenUrl", "See the public page")


def test_ntfy_names_the_topic_in_the_body_and_the_server_in_the_address() -> None:
    assert ntfy.server_and_topic("https://ntfy.sh/acme") == ("https://ntfy.sh/", "acme")
    assert ntfy.server_and_topic("https://a.example/n/t%20u/") == ("https://a.example/n/", "t u")
    found = ntfy.body("acme", told_item(), Tone.CRITICAL)
    assert (found["topic"], found["priority"]) == ("acme", 5)
    assert found["title"] == "Investigating: Slow answers"
    assert "We are looking." in found["message"]
    assert found["click"].endswith("/incidents/abc#update-u1")


def test_words_are_cut_to_what_each_takes() -> None:
    item = told_item(_LONG, body="")
    assert len(slack.body(SITE, item, Tone.PLAIN)["blocks"][1]["text"]["text"]) <= 3000
    assert len(discord.body(SITE, item, Tone.PLAIN)["embeds"][0]["description"]) <= 4096
    assert len(json.dumps(teams.body(SITE, item, Tone.PLAIN))) < 28_000
    assert len(ntfy.body("t", item, Tone.PLAIN)["message"].encode()) <= 4096


def test_letters_of_other_alphabets_keep_cards_within_their_bytes() -> None:
    item = told_item("<p>" + "وقت " * 9_000 + "</p>", body="")
    assert len(json.dumps(teams.body(SITE, item, Tone.PLAIN))) < 28_000
    assert len(ntfy.body("t", item, Tone.PLAIN)["message"].encode()) <= 4096


@pytest.mark.parametrize(
    ("impact", "status", "tone"),
    [
        (Impact.CRITICAL, "investigating", Tone.CRITICAL),
        (Impact.MINOR, "monitoring", Tone.MINOR),
        (Impact.MAJOR, "resolved", Tone.OVER),
        (None, "investigating", Tone.PLAIN),
    ],
)
def test_tone_follows_impact_until_it_is_over(
    impact: Impact | None, status: str, tone: Tone
) -> None:
    item = replace(told_item(), details={"status": status})
    assert tone_of(news(impact=impact), item) is tone
    assert tone_of(news(kind=NewsKind.CHANGELOG), item) is Tone.PLAIN


def test_summary_lists_titles_that_lead_on() -> None:
    item = summary_item(SITE, [told_item(), told_item()])
    assert item.title == "2 updates"
    words = slack.body(SITE, item, Tone.PLAIN)["blocks"][1]["text"]["text"]
    address = "https://status.acme.example:8443/incidents/abc#update-u1"
    assert words == "\n".join([f"• <{address}|Investigating: Slow answers>"] * 2)


def test_confirmation_says_code_and_way() -> None:
    item = as_item(SITE, confirmation(SITE, "123456", "/subscribe/confirm/t", []), NOON)
    assert "123456" in item.text
    assert "https://status.acme.example:8443/subscribe/confirm/t" in item.text
