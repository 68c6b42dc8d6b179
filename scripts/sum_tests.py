# SPDX-License-Identifier: BSD-2-Clause
"""sum_tests.py BROKEN REPORT… - sums ctest's JUnit reports into one line: N passed, N failed, N skipped.

BROKEN counts the presets that never came to a test: each is one failure. So is a report without any test, and a test
that could not be started, which ctest, too, calls skipped. What a test leaves out of itself (a device that this kernel
does not have) is printed, and counted apart. Before the sum come the tests that took longest, over all presets.
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
    """What the test itself skipped: (name, reason)."""
    said = case.findtext("system-out") or ""
    return re.findall(r"^(test_\w+).*?\.\.\. skipped ['\"](.*?)['\"]$", said, re.MULTILINE)


def print_longest(times):
    """times: (seconds, preset, name) of every test."""
    longest = sorted(times, key=lambda row: (-row[0], row[1:]))[:LONGEST_SHOWN]
    if longest:
        print(f"the {len(longest)} tests that took longest, of {sum(row[0] for row in times):.0f} s in all:")
    for seconds, preset, name in longest:
        print(f"{seconds:8.1f} s  {preset} {name}")


def main(broken, reports):
    counts = {"passed": 0, "failed": int(broken), "skipped": 0}
    parts = 0
    times = []
    for path in reports:
        preset = os.path.basename(os.path.dirname(path))
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
    print_longest(times)
    print(f"{parts} parts of tests were left out")
    print("{passed} passed, {failed} failed, {skipped} skipped".format(**counts))
    return 0 if counts["passed"] and not counts["failed"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
