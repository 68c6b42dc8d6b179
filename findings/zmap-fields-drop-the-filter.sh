#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# zmap 4.3.4-1 (Debian sid): four addresses answer at port 81 with RST, because nothing listens there. `zmap -p 81` reports none of
# them, as documented: successful answers only. `zmap -p 81 --output-fields=saddr`, which names the very field that it prints by
# default, reports all four, in the same form as open ports. The same goes for answers that come twice.
#
# And `--max-targets 25%` of these four addresses probes all four: the manual says percent of "the scannable address space (after
# excluding blocklist)", and the program takes them of 2^32 addresses (times the number of ports).
#
# Why: the filter success=1 && repeat=0 is part of a mode that any of --output-module, --output-filter and --output-fields ends
# (src/zmap.c, default_mode); the message of the program names the first two only. parse_max_targets (lib/util.c) multiplies by
# 2^32, whatever the targets are.
# Seen on Linux 6.18. bench/compare always gives the filter; muster counts --sample of the targets given.
set -euo pipefail

if [[ ${1-} != inside ]]; then
	folder=$(mktemp -d)
	trap 'rm -rf -- "$folder"' EXIT
	mmdebstrap --quiet --variant=extract --include=base-files,zmap=4.3.4-1 --aptopt='Acquire::Check-Valid-Until "false"' \
		--aptopt='APT::Install-Recommends "false"' sid "$folder/sid" http://deb.debian.org/debian >&2
	PATH=$PATH:/usr/sbin:/sbin unshare --net --mount "$0" inside "$folder/sid"
	exit
fi

root=$2
mount -t tmpfs tmpfs /run
mkdir -p "$root/dev" "$root/proc"
mount --rbind /dev "$root/dev"
mount --rbind /proc "$root/proc"
mkdir /run/netns
ip netns add far
ip link set lo up
ip link add name near0 type veth peer name far0 address 02:00:00:00:00:02 netns far
ip address add 10.1.0.1/24 dev near0
ip link set near0 up
ip -n far link set lo up
ip -n far address add 10.1.0.2/24 dev far0
ip -n far link set far0 up
ip -n far route add local 10.1.1.0/30 dev lo
sleep 1

zmap() {
	chroot "$root" zmap --config=/dev/null --blocklist-file=/dev/null --interface=near0 --source-ip=10.1.0.1 --source-mac="$mac" \
		--gateway-mac=02:00:00:00:00:02 --cooldown-time=1 --quiet --target-ports=81 "$@" 10.1.1.0/30 2>/dev/null | grep -c '^10\.' || true
}
mac=$(ip -br link show near0 | awk '{ print $3 }')

plain=$(zmap)
fields=$(zmap --output-fields=saddr)
both=$(zmap --output-fields=saddr --output-filter='success = 1 && repeat = 0')
quarter=$(zmap --output-fields=saddr --max-targets=25%)
one=$(zmap --output-fields=saddr --max-targets=1)
printf 'closed ports that zmap reports of 4: %s; with --output-fields: %s; with the filter, too: %s\n' "$plain" "$fields" "$both"
printf 'addresses that answer of 4: with --max-targets 25%%: %s; with --max-targets 1: %s\n' "$quarter" "$one"
((plain == 0 && fields == 4 && both == 0 && quarter == 4 && one == 1))
