/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tx.h - frames out: what every sending engine must be.
 *
 * An engine is one file that ends in one const struct, and one row of MST_TX_ENGINES. One lane owns one open engine,
 * and builds its frames in the engine's own memory: those that reach into the kernel have nothing to copy.
 *
 *     tx->frames   [ 0 ][ 1 ] … [ burst - 1 ][ MST_TX_SPARE more ]      send takes from the front
 */
#ifndef MST_TX_TX_H
#define MST_TX_TX_H

#include <muster/error.h>
#include <sched.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/atomic.h"
#include "net/hop.h"
#include "net/socket_table.h"

#define MST_FRAME_BYTES 80 /* the longest frame from its IP header on: a SYN over IPv6 */
#define MST_TAIL_BYTES 512 /* the longest tail behind it */
#define MST_BURST 64       /* frames in one system call; more gained nothing */
#define MST_BURST_MAX 4096 /* of any engine */
#define MST_TX_SPARE 8     /* a question may have several probes: they may stand across the end of a burst */

/* One frame as a lane builds it. The Ethernet header ends where the IP header, aligned, begins. */
struct mst_frame {
	uint16_t length; /* of `bytes` in use */
	uint8_t ethernet[MST_ETHERNET_BYTES];
	uint8_t bytes[MST_FRAME_BYTES];
	uint32_t ifindex; /* the device it leaves through */
	uint32_t slot;    /* for the lane: the entry that it belongs to */
};

/* The kernel places the elements of a mapped BPF array at multiples of eight bytes. */
_Static_assert(sizeof(struct mst_frame) == 104 && sizeof(struct mst_frame) % 8 == 0,
               "the programs in the kernel know this layout");

struct mst_tx_early;

struct mst_tx_config {
	const char *interface;      /* send only through this one; NULL: by the routing table */
	const struct mst_hop *hops; /* every first hop that frames may take; borrowed for the call */
	size_t hop_count;
	unsigned lane; /* the lane that uses this engine, of `lanes` */
	unsigned lanes;
	const cpu_set_t *cpus; /* placement: the CPUs of each lane, on which its engine is opened; NULL: any */
	bool tails;            /* frames may have tails */
	struct mst_socket_table
		*sockets;           /* for engines that are `by_sockets`, with which they need no right; borrowed */
	bool from_source;           /* … and the source address of frames is not the kernel's choice */
	struct mst_tx_early *early; /* one that is opened already, see engines.h; NULL: none */
	bool by_name;               /* the user named this engine; if not, it does only what is safe on any device */
	const char *path;           /* for engines that write files */
	bool force;                 /* overwrite it */
	bool with_ethernet;         /* write the Ethernet headers of frames too; if not, LINKTYPE_RAW */
};

/* Why fewer frames than offered were taken. */
enum mst_tx_stop {
	MST_TX_ALL,     /* all were */
	MST_TX_BUSY,    /* a queue of this machine is full: offer the rest again later */
	MST_TX_REFUSED, /* this machine will not send the first of the rest */
	MST_TX_NO_PATH, /* the first of the rest cannot leave now: its interface is down, or its route is gone */
};

/* Bytes that are sent behind a frame; they are in memory of the caller. */
struct mst_tail {
	const uint8_t *bytes; /* NULL: nothing */
	uint16_t count;
};

struct mst_tx {
	const struct mst_tx_engine *engine;
	struct mst_frame *frames; /* burst + MST_TX_SPARE */
	struct mst_tail *tails;   /* one for each frame, and rooms behind them; NULL unless config->tails */
	uint32_t burst;           /* frames that one send takes at most, <= MST_BURST_MAX */
	int error;                /* errno of the last MST_TX_REFUSED or MST_TX_NO_PATH */
	_Atomic uint64_t dropped; /* COUNTS: by the device, and noticed: not counted as gone */
};

struct mst_tx_engine {
	const char *name;
	const char *meaning;
	bool reports_drops; /* a frame that the device dropped is not lost: send does not count it as gone */
	bool as_kernel;     /* frames reach the device as those of the kernel do: an answer to another socket's question
	                     * proves that these leave, too */
	bool by_sockets;    /* it asks by sockets of the table, which an engine of the same name in rx listens to */
	bool apart; /* what it opens concerns no device, capture, or other lane: all may be opened and closed at once */
	bool touches_device; /* opening it changes something at the device: it is not opened just to list engines */

