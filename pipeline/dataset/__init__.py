"""The dataset on disk: snapshots of hard links, one rename a commit, one writer at a time."""
