"""Real parts that tests share: server processes, a browser, small sites."""
