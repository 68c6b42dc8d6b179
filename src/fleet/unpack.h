/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * unpack.h - a chunk of results (pack.h), as it comes from the store: whoever can write there may have made it up.
 */
#ifndef MST_FLEET_UNPACK_H
#define MST_FLEET_UNPACK_H

#include "journal/bytes.h"
#include "journal/services.h"

struct mst_fleet_sink {
	/* 0, or a negative errno that ends it. */
	int (*verdict)(void *user, const struct mst_result *result);
	/* What its worker could not find out; it is asked again. */
	int (*unknown)(void *user, const struct mst_result *result);
	int (*service)(void *user, uint64_t position, const struct mst_service *service);
	void *user;
};

/*
 * Hands over what a chunk has of positions in [first, end), and leaves out the rest of the plan's. With a sink of
 * zeros it is only checked. -EBADMSG: no chunk, or a position or verdict that the plan cannot have; -ENOMEM; or what
 * the sink returned, which may have had a part by then.
 */
int mst_fleet_unpack(const uint8_t *bytes, size_t count, const struct mst_space *space, uint64_t first, uint64_t end,
                     const struct mst_fleet_sink *sink);

/* The same of a chunk that is unpacked by zstd already. */
int mst_fleet_unpack_frames(const uint8_t *bytes, size_t count, const struct mst_space *space, uint64_t first,
                            uint64_t end, const struct mst_fleet_sink *sink);

#endif
