# SPDX-License-Identifier: BSD-2-Clause
# Sourced by run and test: installs the packages that a fresh Debian machine lacks, and builds muster.
# Prints only errors, and what it installs.

run_packages=(cmake ninja-build gcc libc6-dev pkg-config libpcap-dev liburcu-dev libmnl-dev libroaring-dev
	libcap-dev libseccomp-dev libmicrohttpd-dev libsqlite3-dev libc-ares-dev libnftables-dev libexpat1-dev libjson-c-dev libpcre2-dev libssl-dev zlib1g-dev libzstd-dev libncurses-dev libhiredis-dev libbpf-dev libxdp-dev systemtap-sdt-dev clang bpftool iproute2 nftables util-linux netbase ieee-data)
test_packages=("${run_packages[@]}" libcriterion-dev ethtool tshark tcpdump nmap jq procps python3
	iputils-ping netcat-openbsd bind9-dnsutils netsniff-ng tmux curl sqlite3 udhcpc dnsmasq-base arp-scan openssl nginx-light
	zsh fish zstd man-db mandoc bsdextrautils abigail-tools qemu-system-x86 kmod redis-server redis-tools ndiff python3-libnmap libxml2-utils xsltproc
	prometheus)

say() { printf '%s\n' "$*" >&2; }

# The packages among the arguments that are not installed.
missing() {
	local package
	for package; do
		[[ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" == installed ]] || printf '%s\n' "$package"
	done
}

# Runs a command; its output is shown only when it fails.
quietly() {
	local output status=0
	output=$("$@" 2>&1) || status=$?
	((status == 0)) || say "$output"
	return "$status"
}

install() {
	local wanted as_root=()
	mapfile -t wanted < <(missing "$@")
	((${#wanted[@]})) || return 0
	if ((EUID != 0)); then
		if ! command -v sudo >/dev/null; then
			say "these packages are missing: ${wanted[*]}"
			say "installing needs root, and there is no sudo: run once as root: apt-get install ${wanted[*]}"
			return 1
		fi
		as_root=(sudo)
	fi
	say "installing ${wanted[*]}"
	local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300)
	quietly "${apt[@]}" install --no-install-recommends "${wanted[@]}" </dev/null && return 0
	quietly "${apt[@]}" update </dev/null
	quietly "${apt[@]}" install --no-install-recommends "${wanted[@]}" </dev/null
}

setup() {
	if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
		say "there is no apt-get, so nothing is installed; needed are the packages that Debian names: $*"
		return 0
	fi
	install "$@"
}

# The run-time libraries of the sanitizers are in a package of their own, with clang's version in its name.
setup_for_tests() {
	setup "${test_packages[@]}"
	local version
	version=$(clang -dumpversion)
	! command -v apt-get >/dev/null || install "libclang-rt-${version%%.*}-dev"
}

# Builds the program of the preset release. After sudo it builds as the owner of the checkout, so that no file of root is left there.
build_release() {
	local root=$1 build=$1/build/release as_user=()
	if ((EUID == 0)) && [[ -n "${SUDO_UID-}" && "$(stat -c %u "$root")" == "$SUDO_UID" ]]; then
		as_user=(setpriv --reuid "$SUDO_UID" --regid "$SUDO_GID" --clear-groups)
	fi
	"${as_user[@]}" mkdir -p "$build"
	if [[ ! -f $build/build.ninja ]]; then
		quietly "${as_user[@]}" flock "$build" cmake -S "$root" --preset release -DMST_TESTS=OFF -DMST_BENCH=OFF -DCMAKE_COMPILE_WARNING_AS_ERROR=OFF
	fi
	quietly "${as_user[@]}" flock "$build" cmake --build "$build" --target muster
}
