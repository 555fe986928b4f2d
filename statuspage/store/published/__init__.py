"""What is published besides: components, entries, the journal, the record and its events."""
