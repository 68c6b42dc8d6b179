#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# libpcap 1.10.3-1 with tcpdump 4.99.3-1 (Debian 12): in a filter, A or B is not B or A. The file has one packet, the first fragment of
# a TCP segment, with 8 bytes of it. "tcp[tcpflags] & tcp-rst != 0 or ip[6:2] & 0x2000 != 0" does not select it, although the second
# half is true; the halves the other way round select it, and so does the second half alone.
#
# Why: reading past the end of a packet ends the filter with no match (bpf(4) says so of the instruction; pcap-filter(7) does not
# say what it means for "or"), and the flags of TCP are at its byte 13. Whatever may read past the end has to come last.
# muster asks for fragments before anything that is behind the IP header (src/rx/filter.c).
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
apt-get -qq download libpcap0.8=1.10.3-1 tcpdump=4.99.3-1 2>/dev/null
for deb in ./*.deb; do dpkg -x "$deb" .; done
dump=$(find "$folder" -name tcpdump -type f -perm -1)
export LD_LIBRARY_PATH=$(dirname "$(find "$folder" -name 'libpcap.so.0.8')")

# A pcap file of raw IPv4 packets (link type 101): 28 bytes, more fragments follow, TCP port 80 to 40000.
{
	printf 'd4c3b2a1020004000000000000000000ffff000065000000'
	printf '00000000000000001c0000001c000000'
	printf '4500001c000120004006''0000''0a0000020a000001''00509c4000000001'
} | python3 -c 'import sys; sys.stdout.buffer.write(bytes.fromhex(sys.stdin.read()))' >fragment.pcap

selects() { "$dump" -n -r fragment.pcap "$1" 2>/dev/null | wc -l; }

reset='tcp[tcpflags] & tcp-rst != 0'
fragment='ip[6:2] & 0x2000 != 0'
printf '%-60s %s of 1 packet\n' "$reset or $fragment" "$(selects "$reset or $fragment")" "$fragment or $reset" \
	"$(selects "$fragment or $reset")" "$fragment" "$(selects "$fragment")"
[[ $(selects "$reset or $fragment") == 0 ]]
[[ $(selects "$fragment or $reset") == 1 ]]
[[ $(selects "$fragment") == 1 ]]
