"""`incident` and `maintenance`: the same actions as the forms of the desk."""
