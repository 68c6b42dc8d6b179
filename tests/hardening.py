#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""hardening.py FILE… - whether programs and libraries have what makes a fault in memory hard to use (cmake/hardening.cmake).

By readelf(1), as hardening-check(1) of Debian's devscripts looks: that package brings some sixty others, so it is run too
only where it is installed. Of the machine code it is asked whether it calls the checked functions of the C library.
"""
import platform
import re
import shutil
import subprocess
import sys


def readelf(file, *options):
    return subprocess.run(["readelf", "-W", *options, file], check=True, capture_output=True, text=True).stdout


def has_landing_places(file):
    """The linker marks the file only if the C library's start code is marked, too, which in Debian 12 it is not."""
    code = subprocess.run(["objdump", "-d", "--no-show-raw-insn", file], check=True, capture_output=True, text=True).stdout
    return code.count("endbr64") > 100


def faults(file):
    """The names of what is missing."""
    header, program, dynamic = readelf(file, "-h"), readelf(file, "-l"), readelf(file, "-d")
    symbols, notes = readelf(file, "--dyn-syms"), readelf(file, "-n")
    is_library = "SONAME" in dynamic
    flags = " ".join(re.findall(r"\((?:FLAGS|FLAGS_1)\)\s+(.*)", dynamic))
    stack = re.search(r"GNU_STACK\s+\S+ \S+ \S+ \S+ \S+ (\S+)", program)
    checks = {
        "position-independent executable": "DYN" in re.search(r"Type:\s+(.*)", header)[1] and (is_library or "PIE" in flags),
        "read-only relocations": "GNU_RELRO" in program,
        "immediate binding": "BIND_NOW" in flags or "NOW" in flags,
        "stack that is not executable": bool(stack) and "E" not in stack[1],
        "no relocations in the text": "TEXTREL" not in dynamic,
        "stack protector": "__stack_chk_fail" in symbols,
        "checked functions of the C library": bool(re.search(r"__(memcpy|read|write|snprintf|vsnprintf|fprintf|memmove|pread)\w*_chk", symbols)),
        "no search path for libraries": "RPATH" not in dynamic or is_library or "RUNPATH" in dynamic,
    }
    if platform.machine() == "x86_64":
        checks["control-flow protection (IBT, SHSTK)"] = "IBT" in notes and "SHSTK" in notes or has_landing_places(file)
    return [name for name, is_there in checks.items() if not is_there]


def main():
    wrong = 0
    for file in sys.argv[1:]:
        for name in faults(file):
            print(f"{file}: no {name}")
            wrong += 1
        if shutil.which("hardening-check"):
            done = subprocess.run(["hardening-check", "--nocfprotection", file], capture_output=True, text=True)
            if done.returncode:
                print(done.stdout)
                wrong += 1
    sys.exit(1 if wrong else 0)


main()
