/*
 * rx.h - frames in: what every receiving engine must be. One capture an interface; one thread reads them all.
 *
 * An engine is one file that ends in one const struct, and one row in engines.c.
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

#include "base/siphash.h"
#include "net/link.h"

/* What can be an answer: engines hand over little else. */
struct mst_rx_wanted {
	const struct mst_addr *sources; /* our addresses: answers come to them */
	size_t source_count;
	bool tcp;                       /* TCP segments are among the probes */
	bool icmp;                      /* echoes are */
	bool timestamp;                 /* ICMP timestamps are */
	bool udp;                       /* UDP datagrams are */
	bool neighbours;                /* ARP requests and neighbour solicitations are */
	bool ack;                       /* TCP segments that acknowledge something are */
	bool odd;                       /* there are probes besides echoes, timestamps, SYNs and ACKs */
	uint16_t port_first, port_last; /* our TCP and UDP ports */
	struct mst_key key;             /* of the tickets, with so many bits of slot */
	unsigned slot_bits;
};

struct mst_rx_config {
	const char *interface;
	int ifindex;
	bool ethernet;                  /* its frames begin with an Ethernet header */
	const struct mst_rx_wanted *wanted;
	size_t buffer_bytes;
	const cpu_set_t *seat;          /* where its reader runs: it is opened there; NULL: anywhere */
};

struct mst_rx {
	const struct mst_rx_engine *engine;
	char interface[IF_NAMESIZE];
	struct mst_link link;
	struct mst_rx *spare; /* for an engine that can be taken away: another that is asleep; or NULL */
};

/* Takes one frame as it was captured; `wall_ns` is the kernel's time stamp. */
typedef void mst_rx_sink(void *user, uint64_t wall_ns, const uint8_t *bytes, size_t count, size_t wire_bytes);

struct mst_rx_engine {
	const char *name;
	const char *meaning;

	/*
	 * How long a frame may rest in the kernel before a reader sees it: what arrived longer ago has been handed over
	 * by a dispatch that found nothing more.
	 */
	uint64_t lag_ns;

	/* It takes answers off the interface, which some drivers count as dropped. */
	bool takes_frames;

	/* Frames come as they arrive rather than in blocks: a reader that is ahead of them does well to nap. */
	bool trickles;

	/*
	 * Whether it could be had at this interface, without changing anything there: for an engine whose open does.
	 * NULL: opening and closing it tells. 0, or a negative errno with a sentence.
	 */
	int (*check)(const struct mst_rx_config *config, struct mst_error *err);

	/* Adds a capture that runs when this returns. A negative errno with a sentence; -EPERM: not enough privilege. */
	int (*open)(struct mst_rx **rx, const struct mst_rx_config *config, struct mst_error *err);

	/* Accepts what is half open. */
	void (*close)(struct mst_rx *rx);

	/* The link layer, a DLT_ value. */
	int (*linktype)(const struct mst_rx *rx);

	/* For poll(2), before which the reader says that it is going to wait; -1 for a file. */
	int (*fd)(struct mst_rx *rx);

	/* Hands over what is waiting, about `most` at most; returns how many, 0 when nothing was, or a negative errno with
	 * a sentence when the interface failed. */
	int (*dispatch)(struct mst_rx *rx, int most, mst_rx_sink *sink, void *user, struct mst_error *err);

	/* How many frames this machine lost since the capture began. */
	uint64_t (*drops)(struct mst_rx *rx);

	/* Whether what it has put at the interface is still there; NULL: it has put nothing there. */
	bool (*attached)(const struct mst_rx *rx);

	/* How many looked like answers, were not ours, and were not handed over for that; NULL: all are handed over. */
	uint64_t (*strangers)(struct mst_rx *rx);
};

extern const struct mst_rx_engine mst_rx_pcap;
extern const struct mst_rx_engine mst_rx_xdp;

/* The table, the faster first; NULL past the end. */
const struct mst_rx_engine *mst_rx_engine_at(size_t index);

/*
 * Opens a capture by the engine of this name; for "auto", or NULL, by the fastest that can be had on the interface, and
 * *why tells, a line each, what speaks against the faster ones. -EINVAL: no engine has that name.
 */
int mst_rx_open(struct mst_rx **rx, const char *name, const struct mst_rx_config *config, struct mst_error *why,
                struct mst_error *err);

/*
 * A capture by libpcap that takes no frame until it is woken: rights may have been given up by then. Waking it, or a
 * negative errno with a sentence.
 */
int mst_rx_open_spare(struct mst_rx **rx, const struct mst_rx_config *config, struct mst_error *err);
int mst_rx_wake_spare(struct mst_rx *rx, struct mst_error *err);

/* Reads a pcap file in place of an interface. */
int mst_rx_open_file(struct mst_rx **rx, const char *path, const char *filter, struct mst_error *err);

/* Accepts NULL. */
void mst_rx_close(struct mst_rx *rx);

/* How its interface stands. */
static inline enum mst_link_state mst_rx_look(struct mst_rx *rx, struct mst_error *why)
{
	return mst_link_look(&rx->link, why);
}

/* Whether somebody has taken away what it had put at the interface: nothing arrives any more. */
static inline bool mst_rx_is_cut(const struct mst_rx *rx)
{
	return rx->engine->attached && !rx->engine->attached(rx);
}

/* Puts its spare in the place of one that is cut. 0, or a negative errno with a sentence when there is none. */
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
