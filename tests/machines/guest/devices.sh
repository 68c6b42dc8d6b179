# SPDX-License-Identifier: BSD-2-Clause
# Sourced by the guest's init: devices that kernels make. device_NAME makes one between the namespaces near and far; the host
# finds the names in this file. It sets IF, the device at the near end, and where they differ:
#
#   FAMILIES  4, 6 or both      ASKS  what can be asked      RUN  what muster is started by (ip vrf exec …)
#   SINK      frames end there: every host is dead           AFRESH  what has to be done before each run
#
# near: 10.77.0.2/20, fd77::2/64, and routes to 10.78.0.0/16 and fd78::/64 via the far end, 10.77.0.1 and fd77::1.
# The host says which addresses live at the far end (judge.py has the plan).

namespaces() {
	ip netns add near
	ip netns add far
	for ns in near far; do
		ip netns exec $ns sh -c 'cd /proc/sys/net; ip link set lo up
			for knob in ipv4/icmp_ratelimit=0 ipv4/icmp_ratemask=0 ipv4/icmp_msgs_per_sec=1000000 ipv4/conf/all/rp_filter=0 \
				ipv4/conf/default/rp_filter=0 ipv6/conf/default/accept_dad=0 ipv6/conf/all/accept_dad=0 ipv4/conf/default/send_redirects=0 \
				ipv6/icmp/ratelimit=0 ipv4/tcp_synack_retries=1; do
				[ ! -w ${knob%=*} ] || echo ${knob#*=} >${knob%=*}
			done
			echo "0 2147483647" >ipv4/ping_group_range'
	done 2>/dev/null
	[ ! -w /proc/sys/net/ipv4/icmp_msgs_per_sec ] || echo 1000000 >/proc/sys/net/ipv4/icmp_msgs_per_sec
	started=
}

# begun COMMAND…: a program that runs as long as the device.
begun() {
	"$@" >/tmp/begun 2>&1 &
	started="$started $!"
}

clear_away() {
	local one
	for one in $started; do kill -9 $one 2>/dev/null; done
	for one in $started; do wait $one 2>/dev/null; done
	n ip -o link show 2>/dev/null | sed -n 's/^[0-9]*: \([^:@]*\).*/\1/p' | grep -vx lo | while read one; do n ip link del "$one" 2>/dev/null; done
	ip netns del near
	ip netns del far
	ip -o link show | sed -n 's/^[0-9]*: \([^:@]*\).*/\1/p' | grep -vx -e lo -e 'bond0\|dummy0\|sit0\|tunl0\|gre0\|gretap0\|erspan0\|ip6tnl0\|ip6gre0\|ifb[01]' |
		while read one; do ip link del "$one" 2>/dev/null; done
	sleep 0.3
}

# Until the device is up and a first answer comes: bonds, bridges and cards take their time.
settle() {
	local t=0
	while [ $t -lt 40 ]; do
		case "$(n cat /sys/class/net/$IF/operstate)" in up | unknown) break ;; esac
		t=$((t + 1)); sleep 0.25
	done
	for t in 1 2 3 4 5 6 7 8; do
		[ -z "$SINK" ] || break
		! n $RUN aid hosts 10.78.0.1 10.78.0.1 1 | grep -q . || break
		! n $RUN aid hosts fd78::41 fd78::41 1 | grep -q . || break
	done 2>/dev/null
}

# pair [N]: a veth pair, vN near and wN far, both up.
pair() {
	n ip link add v${1-0} type veth peer name w${1-0} netns far && n ip link set v${1-0} up && f ip link set w${1-0} up
}
near_end() {
	IF=$1
	n ip link set $1 up || return
	n ip address add 10.77.0.2/20 dev $1
	n ip -6 address add fd77::2/64 dev $1 nodad
	n ip route add ${VRF:+vrf $VRF} 10.78.0.0/16 via 10.77.0.1 dev $1
	n ip -6 route add ${VRF:+vrf $VRF} fd78::/64 via fd77::1 dev $1
	return 0 # of two families, one is enough
}
far_end() {
	f ip link set $1 up || return
	f ip address add 10.77.0.1/20 dev $1
	f ip -6 address add fd77::1/64 dev $1 nodad
	live $1
}
# What lives at the far end. IPv6 hosts on-link are addresses, so that neighbour solicitations are answered.
live() {
	local i
	for i in 0 1; do echo "route add local 10.77.$i.64/26 dev lo"; echo "route add local 10.78.$i.0/25 dev lo"; done | f ip -batch -
	f ip -6 route add local fd78::40/122 dev lo
	for i in 0 1 2 3 4 5 6 7 8 9 a b c d e f; do echo "address add fd77::4$i/128 dev $1 nodad"; done | f ip -6 -batch -
	begun ip netns exec far aid listen 22
	return 0
}
ends() { far_end $2 && near_end $1; }

