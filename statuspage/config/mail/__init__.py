"""[mail], and the servers of the environment: where mail goes, and where bounces come back to."""
