"""A form field for several files at once."""

from typing import Any

from django import forms


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Gives a list of uploads, empty when none was chosen; judging them is a service's work."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=SeveralFiles(attrs={"multiple": True}), **options)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        uploads = [upload for upload in data or [] if upload]
        if not uploads and self.required:
            super().clean(None, initial)
        return uploads
