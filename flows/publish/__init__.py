"""Stage publish: a checked file becomes the release that people read, by rename."""
