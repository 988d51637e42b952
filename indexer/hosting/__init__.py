"""What the servers of an index have in common: where they listen, and whom they answer."""
