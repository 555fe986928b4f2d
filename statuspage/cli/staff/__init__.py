"""`staff` and `token`: who may sign in, and which programs may push."""
