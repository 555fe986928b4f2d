"""Pages as text, for programs that read words: the Markdown twin of each, and /llms.txt."""
