"""Runs for people: Prefect flows, settings, progress and the command line."""
