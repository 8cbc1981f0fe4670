"""The pure middle: loading, extraction, normalising, wire copies and the dataset writer. Imports only `schemas` and libraries."""
