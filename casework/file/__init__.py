"""The person’s file: pages that join what several apps know of one person."""
