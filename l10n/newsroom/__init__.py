"""A newsroom's project, wired: the one floor that knows every adapter and hands the use cases what they ask for."""
