"""Run the chapters as other processors would, and print what they would show: `make processors`.

OpenBLAS chooses its kernel and NumPy its loops by the processor, and both can be told to take those
of an older one.  No chapter may show anything else for it, nor with four threads.
"""

import os
import sys

from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__
from versions import try_chapters

NEW = [name for name in __cpu_dispatch__ if __cpu_features__[name]]  # what NumPy may do without
NEWEST = [name for name in NEW if name != "X86_V3"]
ARITHMETICS = {
    "this processor": ("", []),
    "this one, but no AVX-512 in NumPy": ("", NEWEST),
    "this one, but no AVX2 in NumPy": ("", NEW),
    "Nehalem (2008)": ("Nehalem", NEW),
    "Sandy Bridge (2011)": ("Sandybridge", NEW),
    "Haswell (2013)": ("Haswell", NEWEST),
    "Skylake-X (2017)": ("SkylakeX", [name for name in NEW if name.startswith("AVX512")]),
}
NEEDED = {"Sandybridge": "AVX", "Haswell": "AVX2", "SkylakeX": "AVX512_SKX"}


def arithmetics():
    """Yield a name and the settings of each arithmetic that this processor knows."""
    for name, (kernel, without) in ARITHMETICS.items():
        if not kernel or __cpu_features__.get(NEEDED.get(kernel, "SSE3"), False):
            blas = {"OPENBLAS_CORETYPE": kernel} if kernel else {}
            for threads in "14":
                numpy = {"NPY_DISABLE_CPU_FEATURES": " ".join(without)} if without else {}
                counts = {"OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
                yield f"{name}, threads: {threads}", blas | numpy | counts
        else:
            print(f"\n{name}: this processor cannot play it")


def main():
    """Try them all, and fail if a cell shows something else."""
    for name in ("OPENBLAS_L2_SIZE", "OPENBLAS_CORETYPE"):
        os.environ.pop(name, None)
    total = 0
    for name, settings in arithmetics():
        print(f"\n{name}", flush=True)
        total += sum(try_chapters(**settings))
    sys.exit(total > 0)


if __name__ == "__main__":
    main()
