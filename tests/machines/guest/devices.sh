# SPDX-License-Identifier: BSD-2-Clause
# Sourced by the guest's init: devices that kernels make. device_NAME makes one between the namespaces near and far;
# the host finds the names in this file. It sets IF, the device at the near end, and where they differ:
#
#   FAMILIES  4, 6 or both      ASKS  what can be asked      RUN  what programs are started by (ip vrf exec …)
#   OPTIONS   of muster, which is then started without RUN
#   SINK      frames end there: every host is dead
#
# near: 10.77.0.2/20, fd77::2/64, and routes to 10.78.0.0/16 and fd78::/64 via the far end, 10.77.0.1 and fd77::1.
# Which addresses live at the far end is said by judge.py.

# in_ns NAMESPACE COMMAND…: ip needs no second program for that.
in_ns() {
	local ns=$1
	shift
	if [ $1 = ip ]; then
		shift
		ip -n $ns "$@"
	else
		ip netns exec $ns "$@"
	fi
}
n() { in_ns near "$@"; }
f() { in_ns far "$@"; }
nl() { n ip link "$@"; }
fl() { f ip link "$@"; }

KNOBS="ipv4/icmp_ratelimit=0 ipv4/icmp_ratemask=0 ipv4/icmp_msgs_per_sec=1000000 ipv4/tcp_synack_retries=1
	ipv4/conf/all/rp_filter=0 ipv4/conf/default/rp_filter=0 ipv4/conf/default/send_redirects=0 ipv6/icmp/ratelimit=0
	ipv6/conf/default/accept_dad=0 ipv6/conf/all/accept_dad=0"