# under: the network that tunnels go through.
under() {
	pair && n ip address add 10.99.0.1/30 dev v0 && f ip address add 10.99.0.2/30 dev w0 &&
		n ip -6 address add fd99::1/64 dev v0 nodad && f ip -6 address add fd99::2/64 dev w0 nodad
}
# tunnel TYPE NEAR FAR [OPTION…]
tunnel() {
	local type=$1 near=$2 far=$3
	shift 3
	under && n ip link add x0 type $type local $near remote $far "$@" && f ip link add x1 type $type local $far remote $near "$@" && ends x0 x1
}
tunnel4() { type=$1; shift; tunnel $type 10.99.0.1 10.99.0.2 "$@"; }
tunnel6() { type=$1; shift; tunnel $type fd99::1 fd99::2 "$@"; }

# Where frames end.
sink() {
	SINK=1
	near_end $1 && tell "sink"
}

# A card of the machine. Its far end is outside (far.py).
device_card() {
	local one
	modprobe virtio_pci
	for one in $DRIVER; do modprobe $one; done
	for one in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		for IF in $(ls /sys/class/net); do [ ! -e /sys/class/net/$IF/device ] || break 2; done
		IF=
		sleep 0.5
	done
	[ -n "$IF" ] || { echo "no interface by the driver $DRIVER"; return 1; }
	ip link set $IF netns near && near_end $IF
}

device_veth() { pair && ends v0 w0; }
netkit() { n ip link add k0 type netkit mode $1 peer name k1 && n ip link set k1 netns far && ends k0 k1; }
device_netkit_l2() { netkit l2; }
device_netkit_l3() { netkit l3; }
device_vlan() { pair && n ip link add link v0 name v0.5 type vlan id 5 && f ip link add link w0 name w0.5 type vlan id 5 && ends v0.5 w0.5; }
device_qinq() {
	pair
	n ip link add link v0 name q0 type vlan proto 802.1ad id 7 && n ip link add link q0 name q1 type vlan id 5 && n ip link set q0 up
	f ip link add link w0 name p0 type vlan proto 802.1ad id 7 && f ip link add link p0 name p1 type vlan id 5 && f ip link set p0 up
	ends q1 p1
}
device_macvlan() { pair && n ip link add link v0 name m0 type macvlan mode bridge && ends m0 w0; }
device_macvlan_private() { pair && n ip link add link v0 name m0 type macvlan mode private && ends m0 w0; }
device_macvlan_vepa() { pair && n ip link add link v0 name m0 type macvlan mode vepa && ends m0 w0; }
device_macvlan_passthru() { pair && n ip link add link v0 name m0 type macvlan mode passthru && ends m0 w0; }
device_macvtap() { pair && n ip link add link v0 name m0 type macvtap mode bridge && ends m0 w0; }
device_ipvlan_l2() { pair && n ip link add link v0 name i0 type ipvlan mode l2 && ends i0 w0; }
device_ipvtap_l2() { pair && n ip link add link v0 name i0 type ipvtap mode l2 && ends i0 w0; }
# As containers have it: the device alone in its namespace; the parent, elsewhere, routes.
ipvlan_routed() {
	ASKS="routed ports routed6" IF=i0
	ip link add v0 type veth peer name w0 netns far && ip link set v0 up && f ip link set w0 up || return
	ip address add 10.99.0.1/30 dev v0 && f ip address add 10.99.0.2/30 dev w0
	ip -6 address add fd99::1/64 dev v0 nodad && f ip -6 address add fd99::2/64 dev w0 nodad
	ip route add 10.78.0.0/16 via 10.99.0.2 && ip -6 route add fd78::/64 via fd99::2
	f ip route add 10.77.0.2/32 via 10.99.0.1 && f ip -6 route add fd77::2/128 via fd99::1
	live w0
	ip link add link v0 name i0 type ipvlan mode $1 && ip link set i0 netns near && n ip link set i0 up || return
	n ip address add 10.77.0.2/32 dev i0 && n ip -6 address add fd77::2/128 dev i0 nodad
	n ip route add default dev i0 && n ip -6 route add default dev i0
}
device_ipvlan_l3() { ipvlan_routed l3; }
device_ipvlan_l3s() { ipvlan_routed l3s; }

device_bridge() { pair && n ip link add br0 type bridge forward_delay 0 && n ip link set v0 master br0 && ends br0 w0; }
device_bridge_vlan() {
	pair && n ip link add br0 type bridge forward_delay 0 vlan_filtering 1 && n ip link set v0 master br0 && n ip link set br0 up || return
	n bridge vlan add dev v0 vid 5 && n bridge vlan add dev br0 vid 5 self
	n ip link add link br0 name br0.5 type vlan id 5 && f ip link add link w0 name w0.5 type vlan id 5 && ends br0.5 w0.5
}
# The bridge's own interface is a member of VLAN 5, untagged here and tagged on the wire.
device_bridge_pvid() {
	pair && n ip link add br0 type bridge forward_delay 0 vlan_filtering 1 vlan_default_pvid 0 && n ip link set v0 master br0 || return
	n bridge vlan add dev v0 vid 5 && n bridge vlan add dev br0 vid 5 pvid untagged self
	f ip link add link w0 name w0.5 type vlan id 5 && ends br0 w0.5
}

