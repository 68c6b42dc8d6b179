/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rx.h - frames in: what every receiving engine must do. One capture for each interface; one thread reads them all.
 *
 * An engine is one file that ends in one const struct, and one row of MST_RX_ENGINES.
 */
#ifndef MST_RX_RX_H
#define MST_RX_RX_H

#include <muster/addr.h>
#include <muster/error.h>
#include <net/if.h>
#include <sched.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/needs.h"
#include "base/siphash.h"
#include "net/link.h"
#include "net/socket_table.h"

struct mst_rx_spare;

/* Which frames may be answers: engines hand over hardly any others. */
struct mst_rx_wanted {
	const struct mst_addr *sources; /* our addresses: answers come to them */
	size_t source_count;
	bool tcp;        /* TCP probes are sent */
	bool icmp;       /* ICMP echo requests are sent */
	bool timestamp;  /* ICMP timestamp requests are */
	bool udp;        /* UDP datagrams are */
	bool neighbours; /* ARP requests and neighbour solicitations are */
	bool ack;        /* TCP segments with ACK are */
	bool handshakes; /* of TCP, all segments are wanted: handshakes are completed without the kernel */
	bool odd;        /* probes of other kinds than echo, timestamp, SYN and ACK are */
	uint16_t port_first, port_last; /* our TCP and UDP ports */
	struct mst_key key;             /* of the tickets, which have slot_bits bits of slot */
	unsigned slot_bits;
};

/* The interface that stands for all others than some; its index is 0. Engine pcap only. */
#define MST_RX_OTHERS "any"

struct mst_rx_config {
	const char *interface;
	int ifindex;
	const int
		*except; /* of MST_RX_OTHERS: not these interfaces, and no frame of a VLAN on the interface below it */
	size_t except_count;
	bool ethernet; /* its frames begin with an Ethernet header */
	const struct mst_rx_wanted *wanted;
	size_t buffer_bytes;
	size_t answer_bytes; /* that can come at all; 0: not known. An engine that lets in nothing else needs no more */
	const cpu_set_t *cpus;  /* placement: the CPUs of its reader, on which it is opened; NULL: any */
	const char *no_program; /* why "auto" attaches no program to this interface, a sentence; NULL: it may */
	struct mst_socket_table *sockets; /* for engines that are `by_sockets`; borrowed */
	bool by_name; /* the user named this engine: it is tried where the kernel does not say if it works */
};

struct mst_rx {
	const struct mst_rx_engine *engine;
	char interface[IF_NAMESIZE];
	struct mst_link link;
	struct mst_rx_spare *spare; /* for an engine whose program can be removed from outside, rx/spare.h; or NULL */
};

/* Receives one frame as captured; `wall_ns` is the kernel's time stamp. */
typedef void mst_rx_sink(void *user, uint64_t wall_ns, const uint8_t *bytes, size_t count, size_t wire_bytes);

struct mst_rx_engine {
	const char *name;
	const char *meaning;

	/*
	 * The longest time that a frame stays in the kernel before a reader sees it. When a dispatch finds nothing
	 * more, all frames older than that have been handed over.
	 */
	uint64_t lag_ns;

	/*
	 * After a dispatch that found nothing: whether frames may wait in the kernel all the same, at this moment.
	 * NULL: that is not known.
	 */
	bool (*holds)(struct mst_rx *rx, uint64_t now_ns);

	/* It takes answers off the interface: some drivers count these frames as dropped. */
	bool takes_frames;

	/* It tells what becomes of sockets of the table, where an engine of the same name in tx asks by them. */
	bool by_sockets;

	/* Frames are handed over one by one, not in blocks: a reader that is faster than they come
	 * should sleep a little. */
	bool trickles;

	/*
	 * Whether it works at this interface, for engines whose open changes something there: check does not. NULL:
	 * open and close show it. 0, or a negative errno with a sentence.
	 */
	int (*check)(const struct mst_rx_config *config, struct mst_error *err);

	/* Opens a capture, which runs when this returns. 0, or a negative errno with a sentence;
	 * -EPERM: missing privilege. */
	int (*open)(struct mst_rx **rx, const struct mst_rx_config *config, struct mst_error *err);

	/* Also after an open that failed. */
	void (*close)(struct mst_rx *rx);

