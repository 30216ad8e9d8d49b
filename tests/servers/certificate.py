"""A TLS certificate of our own for a test host and this machine."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def certificate_in(folder: Path, host: str) -> Path:
    """One file with the certificate and its key; skips where openssl is missing."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the test certificate; it is not installed")
    command = [
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={host}",
        "-addext", f"subjectAltName=DNS:{host},IP:127.0.0.1", "-keyout", "key.pem", "-out", "cert.pem",
    ]  # fmt: skip
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_text(
        (folder / "key.pem").read_text("ascii") + (folder / "cert.pem").read_text("ascii"), "ascii"
    )
    return both