# bond MODE FAR: two pairs; the far end is a bond of the same mode, or a bridge as a switch is.
bond() {
	local i
	n ip link add b0 type bond mode $1 miimon 100 && pair 0 && pair 1 || return
	if [ $2 = bond ]; then f ip link add c0 type bond mode $1 miimon 100; else f ip link add c0 type bridge forward_delay 0; fi
	for i in 0 1; do
		n ip link set v$i down && n ip link set v$i master b0 || return
		[ $2 != bond ] || f ip link set w$i down
		f ip link set w$i master c0 && f ip link set w$i up
	done
	ends b0 c0
}
device_bond_balance_rr() { bond balance-rr bond; }
device_bond_active_backup() { bond active-backup bridge; }
device_bond_balance_xor() { bond balance-xor bond; }
device_bond_broadcast() { bond broadcast bond; }
device_bond_802.3ad() { bond 802.3ad bond; }
device_bond_balance_tlb() { bond balance-tlb bridge; }
device_bond_balance_alb() { bond balance-alb bridge; }

# team MODE PORTS: the far end is a bridge.
team() {
	local i
	n ip link add t0 type team && n teamnl t0 setoption mode $1 && f ip link add c0 type bridge forward_delay 0 || return
	for i in $2; do
		pair $i && n ip link set v$i down && n ip link set v$i master t0 && n ip link set v$i up && f ip link set w$i master c0 || return
	done
	[ $1 != activebackup ] || n teamnl t0 setoption activeport $(n cat /sys/class/net/v0/ifindex)
	ends t0 c0
}
device_team_activebackup() { team activebackup "0 1"; }
device_team_loadbalance() { team loadbalance 0; }
device_team_roundrobin() { team roundrobin 0; }

# tuns MODE: a program carries frames between two such devices.
tuns() {
	modprobe tun
	n ip tuntap add t0 mode $1 && f ip tuntap add t1 mode $1 && begun aid relay near t0 far t1 $1
}
device_tun() { tuns tun && ends t0 t1; }
device_tap() { tuns tap && ends t0 t1; }
# The addresses are those of another interface, as with a tunnel that borrows one.
device_tun_unnumbered() {
	tuns tun && far_end t1 || return
	IF=t0
	n ip address add 10.77.0.2/32 dev lo && n ip -6 address add fd77::2/128 dev lo && n ip link set t0 up || return
	n ip route add 10.77.0.0/20 dev t0 && n ip route add 10.78.0.0/16 dev t0 && n ip -6 route add fd77::/64 dev t0 && n ip -6 route add fd78::/64 dev t0
}
device_ppp() {
	local t
	modprobe ppp_async
	[ -e /dev/ppp ] || mknod /dev/ppp c 108 0
	begun ip netns exec near pppd nodetach noauth local lock nodefaultroute noccp +ipv6 ifname p0 10.77.0.2:10.77.0.1 \
		pty "ip netns exec far pppd nodetach notty noauth local nodefaultroute noccp +ipv6 ifname p1 10.77.0.1:10.77.0.2"
	for t in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		! n ip -o -4 address show dev p0 2>/dev/null | grep -q 10.77.0.2 || break
		sleep 1
	done
	sleep 2
	n ip address flush dev p0 scope global && f ip address flush dev p1 scope global && ends p0 p1 || { cat /tmp/begun; return 1; }
}

