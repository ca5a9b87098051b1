"""Uploads on their way in: never a named file in clear on the disk (A8), never more than allowed."""

import tempfile
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from dpo_office.evidence.file_door import FileDoor

FORM = 1024 * 1024  # bytes that the fields beside the files may take


class NamelessFile(FileUploadHandler):
    """Into a temporary file that has no name: whatever kills the process, nothing stays.

    Beyond FILES_LARGEST the rest is read and forgotten: the form then says so in a sentence.
    """

    def handle_raw_input(
        self, input_data: Any, headers: Any, content_length: int, *args: Any, **kwargs: Any
    ) -> None:
        """Raises RequestDataTooBig for a request that no form of the office could make."""
        if content_length > FileDoor.most * settings.FILES_LARGEST + FORM:
            raise RequestDataTooBig("more than any form takes")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start <= settings.FILES_LARGEST:
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        self.file.seek(0)
        return UploadedFile(self.file, self.file_name, self.content_type, file_size)
