"""Orders after they were placed: answered, sent, cancelled, listed, printed."""
