"""Being told: subscribe, leave, and stop all sending."""