set_knobs() {
	local knob
	for knob in $KNOBS; do
		[ ! -w /proc/sys/net/${knob%=*} ] || echo ${knob#*=} >/proc/sys/net/${knob%=*}
	done
	echo "0 2147483647" >/proc/sys/net/ipv4/ping_group_range
}

namespaces() {
	local ns
	set_knobs
	for ns in near far; do
		ip netns add $ns
		ip -n $ns link set lo up
		ip netns exec $ns sh -c '. /guest/devices.sh; set_knobs'
	done
	started=
}

# begun COMMAND…: a program that runs as long as the device.
begun() {
	"$@" >/tmp/begun 2>&1 &
	started="$started $!"
}

# What a module makes by itself stays; what is in the two namespaces ends with them.
OWN='lo\|bond0\|dummy0\|sit0\|tunl0\|gre0\|gretap0\|erspan0\|ip6tnl0\|ip6gre0\|ip6_vti0\|ip_vti0\|ifb[01]'
clear_away() {
	local one
	for one in $started; do kill -9 $one 2>/dev/null; done
	for one in $started; do wait $one 2>/dev/null; done
	ip netns delete near
	ip netns delete far
	ip -o link show | sed -n 's/^[0-9]*: \([^:@]*\).*/\1/p' | grep -vx -e "$OWN" | while read one; do
		ip link delete "$one" 2>/dev/null
	done
}

# Until the device is up and a first answer comes: bonds, bridges and cards take their time.
settle() {
	local t
	for t in 1 2 3 4 5 6 7 8; do
		[ -z "$SINK" ] || break
		! n $RUN aid hosts 10.78.0.1 10.78.0.1 1 | grep -q . || break
		! n $RUN aid hosts fd78::41 fd78::41 1 | grep -q . || break
	done 2>/dev/null
}

# pair [N]: a veth pair, vN near and wN far, both up.
pair() {
	local i=${1-0}
	nl add v$i type veth peer name w$i netns far && nl set v$i up && fl set w$i up
}
near_end() {
	local vrf=${VRF:+vrf $VRF}
	IF=$1
	nl set $1 up || return
	n ip address add 10.77.0.2/20 dev $1
	n ip -6 address add fd77::2/64 dev $1 nodad
	n ip route add $vrf 10.78.0.0/16 via 10.77.0.1 dev $1
	n ip -6 route add $vrf fd78::/64 via fd77::1 dev $1
	return 0 # of two families, one is enough
}
far_end() {
	fl set $1 up || return
	f ip address add 10.77.0.1/20 dev $1
	f ip -6 address add fd77::1/64 dev $1 nodad
	live $1
}
# What lives at the far end. IPv6 hosts on-link are addresses, so that neighbour solicitations are answered.
live() {
	local i
	for i in 0 1; do
		f ip route add local 10.77.$i.64/26 dev lo
		f ip route add local 10.78.$i.0/25 dev lo
	done
	f ip -6 route add local fd78::40/122 dev lo
	for i in 0 1 2 3 4 5 6 7 8 9 a b c d e f; do
		echo "address add fd77::4$i/128 dev $1 nodad"
	done | f ip -6 -batch -
	begun ip netns exec far aid listen 22
	return 0
}
ends() { far_end $2 && near_end $1; }

# under: the network that tunnels go through.
under() {
	pair || return
	n ip address add 10.99.0.1/30 dev v0 && f ip address add 10.99.0.2/30 dev w0 || return
	n ip -6 address add fd99::1/64 dev v0 nodad && f ip -6 address add fd99::2/64 dev w0 nodad
}
# tunnel TYPE NEAR FAR [OPTION…]
tunnel() {
	local type=$1 near=$2 far=$3
	shift 3
	under && nl add x0 type $type local $near remote $far "$@" || return
	fl add x1 type $type local $far remote $near "$@" && ends x0 x1
}
tunnel4() {
	local type=$1
	shift
	tunnel $type 10.99.0.1 10.99.0.2 "$@"
}
tunnel6() {
	local type=$1
	shift
	tunnel $type fd99::1 fd99::2 "$@"
}

# A device where frames end.
sink() {
	SINK=1
	near_end $1 && tell sink
}

# A card of the machine, whose driver is DRIVER. Its far end is outside (guests.py).
card() {
	local one t
	modprobe virtio_pci
	for one in $DRIVER; do modprobe $one; done
	for t in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		for one in $(ls /sys/class/net); do
			[ -e /sys/class/net/$one/device ] || continue
			ip link set $one netns near && near_end $one
			return
		done
		sleep 0.5
	done
	echo "no interface by the driver $DRIVER"
	return 1
}

device_veth() { pair && ends v0 w0; }

netkit() { nl add k0 type netkit mode $1 peer name k1 && nl set k1 netns far && ends k0 k1; }
device_netkit_l2() { netkit l2; }
device_netkit_l3() { netkit l3; }

device_vlan() { pair && nl add link v0 name v0.5 type vlan id 5 && fl add link w0 name w0.5 type vlan id 5 && ends v0.5 w0.5; }
device_qinq() {
	pair || return
	nl add link v0 name q0 type vlan proto 802.1ad id 7 && nl add link q0 name q1 type vlan id 5 && nl set q0 up || return
	fl add link w0 name p0 type vlan proto 802.1ad id 7 && fl add link p0 name p1 type vlan id 5 && fl set p0 up || return
	ends q1 p1
}

# upon TYPE MODE: a device upon a veth.
upon() { pair && nl add link v0 name m0 type $1 mode $2 && ends m0 w0; }
device_macvlan() { upon macvlan bridge; }
device_macvlan_private() { upon macvlan private; }
device_macvlan_vepa() { upon macvlan vepa; }
device_macvlan_passthru() { upon macvlan passthru; }
device_macvtap() { upon macvtap bridge; }
device_ipvlan_l2() { upon ipvlan l2; }
device_ipvtap_l2() { upon ipvtap l2; }
# As containers have it: the device alone in its namespace; the parent, elsewhere, routes.
ipvlan_routed() {
	ASKS="routed ports routed6" IF=m0
	ip link add v0 type veth peer name w0 netns far && ip link set v0 up && fl set w0 up || return
	ip address add 10.99.0.1/30 dev v0 && f ip address add 10.99.0.2/30 dev w0
	ip -6 address add fd99::1/64 dev v0 nodad && f ip -6 address add fd99::2/64 dev w0 nodad
	ip route add 10.78.0.0/16 via 10.99.0.2 && ip -6 route add fd78::/64 via fd99::2
	f ip route add 10.77.0.2/32 via 10.99.0.1 && f ip -6 route add fd77::2/128 via fd99::1
	live w0
	ip link add link v0 name m0 type ipvlan mode $1 && ip link set m0 netns near && nl set m0 up || return
	n ip address add 10.77.0.2/32 dev m0 && n ip -6 address add fd77::2/128 dev m0 nodad
	n ip route add default dev m0 && n ip -6 route add default dev m0
}
device_ipvlan_l3() { ipvlan_routed l3; }
device_ipvlan_l3s() { ipvlan_routed l3s; }

bridge_of_v0() { pair && nl add br0 type bridge forward_delay 0 "$@" && nl set v0 master br0; }
device_bridge() { bridge_of_v0 && ends br0 w0; }
device_bridge_vlan() {
	bridge_of_v0 vlan_filtering 1 && nl set br0 up || return
	n bridge vlan add dev v0 vid 5 && n bridge vlan add dev br0 vid 5 self || return
	nl add link br0 name br0.5 type vlan id 5 && fl add link w0 name w0.5 type vlan id 5 && ends br0.5 w0.5
}
# The bridge's own interface is a member of VLAN 5, untagged there and tagged at the port.
device_bridge_pvid() {
	bridge_of_v0 vlan_filtering 1 vlan_default_pvid 0 || return
	n bridge vlan add dev v0 vid 5 && n bridge vlan add dev br0 vid 5 pvid untagged self || return
	fl add link w0 name w0.5 type vlan id 5 && ends br0 w0.5
}

switch_c0() { fl add c0 type bridge forward_delay 0; }
# ports_of MASTER: two pairs, enslaved at both ends; the far end is c0.
ports_of() {
	local i
	for i in ${2-0 1}; do
		pair $i && nl set v$i down && nl set v$i master $1 && nl set v$i up || return
		fl set w$i down && fl set w$i master c0 && fl set w$i up || return
	done
}
# bond MODE [switch]: the far end is a bond of the same mode, or a bridge as a switch is.
bond() {
	nl add b0 type bond mode $1 miimon 100 || return
	if [ "$2" = switch ]; then switch_c0; else fl add c0 type bond mode $1 miimon 100; fi
	ports_of b0 && ends b0 c0
}
device_bond_rr() { bond balance-rr; }
device_bond_backup() { bond active-backup switch; }
device_bond_xor() { bond balance-xor; }
device_bond_broadcast() { bond broadcast; }
device_bond_lacp() { bond 802.3ad; }
device_bond_tlb() { bond balance-tlb switch; }
device_bond_alb() { bond balance-alb switch; }

# team MODE PORTS: the far end is a bridge. One address for all is what teamd would see to.
team() {
	local i
	nl add t0 address 02:00:00:00:00:77 type team && n teamnl t0 setoption mode $1 && switch_c0 && ports_of t0 "$2" || return
	for i in $2; do nl set v$i address 02:00:00:00:00:77; done
	[ $1 != activebackup ] || n teamnl t0 setoption activeport $(n cat /sys/class/net/v0/ifindex)
	ends t0 c0
}
device_team_backup() { team activebackup "0 1"; }
device_team_balance() { team loadbalance 0; }
device_team_rr() { team roundrobin 0; }

# tuns MODE: a program carries frames between two such devices.
tuns() {
	modprobe tun
	n ip tuntap add t0 mode $1 && f ip tuntap add t1 mode $1 && begun aid relay near t0 far t1 $1
}
device_tun() { tuns tun && ends t0 t1; }
device_tap() { tuns tap && ends t0 t1; }
# The addresses are those of another interface, as with a tunnel that borrows one.
device_tun_bare() {
	tuns tun && far_end t1 || return
	IF=t0
	n ip address add 10.77.0.2/32 dev lo && n ip -6 address add fd77::2/128 dev lo && nl set t0 up || return
	n ip route add 10.77.0.0/20 dev t0 && n ip route add 10.78.0.0/16 dev t0 || return
	n ip -6 route add fd77::/64 dev t0 && n ip -6 route add fd78::/64 dev t0
}

device_ppp() {
	local t common="nodetach noauth local nodefaultroute noccp +ipv6"
	modprobe ppp_async
	[ -e /dev/ppp ] || mknod /dev/ppp c 108 0
	begun ip netns exec near pppd $common ifname p0 10.77.0.2:10.77.0.1 \
		pty "/tools/bin/ip netns exec far pppd notty $common ifname p1 10.77.0.1:10.77.0.2"
	for t in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		! n ip -o -4 address show dev p0 | grep -q 10.77.0.2 || break
		sleep 1
	done 2>/dev/null
	sleep 2
	n ip address flush dev p0 scope global && f ip address flush dev p1 scope global && ends p0 p1 && return
	tail -1 /tmp/begun
	return 1
}

device_gre() { tunnel4 gre; }
device_gre_keyed() { tunnel4 gre key 7; }
device_gre_csum_seq() { tunnel4 gre key 7 csum seq; }
# No remote address: the neighbour table has the outer addresses.
device_gre_multipoint() {
	ASKS="routed ports"
	under && nl add x0 type gre local 10.99.0.1 key 7 && fl add x1 type gre local 10.99.0.2 key 7 && ends x0 x1 || return
	AFRESH="n ip neighbour replace 10.77.0.1 lladdr 10.99.0.2 dev x0 nud permanent"
	$AFRESH && f ip neighbour replace 10.77.0.2 lladdr 10.99.0.1 dev x1 nud permanent
}
device_gretap() { tunnel4 gretap; }
device_gretap_keyed() { tunnel4 gretap key 7; }
device_erspan() { tunnel4 erspan seq key 7 erspan_ver 1 erspan 9; }
device_ip6gre() { tunnel6 ip6gre; }
device_ip6gre_keyed() { tunnel6 ip6gre key 7; }
device_ip6gretap() { tunnel6 ip6gretap; }
device_ipip() {
	FAMILIES=4
	tunnel4 ipip
}
device_sit() {
	FAMILIES=6
	tunnel4 sit
}
device_ip6tnl() { tunnel6 ip6tnl mode any; }
device_vxlan() {
	under && nl add x0 type vxlan id 9 remote 10.99.0.2 dstport 4789 dev v0 || return
	fl add x1 type vxlan id 9 remote 10.99.0.1 dstport 4789 dev w0 && ends x0 x1
}
device_geneve() {
	under && nl add x0 type geneve id 9 remote 10.99.0.2 && fl add x1 type geneve id 9 remote 10.99.0.1 && ends x0 x1
}
device_wireguard() {
	local all="allowed-ips 0.0.0.0/0,::/0"
	under && nl add x0 type wireguard && fl add x1 type wireguard || return
	wg genkey >/tmp/near && wg genkey >/tmp/far || return
	n wg set x0 private-key /tmp/near listen-port 5 peer $(wg pubkey </tmp/far) endpoint 10.99.0.2:5 $all || return
	f wg set x1 private-key /tmp/far listen-port 5 peer $(wg pubkey </tmp/near) endpoint 10.99.0.1:5 $all || return
	ends x0 x1
}
# A security association in each direction, at both ends; the interface's number chooses them.
device_xfrm() {
	local one out in aead="aead rfc4106(gcm(aes)) 0x0001020304050607080910111213141516171819 128"
	FAMILIES=4
	out="src 10.99.0.1 dst 10.99.0.2 proto esp" in="src 10.99.0.2 dst 10.99.0.1 proto esp"
	under && nl add x0 type xfrm dev v0 if_id 9 && fl add x1 type xfrm dev w0 if_id 9 || return
	for one in n f; do
		$one ip xfrm state add $out spi 1 mode tunnel $aead if_id 9 || return
		$one ip xfrm state add $in spi 2 mode tunnel $aead if_id 9 || return
	done
	for one in "n dir out if_id 9 tmpl $out" "n dir in if_id 9 tmpl $in" "f dir out if_id 9 tmpl $in" "f dir in if_id 9 tmpl $out"; do
		${one%% *} ip xfrm policy add ${one#* } mode tunnel || return
	done
	ends x0 x1
}
# macsec_end n|f DEVICE OWN-KEY OTHER-KEY OTHER-MAC OWN-ID OTHER-ID
macsec_end() {
	$1 ip macsec add $2 tx sa 0 pn 1 on key $6 $3 && $1 ip macsec add $2 rx address $5 port 1 on || return
	$1 ip macsec add $2 rx address $5 port 1 sa 0 pn 1 on key $7 $4
}
device_macsec() {
	local near=000102030405060708090a0b0c0d0e0f far=0f0e0d0c0b0a09080706050403020100
	pair && nl add link v0 ms0 type macsec encrypt on && fl add link w0 ms1 type macsec encrypt on || return
	macsec_end n ms0 $near $far $(f cat /sys/class/net/w0/address) 00 01 || return
	macsec_end f ms1 $far $near $(n cat /sys/class/net/v0/address) 01 00 || return
	ends ms0 ms1
}
device_vrf() {
	nl add red type vrf table 10 && nl set red up && pair && nl set v0 master red || return
	VRF=red
	ends v0 w0
	VRF= RUN="ip vrf exec red"
}
device_vrf_named() { device_vrf && OPTIONS="--interface red"; }
# Routed hosts by label 100; the far end refuses what comes without it.
device_mpls() {
	pair && modprobe mpls_iptunnel && ends v0 w0 || return
	f sh -c 'echo 1000 >/proc/sys/net/mpls/platform_labels && echo 1 >/proc/sys/net/mpls/conf/w0/input' || return
	n ip route replace 10.78.0.0/16 encap mpls 100 via 10.77.0.1 dev v0 && f ip -f mpls route add 100 dev lo || return
	f ip rule add pref 10 iif w0 to 10.78.0.0/16 blackhole && f ip rule add pref 100 lookup local && f ip rule del pref 0
	FAMILIES=4
}
# Routed hosts behind the segment fd77::1.
device_seg6() {
	pair && ends v0 w0 && n ip -6 route replace fd78::/64 encap seg6 mode encap segs fd77::1 dev v0 || return
	f sh -c 'for i in all w0; do echo 1 >/proc/sys/net/ipv6/conf/$i/seg6_enabled; done'
	FAMILIES=6
}
device_hsr() {
	pair 0 && pair 1 && nl add h0 type hsr slave1 v0 slave2 v1 && fl add h1 type hsr slave1 w0 slave2 w1 && ends h0 h1
}
# A solicitation of a group that no member of the mesh listens to is dropped, and counted as dropped (batadv_mcast_forw_mode),
# so dead IPv6 hosts on-link are unknown.
device_batman() {
	ASKS="routed onlink ports routed6"
	pair && nl add bat0 type batadv && nl set v0 master bat0 || return
	fl add bat1 type batadv && fl set w0 master bat1 && ends bat0 bat1
}
device_dummy() { nl add d0 type dummy && sink d0; }
device_ifb() { nl add i9 type ifb && sink i9; }
