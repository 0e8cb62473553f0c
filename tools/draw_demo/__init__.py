"""Draws the demo province's pictures: own SVG scenes, rasterised by Chromium, stored as WebP."""
