"""From the bytes somebody sent to rows of the landed tables: recognise, read, report what could not be read."""
