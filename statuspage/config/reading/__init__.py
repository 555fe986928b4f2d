"""How config.toml is read: every fault with its line, and what changed since it was read last."""
