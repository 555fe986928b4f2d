"""Pictures of every page in every state: `make shots`, or `python -m tests.shots OUT [PAGES]`."""
