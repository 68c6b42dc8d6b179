#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# libpcap0.8-dev 1.10.3-1 beside libxdp-dev 1.3.1-1, libbpf-dev 1:1.1.2-0+deb12u1 and linux-libc-dev of Debian 12, gcc 12: a
# file that includes <pcap/pcap.h> and <xdp/xsk.h>, to send by AF_XDP and to receive by libpcap, does not compile, in either order:
# "redefinition of 'struct bpf_insn'". Each header alone compiles.
#
# Why: <pcap/bpf.h> defines struct bpf_insn for classic BPF, <linux/bpf.h>, which libxdp needs, one of the same name for eBPF.
# muster keeps the two in different files (src/rx, src/tx); its test that compiles every header in one file renames libpcap's.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
apt-get -qq download libpcap0.8-dev=1.10.3-1 libxdp-dev=1.3.1-1 libbpf-dev=1:1.1.2-0+deb12u1 2>/dev/null
for deb in ./*.deb; do dpkg -x "$deb" .; done

compile() { # HEADER…: whether a file that includes these compiles; what is said is in `said`
	printf '#include <%s>\n' "$@" | gcc -x c -I "$folder/usr/include" -fsyntax-only - 2>said
}
compile pcap/pcap.h && compile xdp/xsk.h && echo "each alone compiles"
for order in "pcap/pcap.h xdp/xsk.h" "xdp/xsk.h pcap/pcap.h"; do
	# shellcheck disable=SC2086
	if compile $order; then echo "$order: compiles"; exit 1; fi
	printf '%s: %s\n' "$order" "$(grep -m 1 error: said)"
	grep -q "redefinition of .struct bpf_insn" said
done
