/*
 * tx.h - frames out: what every sending engine must be.
 *
 * An engine is one file that ends in one const struct. One lane owns one open engine.
 */
#ifndef MST_TX_TX_H
#define MST_TX_TX_H

#include <muster/error.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MST_BURST 64 /* frames a system call; more gained nothing when measured */

/* One frame, from its IP header on. */
struct mst_frame {
	const uint8_t *bytes;
	uint16_t length;
};

struct mst_tx_config {
	const char *interface; /* send only through this one; NULL is as the routing table says */
	const char *path;      /* of engines that write files */
	bool force;            /* overwrite it */
};

/* Why fewer frames than offered were taken. */
enum mst_tx_stop {
	MST_TX_ALL,     /* all were */
	MST_TX_BUSY,    /* a queue of this machine is full: offer the rest again later */
	MST_TX_REFUSED, /* this machine will not send the first of the rest */
};

struct mst_tx {
	const struct mst_tx_engine *engine;
	int error; /* errno of the last MST_TX_REFUSED */
};

struct mst_tx_engine {
	const char *name;

	/* 0 and an owned *tx, or a negative errno with a sentence. */
	int (*open)(struct mst_tx **tx, const struct mst_tx_config *config, struct mst_error *err);

	/* Takes frames from the front of the array, at most MST_BURST; returns how many it took. Never waits. */
	size_t (*send)(struct mst_tx *tx, const struct mst_frame *frames, size_t count, enum mst_tx_stop *stop);

	/* Finishes what is buffered and frees; accepts what is half open. 0, or a negative errno with a sentence. */
	int (*close)(struct mst_tx *tx, struct mst_error *err);
};

extern const struct mst_tx_engine mst_tx_raw;
extern const struct mst_tx_engine mst_tx_pcapfile;

static inline size_t mst_tx_send(struct mst_tx *tx, const struct mst_frame *frames, size_t count,
                                 enum mst_tx_stop *stop)
{
	return tx->engine->send(tx, frames, count, stop);
}

/* Accepts NULL. */
static inline int mst_tx_close(struct mst_tx *tx, struct mst_error *err)
{
	return tx ? tx->engine->close(tx, err) : 0;
}

#endif
