"""Missions: rules that are data, and how far each learner is by the events that really happened."""
