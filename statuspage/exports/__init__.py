"""All that is public as plain files in a folder: a site that runs, and rows for every tool."""
