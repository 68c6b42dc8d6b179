/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * alike.h - ports of one address that share a verdict, as rows: nmap writes "998 closed ports" where no port has more
 * to tell. They are kept as what they are, and become rows when these are read.
 */
#ifndef MST_IMPORT_ALIKE_H
#define MST_IMPORT_ALIKE_H

#include "import/gather.h"

#define MST_ALIKES_MAX 16 /* of an address */
#define MST_NO_PORT 65536

struct mst_alike {
	struct mst_result like;
	struct mst_ports *ports; /* owned */
	unsigned next;           /* the next port that is handed out; MST_NO_PORT */
};

struct mst_alikes {
	struct mst_alike all[MST_ALIKES_MAX];
	size_t count;
};

/* A mark of gather.h; `asked`: the ports that it stands for without a text. -errno with a sentence. */
int mst_alikes_add(struct mst_alikes *alikes, const struct mst_result *mark, const struct mst_texts *texts,
                   const struct mst_ports *asked, struct mst_error *err);

/* The lowest port that is left; MST_NO_PORT: none. */
unsigned mst_alikes_port(const struct mst_alikes *alikes);

/* Takes the row of that port. False: none is left. */
bool mst_alikes_take(struct mst_alikes *alikes, struct mst_result *row);

/* A port with a row of its own is none of them. Ports are to be skipped in ascending order. */
void mst_alikes_skip(struct mst_alikes *alikes, const struct mst_result *row);

/* Frees all. */
void mst_alikes_clear(struct mst_alikes *alikes);

#endif
