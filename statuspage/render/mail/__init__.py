"""News and letters as mail: a subject, and the same words as text and as HTML."""
