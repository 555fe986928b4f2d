"""The words every other room speaks in: states, instants, spans, texts, the site itself. Pure."""
