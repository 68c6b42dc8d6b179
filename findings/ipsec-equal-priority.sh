#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# ip xfrm policy of iproute2 6.1.0-3 (Debian 12): of two IPsec policies with the same priority that both match a packet, the kernel
# obeys the one that was added first. The list shows the one that was added last at the top. So the upper line of the list, which a
# reader takes for the one that counts, is the one that does not; the longer prefix does not count either.
#
# Here one policy lets 10.1.0.0/24 pass and one blocks 10.1.0.2/32, both with priority 100, added in either order, and 10.1.0.2 is
# pinged. Seen on Linux 6.18. muster takes the policies in the order in which they are listed, the lowest priority first, and of equal
# ones the last (src/net/ipsec.h).
set -euo pipefail

if [[ ${1-} != inside ]]; then
	folder=$(mktemp -d)
	trap 'rm -rf -- "$folder"' EXIT
	chmod 755 "$folder"
	(cd "$folder" && apt-get -qq download iproute2=6.1.0-3 iputils-ping=3:20221126-1+deb12u1 2>/dev/null && for deb in ./*.deb; do dpkg -x "$deb" .; done)
	PATH=$folder/bin:$folder/sbin:$PATH:/usr/sbin:/sbin unshare --net --mount --kill-child --fork "$0" inside
	exit
fi

mount -t tmpfs tmpfs /run
mkdir /run/netns
ip netns add far
ip link add name near0 type veth peer name far0 netns far
ip address add 10.1.0.1/24 dev near0
ip link set near0 up
ip -n far address add 10.1.0.2/24 dev far0
ip -n far link set far0 up
for _ in $(seq 20); do
	! ping -c 1 -W 1 10.1.0.2 >/dev/null || break
done
ping -c 1 -W 1 10.1.0.2 >/dev/null

add() {
	case $1 in
	pass) ip xfrm policy add src 0.0.0.0/0 dst 10.1.0.0/24 dir out priority 100 action allow ;;
	block) ip xfrm policy add src 0.0.0.0/0 dst 10.1.0.2/32 dir out priority 100 action block ;;
	esac
}

right=0
for order in "pass block" "block pass"; do
	ip xfrm policy flush
	for policy in $order; do add "$policy"; done
	top=pass
	[[ $(ip xfrm policy list | head -1) != *10.1.0.2/32* ]] || top=block
	obeyed=block
	! ping -c 1 -W 1 10.1.0.2 >/dev/null 2>&1 || obeyed=pass
	printf 'added first: %s; at the top of the list: %s; obeyed: %s\n' "${order% *}" "$top" "$obeyed"
	[[ $top != "${order% *}" && $obeyed == "${order% *}" ]] && right=$((right + 1))
done
[[ $right == 2 ]]
