"""Being told: news, filters, subscriptions, deliveries and what became of them. Pure."""
