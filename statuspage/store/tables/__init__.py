"""The tables as peewee models, by subject, for the modules of store/ only; see migrations/."""
