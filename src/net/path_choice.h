/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * path_choice.h - what an interface and a source address that were chosen mean for the questions to the kernel.
 *
 *     a VRF                  the routes of its table; packets leave by its ports, and answers come in there
 *     none, in a process that `ip vrf exec` started
 *                            likewise: the kernel binds every socket of such a process to the VRF (a BPF program of
 *                            its control group), but netlink answers for the main table
 */
#ifndef MST_NET_PATH_CHOICE_H
#define MST_NET_PATH_CHOICE_H

#include "net/path_query.h"

/* Sets `oif`; `name` NULL: the interface that the query's process is bound to, if any. -EINVAL, -ENETDOWN with a
 * sentence. */
int mst_path_choose_interface(struct mst_path_query *query, const char *name, struct mst_error *err);

/* Whether the interface has an address of the query's family. -EADDRNOTAVAIL with a sentence. */
int mst_path_check_interface(const struct mst_path_query *query, const char *name, struct mst_error *err);

/* Whether `source` may be sent from; sets `foreign`. -EINVAL, -EADDRNOTAVAIL with a sentence. */
int mst_path_check_source(struct mst_path_query *query, struct mst_error *err);

/* Whether a target of link scope names its interface, and it is the one that was chosen. -EINVAL with a sentence. */
int mst_path_check_scope(const struct mst_path_query *query, const struct mst_addr *target, struct mst_error *err);

#endif
