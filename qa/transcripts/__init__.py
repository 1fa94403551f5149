"""Other tools' words in: one module a format, and which format a file has."""
