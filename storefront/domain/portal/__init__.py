"""The portal: an index over real, open shops. It points to shops and sells nothing itself."""
