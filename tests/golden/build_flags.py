# SPDX-License-Identifier: BSD-2-Clause
"""The compiler that a build was made with, and its sanitizers."""
import re


def compiler_and_sanitizers(build):
    """A library with sanitizers needs a program with them."""
    cache = (build / "CMakeCache.txt").read_text()
    compiler = re.search(r"^CMAKE_C_COMPILER:\w+=(.*)$", cache, re.M)[1]
    kind = re.search(r"^MST_SANITIZE:\w+=(.*)$", cache, re.M)[1]
    flags = {"address": ["-fsanitize=address,undefined"], "thread": ["-fsanitize=thread"]}.get(kind, [])
    if re.search(r"^MST_FUZZ:\w+=ON$", cache, re.M):
        flags = [*flags, "-fsanitize=fuzzer-no-link"]
    return compiler, flags
