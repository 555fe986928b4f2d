"""`mcp`: tools for agents over this site."""
