/* SPDX-License-Identifier: BSD-2-Clause */
/* names.h - learns what messages tell of machines: names, services, the port at the other end of a link. */
#ifndef MST_LISTEN_NAMES_H
#define MST_LISTEN_NAMES_H

#include "listen/learner.h"

/* Names, services and ports of switches; `sender` is NULL when it is no host. Under rcu_read_lock. */
void mst_learn_names(struct mst_learner *learner, struct mst_host *sender, const struct mst_packet *packet);

#endif
