"""What Prometheus is told, and where it may ask; the library is imported when somebody asks."""
