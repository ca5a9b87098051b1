"""The child that typesets: JSON in, PDF out. Limits first; no file is written, no module of ours.

Typst may read below this folder only, where nothing but its sources lies, and gets no packages.
"""

import contextlib
import json
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path

MEMORY, PROCESSOR_SECONDS = 2 * 1024**3, 15
resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

import typst  # noqa: E402 - after the limits


def main(source: Path) -> None:
    data = json.load(sys.stdin)
    for standards in (["a-2a", "ua-1"], []):
        with contextlib.suppress(typst.TypstError) if standards else contextlib.nullcontext():
            pdf = typst.compile(
                source.read_bytes(),
                root=str(source.parent),
                format="pdf",
                sys_inputs={"data": json.dumps(data)},
                pdf_standards=standards,
                timestamp=datetime(**data["date"], tzinfo=UTC),
                package_path="/nonexistent",
                package_cache_path="/nonexistent",
            )
            sys.stdout.buffer.write(pdf)
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]))
