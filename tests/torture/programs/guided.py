"""``guided.py TARGET RUNS FOLDER``: fuzz one reader of a device's bytes, led by what each input makes it do (Atheris).

Atheris is no dependency: where it is installed (``pip install atheris``), the test that uses this is there, too.
"""

import sys
from pathlib import Path

import atheris  # type: ignore[import-untyped] # it may not be installed, and has no types

with atheris.instrument_imports(include=["openrsm"]):
    from tests.torture.test_fuzzed_devices import READERS


def main(name: str, runs: str, folder: str) -> None:
    """Ends the process: 0 if nothing was found."""
    judge, samples = READERS[name]
    corpus = Path(folder)
    for number, sample in enumerate(samples):
        (corpus / f"sample{number}").write_bytes(sample)
    limits = [f"-runs={runs}", "-timeout=0", "-max_len=4096", "-rss_limit_mb=1024"]
    atheris.Setup(["guided", *limits, f"-artifact_prefix={folder}/", folder], judge)
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
