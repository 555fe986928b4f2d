"""What is done with promises of config.toml: defined, followed up, credited."""
