"""Files as people and attackers send them, made small and by hand."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 64 + b"\xff\xd9"
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def upload(name="paper.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def archive(entries, change=lambda archive: None):
    """A ZIP of name -> bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name, content)
        change(made)
    return file.getvalue()


def word(**more):
    return archive({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>", **more})
