/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * targets_record.h - sets of targets and of ports as bytes of a journal's plan, and back.
 */
#ifndef MST_JOURNAL_TARGETS_RECORD_H
#define MST_JOURNAL_TARGETS_RECORD_H

#include <muster/targets.h>

#include "journal/bytes.h"

/* The intervals of a closed set, by family and scope. */
void mst_put_targets(struct mst_bytes *out, const struct mst_targets *targets);

/*
 * A closed set of what was written. A link-local address belongs to an interface: where only one has such addresses,
 * it is found by its name. 0; -EBADMSG, -ENOMEM.
 */
int mst_read_targets(struct mst_reader *r, struct mst_targets **targets);

/* The names by which addresses of the set were given. */
void mst_put_names(struct mst_bytes *out, const struct mst_targets *targets);
int mst_read_names(struct mst_reader *r, struct mst_targets *targets);

void mst_put_ports(struct mst_bytes *out, const struct mst_ports *ports);
int mst_read_ports(struct mst_reader *r, struct mst_ports *ports);

#endif
