/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * attach.h - whether the engine that is chosen by itself ("auto") may attach an XDP program to an interface: only where
 * that costs no other program its link. Pure.
 */
#ifndef MST_PLAN_ATTACH_H
#define MST_PLAN_ATTACH_H

#include <muster/error.h>
#include <stdbool.h>

#include "net/session.h"
#include "net/xdp_drivers.h"

/* X(constant, one word for `muster ifaces`) */
#define MST_ATTACH_VERDICTS(X) \
	X(MST_ATTACH_ALLOWED, "yes") \
	X(MST_ATTACH_UNKNOWN_DRIVER, "driver") /* the driver is in no row of the table */ \
	X(MST_ATTACH_OLD_KERNEL, "kernel")     /* the driver of this kernel is older than the row */ \
	X(MST_ATTACH_RESTARTS, "restarts")     /* the driver would restart the device */ \
	X(MST_ATTACH_BELOW, "restarts")        /* the driver would pass it on to devices that may restart */ \
	X(MST_ATTACH_SESSION, "session")       /* the SSH connection comes through it */ \
	X(MST_ATTACH_DEFAULT_ROUTE, "session") /* a default route leads through it: a session may */

#define MST_ATTACH_VERDICT(constant, word) constant,
enum mst_attach_verdict { MST_ATTACH_VERDICTS(MST_ATTACH_VERDICT) };
#undef MST_ATTACH_VERDICT

struct mst_attach_facts {
	const char *driver; /* as `ethtool -i` prints it; "" when it has none */
	unsigned kernel;    /* MST_KERNEL() of the one that runs */
	enum mst_session session;
};

enum mst_attach_verdict mst_attach_choose(const struct mst_attach_facts *facts);

/* The word of the verdict. Static. */
const char *mst_attach_word(enum mst_attach_verdict verdict);

/* 0 when it is allowed; else -ECANCELED with the sentence. */
int mst_attach_explain(enum mst_attach_verdict verdict, const char *interface, const char *driver,
                       struct mst_error *err);

/* Whether a program that was asked for by name costs other programs something, and the sentence that says so; of a
 * verdict without a session. */
bool mst_attach_costs(enum mst_attach_verdict verdict, const char *interface, const char *driver,
                      struct mst_error *sentence);

#endif
