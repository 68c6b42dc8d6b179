/*
 * engine.h - the ways in which frames leave and answers come in, and which of them an interface allows.
 *
 * Nothing here sends, and nothing at an interface is changed: a look costs some milliseconds.
 */
#ifndef MUSTER_ENGINE_H
#define MUSTER_ENGINE_H

#include <muster/api.h>
#include <muster/error.h>
#include <stddef.h>

enum mst_way {
	MST_WAY_OUT, /* what --engine names */
	MST_WAY_IN,  /* what --rx names */
};

/*
 * The engines, in the order in which "auto" tries them, then those that this build lacks; NULL past the end.
 * Static.
 */
MST_API const char *mst_engine_name(enum mst_way way, size_t index);

/* Why this build lacks it, in a sentence; NULL when it does not. Static. */
MST_API const char *mst_engine_absence(enum mst_way way, const char *name);

/* How it works and where it can be had, in half a sentence; NULL when there is none of this name. Static. */
MST_API const char *mst_engine_meaning(enum mst_way way, const char *name);

/*
 * Whether this engine could be had at this interface, now and with the rights of this process, for targets by
 * way of a gateway: those on the link itself have a link-layer address each. 0, or a negative errno and why
 * not. -EINVAL: there is no such engine or interface.
 */
MST_API int mst_engine_check(enum mst_way way, const char *name, const char *interface, struct mst_error *err);

/*
 * The one that "auto" would take there, static; NULL with a sentence when none can be had. *why tells what
 * speaks against the ones that it would rather have, a line each: "name: sentence".
 */
MST_API const char *mst_engine_auto(enum mst_way way, const char *interface, struct mst_error *why,
	struct mst_error *err);

#endif