device_gre() { tunnel4 gre; }
device_gre_keyed() { tunnel4 gre key 7; }
device_gre_csum_seq() { tunnel4 gre key 7 csum seq; }
# Several far ends at one device; the neighbour table has their outer addresses.
device_gre_multipoint() {
	ASKS="routed ports" FAMILIES=4
	under && n ip link add x0 type gre local 10.99.0.1 key 7 && f ip link add x1 type gre local 10.99.0.2 key 7 && ends x0 x1 || return
	n ip neighbour replace 10.77.0.1 lladdr 10.99.0.2 dev x0 nud permanent
	f ip neighbour replace 10.77.0.2 lladdr 10.99.0.1 dev x1 nud permanent
	FAMILIES=both
}
device_gretap() { tunnel4 gretap; }
device_gretap_keyed() { tunnel4 gretap key 7; }
device_erspan() { tunnel4 erspan seq key 7 erspan_ver 1 erspan 9; }
device_ip6gre() { tunnel6 ip6gre; }
device_ip6gre_keyed() { tunnel6 ip6gre key 7; }
device_ip6gretap() { tunnel6 ip6gretap; }
device_ipip() { FAMILIES=4; tunnel4 ipip; }
device_sit() { FAMILIES=6; tunnel4 sit; }
device_ip6tnl() { tunnel6 ip6tnl mode any; }
device_vxlan() { under && n ip link add x0 type vxlan id 9 remote 10.99.0.2 dstport 4789 dev v0 && f ip link add x1 type vxlan id 9 remote 10.99.0.1 dstport 4789 dev w0 && ends x0 x1; }
device_geneve() { under && n ip link add x0 type geneve id 9 remote 10.99.0.2 && f ip link add x1 type geneve id 9 remote 10.99.0.1 && ends x0 x1; }
device_bareudp() {
	FAMILIES=4 ASKS="routed ports onlink"
	under && n ip link add x0 type bareudp dstport 999 ethertype ipv4 && f ip link add x1 type bareudp dstport 999 ethertype ipv4 && ends x0 x1 || return
	n ip route replace 10.78.0.0/16 encap ip id 1 dst 10.99.0.2 dev x0 && n ip route replace 10.77.0.0/20 encap ip id 1 dst 10.99.0.2 dev x0 src 10.77.0.2
	f ip route replace 10.77.0.2/32 encap ip id 1 dst 10.99.0.1 dev x1
}
device_wireguard() {
	local near far
	under && n ip link add x0 type wireguard && f ip link add x1 type wireguard || return
	wg genkey >/tmp/near && wg genkey >/tmp/far
	n wg set x0 private-key /tmp/near listen-port 5 peer $(wg pubkey </tmp/far) endpoint 10.99.0.2:5 allowed-ips 0.0.0.0/0,::/0
	f wg set x1 private-key /tmp/far listen-port 5 peer $(wg pubkey </tmp/near) endpoint 10.99.0.1:5 allowed-ips 0.0.0.0/0,::/0
	ends x0 x1
}
# A security association in each direction, at both ends; the interface's number chooses them.
device_xfrm() {
	local one out in key=0x0001020304050607080910111213141516171819
	FAMILIES=4
	out="src 10.99.0.1 dst 10.99.0.2 proto esp" in="src 10.99.0.2 dst 10.99.0.1 proto esp"
	under && n ip link add x0 type xfrm dev v0 if_id 9 && f ip link add x1 type xfrm dev w0 if_id 9 || return
	for one in n f; do
		$one ip xfrm state add $out spi 1 mode tunnel aead 'rfc4106(gcm(aes))' $key 128 if_id 9 || return
		$one ip xfrm state add $in spi 2 mode tunnel aead 'rfc4106(gcm(aes))' $key 128 if_id 9 || return
	done
	n ip xfrm policy add dir out if_id 9 tmpl $out mode tunnel && n ip xfrm policy add dir in if_id 9 tmpl $in mode tunnel &&
		f ip xfrm policy add dir out if_id 9 tmpl $in mode tunnel && f ip xfrm policy add dir in if_id 9 tmpl $out mode tunnel && ends x0 x1
}
device_macsec() {
	local near=000102030405060708090a0b0c0d0e0f far=0f0e0d0c0b0a09080706050403020100 a b
	pair && n ip link add link v0 ms0 type macsec encrypt on && f ip link add link w0 ms1 type macsec encrypt on || return
	a=$(n cat /sys/class/net/v0/address) b=$(f cat /sys/class/net/w0/address)
	n ip macsec add ms0 tx sa 0 pn 1 on key 00 $near && n ip macsec add ms0 rx address $b port 1 on &&
		n ip macsec add ms0 rx address $b port 1 sa 0 pn 1 on key 01 $far &&
		f ip macsec add ms1 tx sa 0 pn 1 on key 01 $far && f ip macsec add ms1 rx address $a port 1 on &&
		f ip macsec add ms1 rx address $a port 1 sa 0 pn 1 on key 00 $near && ends ms0 ms1
}
device_vrf() {
	n ip link add red type vrf table 10 && n ip link set red up && pair && n ip link set v0 master red || return
	VRF=red
	ends v0 w0
	VRF=
	RUN="ip vrf exec red"
}
device_hsr() { pair 0 && pair 1 && n ip link add h0 type hsr slave1 v0 slave2 v1 && f ip link add h1 type hsr slave1 w0 slave2 w1 && ends h0 h1; }
device_batman() { pair && n ip link add bat0 type batadv && n ip link set v0 master bat0 && f ip link add bat1 type batadv && f ip link set w0 master bat1 && ends bat0 bat1; }
device_dummy() { n ip link add d0 type dummy && sink d0; }
device_ifb() { n ip link add i0 type ifb && sink i0; }
