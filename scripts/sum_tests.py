# SPDX-License-Identifier: BSD-2-Clause
"""sum_tests.py BROKEN REPORT… - sums ctest's JUnit reports into one line: N passed, N failed, N skipped.

BROKEN is the number of presets whose tests could not run: each counts as one failure. A report without any test is a
failure too, and so is a test that could not be started, which ctest reports as skipped. Parts that a test skips itself
(for a device that this kernel does not have) are printed and counted separately, and so are those that were tried a
second time. The tests that took longest, of all
presets, are printed first.
"""
import os
import re
import sys
import xml.etree.ElementTree as xml

LONGEST_SHOWN = 10


def outcome(case):
    status = case.get("status")
    if status == "run":
        return "passed"
    reason = case.find("skipped")
    meant = reason is not None and reason.get("message", "").startswith("SKIP_")
    return "skipped" if status == "disabled" or meant else "failed"


def left_out(case):
    """The parts of a test that the test itself skipped: (name, reason)."""
    said = case.findtext("system-out") or ""
    return re.findall(r"^(test_\w+).*?\.\.\. skipped ['\"](.*?)['\"]$", said, re.MULTILINE)


def second_tries(case):
    """The parts of a test that failed and were run again (tests/live/lab.py)."""
    return re.findall(r"^(\S+): a second try$", case.findtext("system-out") or "", re.MULTILINE)


def print_longest(times):
    """times: (seconds, preset, name) of every test."""
    longest = sorted(times, key=lambda row: (-row[0], row[1:]))[:LONGEST_SHOWN]
    if longest:
        print(f"the {len(longest)} tests that took longest, of {sum(row[0] for row in times):.0f} s in all:")
    for seconds, preset, name in longest:
        print(f"{seconds:8.1f} s  {preset} {name}")


def main(broken, reports):
    counts = {"passed": 0, "failed": int(broken), "skipped": 0}
    parts = tries = 0
    times = []
    for path in reports:
        preset = os.path.splitext(os.path.basename(path))[0]
        cases = list(xml.parse(path).getroot().iter("testcase"))
        if not cases:
            counts["failed"] += 1
            print(f"failed: {preset} has no test")
        for case in cases:
            word = outcome(case)
            counts[word] += 1
            times.append((float(case.get("time") or 0), preset, case.get("name")))
            if word != "passed":
                print(f"{word}: {preset} {case.get('name')}")
            for name, reason in left_out(case):
                parts += 1
                print(f"left out: {preset} {case.get('name')} {name}: {reason.removesuffix(chr(92) + 'n')}")
            for name in second_tries(case):
                tries += 1
                print(f"second try: {preset} {case.get('name')} {name}")
    print_longest(times)
    print(f"{tries} parts of tests were tried a second time")
    print(f"{parts} parts of tests were left out")
    print("{passed} passed, {failed} failed, {skipped} skipped".format(**counts))
    return 0 if counts["passed"] and not counts["failed"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
