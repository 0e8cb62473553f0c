"""Pictures: taken in, made in sizes, and shown."""
