/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * attaching.h - asks plan/attach.h about an interface of this machine.
 */
#ifndef MST_SCAN_ATTACHING_H
#define MST_SCAN_ATTACHING_H

#include <muster/scan.h>
#include <stdbool.h>

/*
 * Whether the config names an engine that needs an XDP program at the interface, or works with more of them only then:
 * --rx xdp, --engine xdp (without copying), --engine live.
 */
bool mst_attaching_is_named(const struct mst_scan_config *config);

/* Whether the engine that is chosen by itself may attach a program to this interface. 0, or -ECANCELED with the
 * sentence, and in *word the verdict's (static; NULL: not wanted). */
int mst_attaching_check(const char *interface, const char **word, struct mst_error *err);

/* Whether a program at this interface, asked for by name, costs other programs their link or their frames; then with
 * the sentence. */
bool mst_attaching_costs(const char *interface, struct mst_error *sentence);

#endif
