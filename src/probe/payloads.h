/*
 * payloads.h - what is said to UDP ports. A service keeps silent about a datagram that it does not understand, so
 * each is greeted in its own protocol.
 */
#ifndef MST_PROBE_PAYLOADS_H
#define MST_PROBE_PAYLOADS_H

#include <stddef.h>
#include <stdint.h>

#include <muster/error.h>

#include "probe/payload.h"

/* A payload a port. Whoever only looks up may do so beside others. */
struct mst_payloads;

/* With those of data/udp-payloads. 0 or -ENOMEM. */
int mst_payloads_new(struct mst_payloads **payloads, struct mst_error *err);

/*
 * Adds the entries of a text of up to 1 MiB (payload_text.h says how it looks). A later entry for a port replaces an
 * earlier one, an empty payload ("") takes it away. -EINVAL with a sentence that says file, line and what was expected,
 * -ENOMEM, or what opening and reading the file fails with; the entries before the mistake are then in.
 */
int mst_payloads_add_file(struct mst_payloads *payloads, const char *path, struct mst_error *err);

/* The same for a text in memory, of any bytes; `name` stands for it in sentences. */
int mst_payloads_read(struct mst_payloads *payloads, const char *name, const char *text, size_t count,
                      struct mst_error *err);

/* Never NULL: an empty one for ports without. Good until entries are added. */
const struct mst_payload *mst_payload_for(const struct mst_payloads *payloads, uint16_t port);

/* Accepts NULL. */
void mst_payloads_free(struct mst_payloads *payloads);

/* data/udp-payloads as it was when this was built: cmake/embed.cmake makes a C file of it. */
extern const char mst_payloads_builtin[];
extern const size_t mst_payloads_builtin_size;

#endif
