#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# libpcap 1.10.3-1 with tcpdump 4.99.3-1 (Debian 12): a pcapng file has two interface blocks of one link type, of which the second has
# another snapshot length, and behind them a packet of each interface. tcpdump prints neither packet: libpcap stops at the second
# interface block, with a message about its snapshot length. tshark 4.0.17 reads both packets.
#
# Why: pcap_open_offline(3) promises one snapshot length for the whole file, and libpcap ends reading where that would be untrue.
# muster writes the same length into all its interface blocks (src/record/writer.c).
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
apt-get -qq download libpcap0.8=1.10.3-1 tcpdump=4.99.3-1 2>/dev/null
for deb in ./*.deb; do dpkg -x "$deb" .; done
dump=$(find "$folder" -name tcpdump -type f -perm -1)
export LD_LIBRARY_PATH=$(dirname "$(find "$folder" -name 'libpcap.so.0.8')")

{
	printf '0a0d0d0a1c0000004d3c2b1a01000000ffffffffffffffff1c000000'
	printf '010000001400000001000000%s14000000' 00000400
	printf '010000001400000001000000%s14000000' 00000200
	for number in 00000000 01000000; do
		printf '0600000030000000%s00000000000000000e0000000e000000ffffffffffff020000000001080000003000'0000 "$number"
	done
} | python3 -c 'import sys; sys.stdout.buffer.write(bytes.fromhex(sys.stdin.read()))' >two.pcapng
"$dump" -n -e -r two.pcapng >seen 2>said || true
printf 'tcpdump prints %s of 2 packets, and says: %s\n' "$(grep -c '>' seen || true)" "$(tail -n 1 said)"
grep -qi 'snapshot length\|snaplen' said
[[ ! -s seen ]]
