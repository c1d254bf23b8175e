"""The desk: pages that join several apps."""