	/*
	 * Ends what brings frames in, where the kernel takes its time for that: nothing is dispatched any more, but
	 * counts can be read until it is closed. NULL: closing does it.
	 */
	void (*leave)(struct mst_rx *rx);

	/* The link layer, a DLT_ value. */
	int (*linktype)(const struct mst_rx *rx);

	/* The descriptor for poll(2); call it before each wait. -1 for a file. */
	int (*fd)(struct mst_rx *rx);

	/* Hands over waiting frames, about `most` at most. Returns how many, 0 when there was none, or a negative errno
	 * with a sentence when the interface failed. */
	int (*dispatch)(struct mst_rx *rx, int most, mst_rx_sink *sink, void *user, struct mst_error *err);

	/* How many frames this machine lost since the capture began. */
	uint64_t (*drops)(struct mst_rx *rx);

	/* Whether its program is still attached to the interface; NULL: it attaches none. */
	bool (*attached)(const struct mst_rx *rx);

	/* How many frames looked like answers, had no ticket of ours, and were not handed over;
	 * NULL: all are handed over. */
	uint64_t (*strays)(struct mst_rx *rx);
};

/*
 * The engines, the faster first: X(name, what it needs of base/needs.h) for mst_rx_NAME. The declarations, the table in
 * engines.c, and the names in help and messages are made of these rows.
 */
/* clang-format off */
#define MST_RX_ENGINES(X) \
	X(xdp, MST_NEEDS_BPF) \
	X(pcap, MST_NEEDS_NOTHING) \
	X(connect, MST_NEEDS_NOTHING)
/* clang-format on */

#define MST_RX_DECLARE(name, needs) extern const struct mst_rx_engine mst_rx_##name;
MST_RX_ENGINES(MST_RX_DECLARE)
#undef MST_RX_DECLARE

/* The engines of this build, the faster first; NULL past the end. */
const struct mst_rx_engine *mst_rx_engine_at(size_t index);

/* Those that it lacks, in the same order; name NULL past the end. */
struct mst_absent mst_rx_absent_at(size_t index);

/*
 * Opens a capture by the engine of this name. For "auto" or NULL, by the fastest that works on the interface; *why then
 * gets a line for each faster one: why it does not. -EINVAL: no engine has that name.
 */
int mst_rx_open(struct mst_rx **rx, const char *name, const struct mst_rx_config *config, struct mst_error *why,
                struct mst_error *err);

/* A capture by libpcap that takes no frames until it is woken, see rx/spare.h. 0, or a negative errno with a sentence.
 */
int mst_rx_open_asleep(struct mst_rx **rx, const struct mst_rx_config *config, struct mst_error *err);
int mst_rx_wake(struct mst_rx *rx, struct mst_error *err);

/* Reads a pcap file in place of an interface. */
int mst_rx_open_file(struct mst_rx **rx, const char *path, const char *filter, struct mst_error *err);

/* Accepts NULL. */
void mst_rx_close(struct mst_rx *rx);

/* Waits until the link of its interface is up, five seconds at most: drivers may take it down when programs are
 * attached and queues are set up. */
void mst_rx_await_link(struct mst_rx *rx);

/* The state of its interface. */
static inline enum mst_link_state mst_rx_look(struct mst_rx *rx, struct mst_error *why)
{
	return mst_link_look(&rx->link, why);
}

/* Whether its program was removed from the interface by someone else: no answers arrive any more. */
static inline bool mst_rx_is_cut(const struct mst_rx *rx)
{
	return rx->engine->attached && !rx->engine->attached(rx);
}

/* Replaces a capture that is cut by its spare. 0, or a negative errno with a sentence when there is none. */
int mst_rx_fall_back(struct mst_rx **rx, struct mst_error *err);

static inline int mst_rx_linktype(const struct mst_rx *rx)
{
	return rx->engine->linktype(rx);
}

static inline int mst_rx_fd(struct mst_rx *rx)
{
	return rx->engine->fd(rx);
}

static inline int mst_rx_dispatch(struct mst_rx *rx, int most, mst_rx_sink *sink, void *user, struct mst_error *err)
{
	return rx->engine->dispatch(rx, most, sink, user, err);
}

static inline uint64_t mst_rx_drops(struct mst_rx *rx)
{
	return rx->engine->drops(rx);
}

#endif
