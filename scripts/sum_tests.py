"""sum_tests.py BROKEN REPORT… - sums ctest's JUnit reports into one line: N passed, N failed, N skipped.

BROKEN counts the builds that never came to a test: each is one failure. No test at all is a failure too.
"""
import os
import sys
import xml.etree.ElementTree as xml


def outcome(case):
    status = case.get("status")
    if status == "run":
        return "passed"
    return "skipped" if status in ("notrun", "disabled") and case.find("skipped") is not None else "failed"


def main(broken, reports):
    counts = {"passed": 0, "failed": int(broken), "skipped": 0}
    for path in reports:
        preset = os.path.basename(os.path.dirname(path))
        for case in xml.parse(path).getroot().iter("testcase"):
            word = outcome(case)
            counts[word] += 1
            if word != "passed":
                print(f"{word}: {preset} {case.get('name')}")
    print("{passed} passed, {failed} failed, {skipped} skipped".format(**counts))
    return 0 if counts["passed"] and not counts["failed"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
