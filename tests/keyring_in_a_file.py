"""A keyring for tests, through the real ``keyring`` package: its secrets lie in a file of the test's own folder."""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend


class InAFile(KeyringBackend):
    """Put in place with PYTHON_KEYRING_BACKEND; the file is named by KEYRING_FILE."""

    priority = 5  # type: ignore[assignment]

    @property
    def file(self) -> Path:
        return Path(os.environ["KEYRING_FILE"])

    def _secrets(self) -> dict[str, str]:
        return json.loads(self.file.read_text()) if self.file.exists() else {}

    def get_password(self, service: str, username: str) -> str | None:
        return self._secrets().get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self.file.write_text(json.dumps(self._secrets() | {f"{service} {username}": password}))

    def delete_password(self, service: str, username: str) -> None:
        self.file.write_text(
            json.dumps({k: v for k, v in self._secrets().items() if k != f"{service} {username}"})
        )
