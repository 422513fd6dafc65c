"""``python -m include.sample FOLDER`` writes the sample drop folder and company profile into FOLDER."""

from __future__ import annotations

import sys

from include.sample.company import SampleError, write_sample


def main(arguments: list[str]) -> int:
    """Exit code: 0 written, 1 refused, 2 wrong usage."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        sys.stderr.write("usage: python -m include.sample FOLDER\n")
        return 2
    try:
        write_sample(arguments[0])
    except (SampleError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"Sample written to {arguments[0]}/drop and {arguments[0]}/company.yaml\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
