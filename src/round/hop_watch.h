/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hop_watch.h - watches the gateways of a round (watched_hop.h), and few hosts on links: the kernel's events about
 * neighbours, and sockets that ask the gateways. Not watched are those whose address the user gave (--gateway-mac,
 * --no-arp). Receiver's thread.
 */
#ifndef MST_ROUND_HOP_WATCH_H
#define MST_ROUND_HOP_WATCH_H

#include "net/news.h"
#include "round/hop_socket.h"
#include "round/recognise.h"
#include "round/shared.h"
#include "tx/tx.h"

/* Gets the kernel's other events; `message` NULL: some are missing. */
typedef void mst_hop_watch_others(void *user, const struct nlmsghdr *message, uint64_t now_ns);

struct mst_hop_watch {
	struct mst_shared *shared; /* borrowed, as the next; NULL: nothing is watched */
	struct mst_counts *counts;
	struct mst_hop_socket *sockets; /* one for each of shared->hops */
	struct mst_news news;
	mst_hop_watch_others *others; /* set before it is opened, as the next */
	void *others_user;
	bool unwatched[MST_EGRESSES_MAX]; /* some of its routes are not watched */
	uint64_t now_ns;
	uint64_t read_ns; /* when the sockets were read last */
};

/* `tx`: the engines, by lane; NULL: nothing is watched. Fills shared->hops. -ENOMEM with a sentence. */
int mst_hop_watch_open(struct mst_hop_watch *watch, struct mst_shared *shared, struct mst_counts *counts,
                       struct mst_tx *const *tx, struct mst_error *err);
void mst_hop_watch_close(struct mst_hop_watch *watch);

/* Routes by the hop of this number go by another gateway from now on, on the same interface. */
void mst_hop_watch_redirect(struct mst_hop_watch *watch, unsigned number, const struct mst_addr *gateway);

/* Before lanes and receiver run: gateways are asked by the engines of the lanes, which is proof of these if they
 * answer: PROOF. */
void mst_hop_watch_begin(struct mst_hop_watch *watch, struct mst_tx *const *tx);

/* Looks now, and acts on it; `waits`: an interface is down, so gateways cannot answer. */
void mst_hop_watch_look(struct mst_hop_watch *watch, bool waits, uint64_t now_ns);

/* A frame has been answered: so its gateway lived when it left. */
void mst_hop_watch_answered(struct mst_shared *shared, const struct mst_recognised *found, enum mst_settled_how how,
                            const struct mst_settlement *settlement);

#endif
