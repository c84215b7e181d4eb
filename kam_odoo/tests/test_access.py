"""What each role may read, write, create, delete and call."""
