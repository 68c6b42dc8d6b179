# SPDX-License-Identifier: BSD-2-Clause
# Sourced by test and nightly: presets are built and tested one after another, everything else is a check; sum_up prints it all.
# MUSTER_TESTS, which both set, is short or long: tests read it (lab.sized in tests/live/lab.py, tests/fuzz/search).

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/scripts/setup.sh"
reports=()
broken=0

# run_tests PRESET BUILD: the tests of a test preset, whose build PRESET BUILD is.
run_tests() {
	local preset=$1 build=$2 outcome=passed started=$SECONDS report
	report=$root/build/$build/$preset.xml
	rm -f "$report"
	if ! quietly cmake --preset "$build" || ! quietly cmake --build --preset "$build"; then
		outcome="could not be built"
		((broken++))
	elif ! ctest --preset "$preset" --test-output-size-passed 262144 --output-junit "$report"; then
		outcome=failed
	fi
	if [[ -f $report ]]; then
		reports+=("$report")
	elif [[ $outcome == failed ]]; then
		((broken++))
	fi
	printf '== %s: %s, %d s\n' "$preset" "$outcome" $((SECONDS - started))
}

run_presets() {
	local preset
	for preset; do
		run_tests "$preset" "$preset"
	done
}

# check NAME COMMAND…: one more thing that can fail; its output is shown only then. Status 77 is that this machine cannot do it.
check() {
	local name=$1 started=$SECONDS outcome=passed status=0
	shift
	quietly "$@" || status=$?
	case $status in
	0) ;;
	77) outcome=skipped ;;
	*) outcome=failed; ((broken++)) ;;
	esac
	printf '== %s: %s, %d s\n' "$name" "$outcome" $((SECONDS - started))
}

# The status is 0 only when tests ran and nothing failed.
sum_up() {
	[[ ! -f $root/abi/muster.abi ]] || "$root/scripts/abi" --brief
	python3 "$root/scripts/sum_tests.py" "$broken" "${reports[@]}"
}
