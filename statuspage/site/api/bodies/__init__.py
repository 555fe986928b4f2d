"""What is sent to the API: models that validate it, and by which openapi.json describes it."""
