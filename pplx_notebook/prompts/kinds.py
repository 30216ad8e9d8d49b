"""What a file is, by its first bytes: a name can say anything, and servers refuse what is not what it is
called."""

from __future__ import annotations

import msgspec


class Kind(msgspec.Struct, frozen=True):
    """A kind of file: ``word`` as a reader calls it, its media type, and the ending it usually has.
    ``refused`` says why no API takes it, "" for those that some do."""

    word: str
    media_type: str
    ending: str
    refused: str = ""

    @property
    def family(self) -> str:
        """image, audio, video, text, pdf or document."""
        if self.media_type == "application/pdf":
            return "pdf"
        family = self.media_type.partition("/")[0]
        return family if family in ("image", "audio", "video", "text") else "document"


TEXT = Kind("text", "text/plain", ".txt")
DOCX = Kind(
    "Word document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"
)
_AS_PNG = "no API takes it: save it as PNG or JPEG"
_AS_PDF = "no API takes it: save it as PDF or text"
_AS_WAV = "no API takes it: save it as MP3 or WAV"
_STARTS = (  # (at, first bytes, what that is); the first that fits
    (0, b"\x89PNG\r\n\x1a\n", Kind("PNG picture", "image/png", ".png")),
    (0, b"\xff\xd8\xff", Kind("JPEG picture", "image/jpeg", ".jpg")),
    (0, b"GIF87a", Kind("GIF picture", "image/gif", ".gif")),
    (0, b"GIF89a", Kind("GIF picture", "image/gif", ".gif")),
    (8, b"WEBP", Kind("WebP picture", "image/webp", ".webp")),
    (0, b"%PDF-", Kind("PDF", "application/pdf", ".pdf")),
    (8, b"WAVE", Kind("WAV recording", "audio/wav", ".wav")),
    (0, b"ID3", Kind("MP3 recording", "audio/mpeg", ".mp3")),
    (0, b"\xff\xfb", Kind("MP3 recording", "audio/mpeg", ".mp3")),
    (0, b"\xff\xf3", Kind("MP3 recording", "audio/mpeg", ".mp3")),
    (0, b"OggS", Kind("Ogg recording", "audio/ogg", ".ogg", _AS_WAV)),
    (0, b"fLaC", Kind("FLAC recording", "audio/flac", ".flac", _AS_WAV)),
    (4, b"ftypM4A", Kind("M4A recording", "audio/mp4", ".m4a", _AS_WAV)),
    (4, b"ftyphei", Kind("HEIC picture", "image/heic", ".heic", _AS_PNG)),
    (4, b"ftypavif", Kind("AVIF picture", "image/avif", ".avif", _AS_PNG)),
    (4, b"ftyp", Kind("MP4 film", "video/mp4", ".mp4")),
    (0, b"BM", Kind("BMP picture", "image/bmp", ".bmp", _AS_PNG)),
    (0, b"II*\x00", Kind("TIFF picture", "image/tiff", ".tif", _AS_PNG)),
    (0, b"MM\x00*", Kind("TIFF picture", "image/tiff", ".tif", _AS_PNG)),
    (0, b"{\\rtf", Kind("RTF document", "application/rtf", ".rtf")),
    (0, b"\xd0\xcf\x11\xe0", Kind("old Office document", "application/msword", ".doc")),
)
_ZIP = Kind("ZIP archive", "application/zip", ".zip", "no API takes it: unpack it first")
_OFFICE = Kind("Office document", "application/zip", "", _AS_PDF)
_UNKNOWN = Kind("file of an unknown kind", "application/octet-stream", "", _AS_PDF)


def kind_of(data: bytes) -> Kind:
    """What these bytes are."""
    for at, start, kind in _STARTS:
        if data[at : at + len(start)] == start and (start != b"BM" or not _is_text(data)):
            return kind
    if data[:4] == b"PK\x03\x04":
        return _in_zip(data)
    return TEXT if _is_text(data) else _UNKNOWN


def _in_zip(data: bytes) -> Kind:
    """Word documents are archives, and so is much else."""
    from io import BytesIO
    from zipfile import BadZipFile, ZipFile

    try:
        names = set(ZipFile(BytesIO(data)).namelist())
    except (BadZipFile, ValueError, NotImplementedError):
        return _ZIP
    if "word/document.xml" in names:
        return DOCX
    return _OFFICE if "[Content_Types].xml" in names or "mimetype" in names else _ZIP


def _is_text(data: bytes) -> bool:
    """UTF-8, or UTF-16 that says so, without the bytes that no text has."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    if b"\x00" in data:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
