#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# libpcap 1.10.3-1, tcpdump 4.99.3-1 (Debian 12): "packets dropped by interface" are not asked of the kernel, but read by the interface's
# name from /sys/class/net/NAME/statistics. /sys is that of the network namespace in which it was mounted, so after
# `nsenter --net` (or setns(2), or a unit with NetworkNamespacePath=, which all leave the mounts as they are) the count is of another
# interface that happens to have this name: here it says 1,000 for a veth that dropped nothing. `ip netns exec` mounts /sys anew.
# And the count is kept for promiscuous captures only: with -p it is always 0, and tcpdump leaves the line out.
#
# Why: linux_if_drops() in pcap-linux.c reads rx_missed_errors and rx_fifo_errors there; pcap_stats_linux() calls it if opt.promisc is set,
# at every call, by two opened files (20 µs together).
# muster asks rtnetlink for the interface by its index (src/capture/tap.c, src/net/drops.c).
set -euo pipefail

if [[ ${1-} != inside ]]; then
	folder=$(mktemp -d)
	trap 'rm -rf -- "$folder"' EXIT
	chmod 755 "$folder"
	(cd "$folder" && apt-get -qq download libpcap0.8=1.10.3-1 tcpdump=4.99.3-1 2>/dev/null && for deb in ./*.deb; do dpkg -x "$deb" .; done)
	LD_LIBRARY_PATH=$(dirname "$(find "$folder" -name libpcap.so.0.8)") FOLDER=$folder \
		TCPDUMP=$folder/usr/bin/tcpdump unshare --net --mount "$0" inside
	exit
fi

mount -t sysfs sysfs /sys
mount -t tmpfs tmpfs /run
mkdir /run/netns
ip netns add other
for netns in "" other; do
	ip ${netns:+-n $netns} link add veth0 type veth peer name veth1
	ip ${netns:+-n $netns} link set veth0 up
done
# No virtual device misses frames at will, so a file stands in for the counter of a card of this name in the first namespace.
missed=$FOLDER/missed
echo 0 >"$missed"
mount --bind "$missed" /sys/class/net/veth0/statistics/rx_missed_errors

# What tcpdump says it is, while the counter of the namesake goes from 0 to 1,000.
dropped() {
	echo 0 >"$missed"
	nsenter --net=/run/netns/other "$TCPDUMP" -Z root "$@" -i veth0 -w /dev/null 2>"$FOLDER/said" &
	until grep -q listening "$FOLDER/said"; do sleep 0.05; done
	echo 1000 >"$missed"
	kill -INT $!
	wait $! || true
	grep -o '[0-9]* packets dropped by interface' "$FOLDER/said" || echo 'nothing of drops by the interface'
}
kernel=$(ip -n other -s -j link show veth0 | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["stats64"]["rx"]["dropped"])')
promiscuous=$(dropped)
usual=$(dropped -p)
printf '%-40s %s\n' "the kernel, of veth0 there:" "$kernel dropped" "tcpdump -i veth0 there:" "$promiscuous" "tcpdump -p -i veth0 there:" "$usual"
[[ $kernel == 0 && $promiscuous == '1000 packets dropped by interface' && $usual == 'nothing of drops by the interface' ]]
