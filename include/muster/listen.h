/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * listen.h - the hosts that send on a network, and the service ports that they use, found by listening alone.
 *
 *     open ──► (privileges may be dropped) ──► start ──► take, take, … ──► close
 *
 * Its own threads capture, one or more for each interface; the caller may read the hosts at the same time, and neither
 * waits for the other. Sends nothing.
 */
#ifndef MUSTER_LISTEN_H
#define MUSTER_LISTEN_H

#include <muster/addr.h>
#include <muster/api.h>
#include <muster/error.h>

#define MST_LISTEN_PORTS 64 /* kept for each host */
#define MST_LISTEN_NAMES 4
#define MST_LISTEN_NAME 256   /* bytes, with the NUL */
#define MST_LISTEN_VLANS 4    /* tags of a frame */
#define MST_LISTEN_PORT_ID 64 /* bytes of the name of a switch's port, with the NUL */
#define MST_LISTEN_THREADS_MAX 16

struct mst_listen;

struct mst_listen_config {
	const char *const *interfaces; /* NULL with count 0: all that are up, except loopback */
	size_t interface_count;
	const char *read_path; /* read this pcap or pcapng file instead, "-": standard input */
	const char *filter;    /* pcap-filter(7); NULL: everything */
	unsigned threads;      /* for each interface, sharing its frames by flow; 1..MST_LISTEN_THREADS_MAX */
	uint16_t max_port;     /* ports up to this one are services, those above are clients' */
	uint32_t max_hosts;    /* kept at once, at least 64; hosts silent for longest are dropped first */
	bool promiscuous;
};

/* 1 thread, ports up to 1000, 65,536 hosts, promiscuous. */
MST_API struct mst_listen_config mst_listen_defaults(void);

/* -EINVAL, -EPERM, -ENODEV or another negative errno, with a sentence. */
MST_API int mst_listen_open(struct mst_listen **listen, const struct mst_listen_config *config, struct mst_error *err);

/* Starts the threads. Once. */
MST_API int mst_listen_start(struct mst_listen *listen, struct mst_error *err);

/* Whether it has ended: the file is over, or every interface failed. */
MST_API bool mst_listen_is_over(const struct mst_listen *listen);

/* The sentence of the n-th interface that failed (went away, …); NULL past the last. Valid until close. */
MST_API const char *mst_listen_failure(const struct mst_listen *listen, size_t n);

struct mst_listen_port {
	uint16_t port;
	bool udp;
};

/* What a host serves, from its own answers: X(constant, word). Bits are numbered in this order. */
#define MST_LISTEN_SERVICE_LIST(X) \
	X(MST_LISTEN_DHCP, "dhcp") \
	X(MST_LISTEN_DHCP_RELAY, "dhcp-relay") \
	X(MST_LISTEN_DHCPV6, "dhcpv6") \
	X(MST_LISTEN_DNS, "dns") \
	X(MST_LISTEN_RA, "ra") /* router advertisements */

#define MST_LISTEN_SERVICE_CONSTANT(constant, word) constant,
enum mst_listen_service { MST_LISTEN_SERVICE_LIST(MST_LISTEN_SERVICE_CONSTANT) MST_LISTEN_SERVICES };

/* "dhcp" …; static. NULL for numbers that are none. */
MST_API const char *mst_listen_service_word(unsigned service);

/*
 * A host, as a value. Frames that arrive while it is copied may or may not be counted in it. Hosts are told apart by
 * address, VLAN tags and the network of a tunnel; a machine that sent no frame with an address of its own, by MAC
 * address and the same.
 */
struct mst_listen_host {
	struct mst_addr addr; /* MST_NO_FAMILY: a machine without an address, known by its MAC address */
	uint8_t mac[6];       /* of the last frame from it; for a host beyond a router, the router's */
	bool has_mac;
	bool on_link; /* it sent ARP, neighbour discovery, or from a link-local address: the MAC address is its own */
	uint8_t vlan_count;
	uint16_t vlans[MST_LISTEN_VLANS]; /* numbers, the outermost tag first; priority tags (number 0) do not count */
	bool has_vni;                     /* it was heard in a tunnel of VXLAN or Geneve … */
	uint32_t vni;                     /* … of this network, the innermost one */
	uint64_t packets, bytes;          /* sent by it; bytes on the wire */
	uint64_t first_ns, last_ns;       /* since 1970, UTC */
	struct mst_listen_port ports[MST_LISTEN_PORTS]; /* that it answers from, ascending */
	unsigned port_count;
	bool more_ports;                     /* there were more than MST_LISTEN_PORTS */
	uint32_t services;                   /* bit 1 << enum mst_listen_service for each */
	const char *names[MST_LISTEN_NAMES]; /* that it or others announced: printable ASCII; NULL after the last */
	/* From LLDP or CDP that it sent: its own port at the other end of the link, and the VLAN of untagged frames. */
	const char *switch_port;      /* printable ASCII; NULL: none */
	const char *switch_interface; /* ours, at which this was heard; NULL for a file. Valid until close */
	uint16_t switch_vlan;         /* 0: not told */
	uint64_t serial;              /* identifies it among all hosts, as long as it is kept */
};

/*
 * All hosts, in an array that is allocated, its texts with it, and freed with free(3), in no order. *count;
 * NULL and 0 when there are none. A machine that also sends with addresses of its own is not listed by its MAC address
 * again; its names and port are with these addresses.
 * -ENOMEM. Any one thread at a time.
 */
MST_API int mst_listen_take(struct mst_listen *listen, struct mst_listen_host **hosts, size_t *count);

struct mst_listen_counts {
	uint64_t packets;   /* frames looked at */
	uint64_t tunnelled; /* packets within them: of IP in IP, GRE, VXLAN …; each counts for its own sender */
	uint64_t received, dropped; /* as the kernel counts; dropped: this machine was too slow */
	uint64_t hosts;             /* kept now */
	uint64_t forgotten;         /* dropped to make room for others */
	/*
	 * Packets that are not among those of a listed host. At the end, packets + tunnelled is the sum of these and
	 * of the packets of all hosts of the last take; while frames arrive, some may be counted in one of both only.
	 */
	uint64_t undecoded;         /* without a sender: neither an address nor a MAC address could be read */
	uint64_t not_hosts;         /* from an address that no host can have: multicast, broadcast, unspecified */
	uint64_t unaddressed;       /* without an address, from machines that the last take listed by address */
	uint64_t forgotten_packets; /* from hosts that were dropped to make room */
};
MST_API void mst_listen_get_counts(struct mst_listen *listen, struct mst_listen_counts *counts);

/* The interfaces listened on, "eth0, wlan0"; or the file. Valid until close. */
MST_API const char *mst_listen_sources(const struct mst_listen *listen);

/* Ends the threads and frees everything. Accepts NULL. */
MST_API void mst_listen_close(struct mst_listen *listen);

#endif
