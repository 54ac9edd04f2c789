"""How the service is set up: every setting as data, read from a file, the environment and the command line."""
