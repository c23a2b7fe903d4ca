"""The store in a folder, and in a bucket."""
