"""What we say: loading and checking the folder `content/`."""
