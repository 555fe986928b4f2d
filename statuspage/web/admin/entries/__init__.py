"""Changes, outcomes and notices at the desk."""
