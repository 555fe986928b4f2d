"""What stands in pages of others: badges, the widget, and the page that offers both."""
