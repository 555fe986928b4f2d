"""A public status page and transparency publisher."""

__version__ = "0.1.0"
