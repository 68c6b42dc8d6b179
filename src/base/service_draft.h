/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * service_draft.h - a service (muster/service.h) that is being found out, with room for all its texts; and its bytes in
 * files: for each text that is known its field (8 bits), its size (16 bits, little-endian), its bytes.
 */
#ifndef MST_BASE_SERVICE_DRAFT_H
#define MST_BASE_SERVICE_DRAFT_H

#include <muster/service.h>
#include <stdbool.h>

/* Of the bytes in files: each text at its longest. */
#define MST_SERVICE_MOST(constant, name, most, meaning) +3 + most
#define MST_SERVICE_BYTES_MAX ((size_t)(0 MST_SERVICE_FIELDS(MST_SERVICE_MOST)))

/* Not to be copied by assignment: its texts point into it. */
struct mst_service_draft {
	struct mst_service service;
	uint8_t bytes[MST_SERVICE_BYTES_MAX]; /* the texts, each at a place of its own */
};

/* Nothing is known. */
void mst_draft_begin(struct mst_service_draft *draft);

/* Keeps a copy of a text, cut at the most bytes of its field, in place of an earlier one. Size 0: it is not known. */
void mst_draft_set(struct mst_service_draft *draft, enum mst_service_field field, const void *bytes, size_t size);

/* The same, unless the field is known already. */
void mst_draft_add(struct mst_service_draft *draft, enum mst_service_field field, const void *bytes, size_t size);

/* The same for a string. */
void mst_draft_add_text(struct mst_service_draft *draft, enum mst_service_field field, const char *text);

bool mst_draft_knows(const struct mst_service_draft *draft, enum mst_service_field field);

/* Adds every text of `service` whose field is not known. */
void mst_draft_join(struct mst_service_draft *draft, const struct mst_service *service);

/* Writes a service into `bytes`, which has room for MST_SERVICE_BYTES_MAX; returns how many were written. */
size_t mst_service_pack(uint8_t *bytes, const struct mst_service *service);

/* The reverse; the texts point into `bytes`. False for bytes that pack does not write: an unknown field, one twice or
 * out of order, too long a text, a cut one. */
bool mst_service_unpack(struct mst_service *service, const uint8_t *bytes, size_t size);

#endif
