"""sum_tests.py BROKEN REPORT… - sums ctest's JUnit reports into one line: N passed, N failed, N skipped.

BROKEN counts the presets that never came to a test: each is one failure. So is a report without any test, and a test
that could not be started, which ctest, too, calls skipped.
"""
import os
import sys
import xml.etree.ElementTree as xml


def outcome(case):
    status = case.get("status")
    if status == "run":
        return "passed"
    reason = case.find("skipped")
    meant = reason is not None and reason.get("message", "").startswith("SKIP_")
    return "skipped" if status == "disabled" or meant else "failed"


def main(broken, reports):
    counts = {"passed": 0, "failed": int(broken), "skipped": 0}
    for path in reports:
        preset = os.path.basename(os.path.dirname(path))
        cases = list(xml.parse(path).getroot().iter("testcase"))
        if not cases:
            counts["failed"] += 1
            print(f"failed: {preset} has no test")
        for case in cases:
            word = outcome(case)
            counts[word] += 1
            if word != "passed":
                print(f"{word}: {preset} {case.get('name')}")
    print("{passed} passed, {failed} failed, {skipped} skipped".format(**counts))
    return 0 if counts["passed"] and not counts["failed"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
