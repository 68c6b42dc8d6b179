/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * service_copies.h - copies of services (muster/service.h) for whoever keeps results longer than they are lent: made
 * one by one, given back all at once.
 */
#ifndef MST_BASE_SERVICE_COPIES_H
#define MST_BASE_SERVICE_COPIES_H

#include <muster/service.h>

struct mst_copies_block;

/* Begin with zeroed memory. */
struct mst_service_copies {
	struct mst_copies_block *blocks; /* the newest first */
};

/* A copy, valid until clear; NULL for NULL, and without memory. */
const struct mst_service *mst_service_copy(struct mst_service_copies *copies, const struct mst_service *service);

/* The same of bytes that mst_service_pack wrote; NULL for any others, and without memory. */
const struct mst_service *mst_service_copy_packed(struct mst_service_copies *copies, const uint8_t *bytes, size_t size);

/* Gives all copies back. */
void mst_service_copies_clear(struct mst_service_copies *copies);

/* Accepts zeroed memory. */
void mst_service_copies_free(struct mst_service_copies *copies);

#endif
