"""Ways to be told: feeds, calendars, news and their filters, and the page that offers them all."""
