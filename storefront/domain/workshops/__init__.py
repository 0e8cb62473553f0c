"""Workshops: classes, learners, lessons and missions, the live board, certificates, graduation."""
