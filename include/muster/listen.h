/*
 * listen.h - who speaks on a network, and which service ports do they use: found out by listening alone.
 *
 *     open ──► (rights may go) ──► start ──► take, take, … ──► close
 *
 * Threads of its own capture, one for each interface or several; whoever looks walks over the hosts meanwhile, and neither
 * waits for the other. Sends nothing.
 */
#ifndef MUSTER_LISTEN_H
#define MUSTER_LISTEN_H

#include <muster/addr.h>
#include <muster/error.h>

#define MST_LISTEN_PORTS 64  /* of a host; more are counted */
#define MST_LISTEN_NAMES 4
#define MST_LISTEN_NAME 256  /* bytes, with the NUL */
#define MST_LISTEN_THREADS_MAX 16

struct mst_listen;

struct mst_listen_config {
	const char *const *interfaces;  /* NULL with count 0: all that are up, but the loopback */
	size_t interface_count;
	const char *read_path;          /* a file of pcap or pcapng in their place, "-" for standard input */
	const char *filter;             /* pcap-filter(7); NULL: everything */
	unsigned threads;               /* for each interface, sharing its frames by flow; 1..MST_LISTEN_THREADS_MAX */
	uint16_t max_port;              /* of services; clients' ports are above */
	uint32_t max_hosts;             /* kept at once: who was silent longest leaves first; at least 64 */
	bool promiscuous;
};

/* 1 thread, ports up to 1000, 65,536 hosts, promiscuous. */
struct mst_listen_config mst_listen_defaults(void);

/* -EINVAL, -EPERM, -ENODEV or another negative errno, with a sentence. */
int mst_listen_open(struct mst_listen **listen, const struct mst_listen_config *config, struct mst_error *err);

/* Starts the threads. Once. */
int mst_listen_start(struct mst_listen *listen, struct mst_error *err);

/* Whether there is nothing more to come: the file is over, or every interface failed. */
bool mst_listen_is_over(const struct mst_listen *listen);

/* The sentence of the n-th interface that failed (went away, …); NULL past the last. Valid until close. */
const char *mst_listen_failure(const struct mst_listen *listen, size_t n);

struct mst_listen_port {
	uint16_t port;
	bool udp;
};

/* A host, as a value. What was heard while it was copied may be in it or not. */
struct mst_listen_host {
	struct mst_addr addr;
	uint8_t mac[6];                /* of the last frame from it: beyond a router it is the router's */
	bool has_mac;
	uint64_t packets, bytes;       /* from it; bytes on the wire */
	uint64_t first_ns, last_ns;    /* since 1970, UTC */
	struct mst_listen_port ports[MST_LISTEN_PORTS]; /* ascending; that it answers from */
	unsigned port_count;
	bool more_ports;               /* than there is room for */
	const char *names[MST_LISTEN_NAMES]; /* by multicast DNS, DHCP: printable ASCII; NULL after the last */
	uint64_t serial;               /* its number among all hosts heard: the same as long as it is kept */
};

/*
 * All hosts, in an array that is allocated, its names with it, and freed with free(3), in no order. *count; NULL and 0 when there are none.
 * -ENOMEM. Any one thread at a time.
 */
int mst_listen_take(struct mst_listen *listen, struct mst_listen_host **hosts, size_t *count);

struct mst_listen_counts {
	uint64_t packets;              /* looked at */
	uint64_t received, dropped;    /* by the kernels' counts; dropped: this machine was too slow */
	uint64_t undecoded;            /* of no known sender: no IP and no ARP, or broken */
	uint64_t hosts;                /* kept now */
	uint64_t forgotten;            /* made room for others */
};
void mst_listen_get_counts(struct mst_listen *listen, struct mst_listen_counts *counts);

/* The interfaces listened on, "eth0, wlan0"; or the file. Valid until close. */
const char *mst_listen_sources(const struct mst_listen *listen);

/* Ends the threads, forgets everything. Accepts NULL. */
void mst_listen_close(struct mst_listen *listen);

#endif
