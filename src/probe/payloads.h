/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * payloads.h - the payload for each UDP port. A service does not answer a datagram that it does not understand, so each
 * port gets one in the protocol of its service.
 */
#ifndef MST_PROBE_PAYLOADS_H
#define MST_PROBE_PAYLOADS_H

#include <stddef.h>
#include <stdint.h>

#include <muster/error.h>

#include "probe/payload.h"

/* A payload for each port. Any number of threads may look up while none adds. */
struct mst_payloads;

/* A new list, with the entries of data/udp-payloads. 0 or -ENOMEM. */
int mst_payloads_new(struct mst_payloads **payloads, struct mst_error *err);

/* A new list in which no port has a payload. 0 or -ENOMEM. */
int mst_payloads_new_empty(struct mst_payloads **payloads, struct mst_error *err);

/*
 * Adds the entries of a text of up to 1 MiB (payload_text.h says how it looks). A later entry for a port replaces an
 * earlier one; an empty payload ("") removes it. At most MST_ANY_PORTS_MAX ports have the word any-port. -EINVAL with a
 * sentence that names file, line and what was expected; -ENOMEM; or the error of opening or reading the file. Entries
 * before the mistake have been added then.
 */
int mst_payloads_add_file(struct mst_payloads *payloads, const char *path, struct mst_error *err);

/* The same for a text in memory, of any bytes; sentences call it `name`. */
int mst_payloads_read(struct mst_payloads *payloads, const char *name, const char *text, size_t count,
                      struct mst_error *err);

/* The payload of a port, an empty one if it has none. Never NULL; valid until entries are added. */
const struct mst_payload *mst_payload_for(const struct mst_payloads *payloads, uint16_t port);

/*
 * The ports whose services answer from a new port, at most MST_ANY_PORTS_MAX; `*count` of them. Valid until
 * entries are added.
 */
#define MST_ANY_PORTS_MAX 16
const uint16_t *mst_payloads_any_port(const struct mst_payloads *payloads, unsigned *count);

/* Of what these ports get (FNV-1a): the same for the same payloads. */
uint64_t mst_payloads_hash(const struct mst_payloads *payloads, const uint16_t *ports, uint32_t count);

/* Accepts NULL. */
void mst_payloads_free(struct mst_payloads *payloads);

/* The contents of data/udp-payloads: cmake/embed.cmake makes a C file of it. */
extern const char mst_payloads_builtin[];
extern const size_t mst_payloads_builtin_size;

#endif
