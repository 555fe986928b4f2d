"""WebSub: our hub and its listeners, and the hub of somebody else."""
