"""What a JPEG tells beside its picture, taken out without drawing it again."""

# APP1 (EXIF, XMP), APP3 to APP13, APP15, comments; APP0, APP2 and APP14 say how to read the colours.
TELLING = {0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE}


def without_tales(jpeg: bytes) -> bytes:
    """A JPEG without its APPn and comment segments but those that give the colours."""
    kept, at = bytearray(jpeg[:2]), 2
    if jpeg[:2] != b"\xff\xd8":
        return jpeg
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if marker not in TELLING:
            kept += jpeg[at : at + 2 + length]
        at += 2 + length
    return bytes(kept) + jpeg[at:]
