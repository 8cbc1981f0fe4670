"""The pipeline's version: part of every batch id and of every row, so that a change of output is a change of version."""

from importlib.metadata import version

PIPELINE_VERSION = version("copydesk")
