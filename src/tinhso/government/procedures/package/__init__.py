"""Reading and judging a package: four files an official writes, each fault told with its line."""