	/* Whether it works for these hops; sends nothing. 0, or a negative errno with a sentence. */
	int (*check)(const struct mst_tx_config *config, struct mst_error *err);

	/* 0 and an owned *tx, or a negative errno with a sentence. */
	int (*open)(struct mst_tx **tx, const struct mst_tx_config *config, struct mst_error *err);

	/* Ends what sends frames, where the kernel takes its time for that: only closing it may follow. NULL: closing
	 * does it. */
	void (*leave)(struct mst_tx *tx);

	/* Sends tx->frames[0..count), count <= burst; returns how many from the front are gone. Never waits. */
	size_t (*send)(struct mst_tx *tx, size_t count, enum mst_tx_stop *stop);

	/*
	 * By sockets only, else NULL: for how many frames of new questions it has room; whether no frame of the
	 * question in this slot has ever left this machine, as far as can be known; and that this question is over.
	 */
	uint32_t (*room)(const struct mst_tx *tx);
	bool (*never_left)(const struct mst_tx *tx, uint32_t slot);
	void (*over)(const struct mst_tx *tx, uint32_t slot);

	/* How its frames reach the device, in a word: "zero-copy", "copy"; NULL: there is no such choice. Static. */
	const char *(*mode)(const struct mst_tx *tx);

	/* The same before it is opened: the best that the device can, when the engine is named; or NULL. */
	const char *(*mode_at)(int ifindex, bool by_name);

	/* Sends what is buffered, and frees; also after an open that failed. 0, or a negative errno with a sentence. */
	int (*close)(struct mst_tx *tx, struct mst_error *err);
};

/*
 * The engines that send to a network, the faster first, and last the one without rights: X(name, what it needs of
 * base/needs.h) for mst_tx_NAME. The declarations, the table in engines.c, and the names in help and messages are made
 * of these rows.
 */
/* clang-format off */
#define MST_TX_ENGINES(X) \
	X(live, MST_NEEDS_BPF) \
	X(xdp, MST_NEEDS_XSK) \
	X(packet, MST_NEEDS_NOTHING) \
	X(raw, MST_NEEDS_NOTHING) \
	X(connect, MST_NEEDS_NOTHING)
/* clang-format on */

#define MST_TX_DECLARE(name, needs) extern const struct mst_tx_engine mst_tx_##name;
MST_TX_ENGINES(MST_TX_DECLARE)
#undef MST_TX_DECLARE
extern const struct mst_tx_engine mst_tx_pcapfile; /* writes a file: dry runs */

static inline size_t mst_tx_send(struct mst_tx *tx, size_t count, enum mst_tx_stop *stop)
{
	return tx->engine->send(tx, count, stop);
}

/* Accepts NULL. */
static inline int mst_tx_close(struct mst_tx *tx, struct mst_error *err)
{
	return tx ? tx->engine->close(tx, err) : 0;
}

/* The stop that an errno of a send call means. */
enum mst_tx_stop mst_tx_stop_of(int error);

struct mmsghdr;

/* The slot `send` by sendmmsg(2) on a socket: a message for each of the first `count` frames. */
size_t mst_tx_send_messages(struct mst_tx *tx, int fd, struct mmsghdr *messages, size_t count, enum mst_tx_stop *stop);

/* Memory for the frames of an engine that uses plain memory; freed with free(3). NULL: no memory. */
struct mst_frame *mst_tx_frames(uint32_t burst);

/*
 * The same for tails, with as many rooms of MST_TAIL_BYTES, for tails that are made for one frame: whoever adds frames
 * takes the rooms in turn, and so never that of a frame that has not left.
 */
struct mst_tail *mst_tx_tails(uint32_t burst);
uint8_t *mst_tx_tail_room(struct mst_tail *tails, uint32_t burst, uint32_t number);

/* The check of engines that send whole Ethernet frames: each hop has a device that takes them. */
int mst_tx_check_ethernet(const struct mst_tx_config *config, struct mst_error *err);

/* The same for engines that send only frames of their own memory: no tails. */
int mst_tx_check_short(const struct mst_tx_config *config, struct mst_error *err);

#endif
