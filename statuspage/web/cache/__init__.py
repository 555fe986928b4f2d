"""The page cache in front of Flask, and the ready answers it keeps."""
