"""The release passport: one sheet for one reader, composed from appointments and addresses, never stored."""
