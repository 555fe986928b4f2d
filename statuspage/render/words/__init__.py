"""Words of a language: the Locale, the catalogues beside it, and the filters of the templates."""
