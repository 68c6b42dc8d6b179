# SPDX-License-Identifier: BSD-2-Clause
"""Runs lines that people are told to type, as they stand, without sending: no test by itself.

A line goes to bash, so that quotes, pipes and $(…) are read as a user's shell reads them. In it `muster` is a function that
adds what keeps the command from sending: --dry-run to sweep and scan, --help to what has no dry run and would send or wait.
Both are looked at after everything else on the command line has been read, so a word that muster does not understand is
refused all the same. jq gets what is JSON, or no input, and refuses a filter that it cannot read in any case.

Where the machine allows it, that happens in a network of its own, which has the interface and the routes of the examples.
"""
import os
import pathlib
import shutil
import subprocess
import sys

MUSTER = os.environ["MUSTER"]
DATA = pathlib.Path(__file__).resolve().parents[1] / "data"

FUNCTIONS = r"""
set -o pipefail
muster() {
	case "$*" in # what a dry run has no part in is answered with help, too
	*" -o list:-"*) command "$MUSTER" "$@" --dry-run >/dev/null && echo 10.0.2.17 ;;
	*" --local"*|*" --expect "*|*" --progress "*|*" --record "*|*" --trace "*) command "$MUSTER" "$@" --help ;;
	sweep*|scan*) command "$MUSTER" "$@" --dry-run ;;
	fleet*) command "$MUSTER" fleet --help "${@:2}" ;; # before the scan that it submits
	resume*|ping*|watch*|listen*|capture*|bench*|replay*|report*|merge*|diff*) command "$MUSTER" "$@" --help ;;
	*) command "$MUSTER" "$@" ;;
	esac
}
sudo() { "$@"; }
setcap() { [[ $1 == cap_*=eip && $2 == */muster ]]; }
cmake() { [[ "$*" == "--install build/"* ]]; } # tests/golden/test_install.py does
scripts/run() { :; }                         # tests/live/test_newcomer.py does
jq() {
	local input
	input=$(cat)
	[[ $input == [{[]* ]] || input= # a dry run is told in words
	command jq "$@" <<<"$input"
}
"""

NETWORK = [["link", "set", "lo", "up"],
           ["link", "add", "eth0", "type", "veth", "peer", "name", "eth1"], ["link", "set", "eth1", "up"], ["link", "set", "eth0", "up"],
           ["address", "add", "10.0.2.2/24", "dev", "eth0"], ["address", "add", "10.9.9.1/24", "dev", "eth1"], ["route", "add", "default", "via", "10.0.2.1"],
           ["-6", "address", "add", "2001:db8::2/64", "dev", "eth0", "nodad"],
           ["-6", "route", "add", "default", "via", "2001:db8::1"]]


def has_network():
    """Whether a private network may be made here; None, or why not."""
    if not shutil.which("unshare"):
        return "unshare is not installed"
    run = subprocess.run(["unshare", "-rn", "ip", "link", "set", "lo", "up"], capture_output=True, text=True)
    return run.stderr.strip() or "no network of its own" if run.returncode else None


def run_lines(lines, folder):
    """Runs each line in `folder` inside one private network. Yields line, exit code, and what was printed."""
    inside = [sys.executable, __file__, *lines]
    run = subprocess.run(["unshare", "-rn", *inside], cwd=folder, capture_output=True, text=True, timeout=120,
                         stdin=subprocess.DEVNULL)
    if run.returncode:
        raise AssertionError(run.stderr)
    for line, told in zip(lines, run.stdout.split("\0")[:-1], strict=True):
        code, _, text = told.partition("\n")
        yield line, int(code), text


def main():
    for words in NETWORK:
        subprocess.run(["ip", *words], check=True)
    for line in sys.argv[1:]:
        run = subprocess.run(["bash", "-c", FUNCTIONS + line], capture_output=True, text=True, stdin=subprocess.DEVNULL)
        print(f"{run.returncode}\n{run.stdout}{run.stderr}", end="\0")


if __name__ == "__main__":
    main()
