/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * engine.h - the engines that send frames and receive answers, and which of them an interface supports.
 *
 * Nothing here sends, and nothing at an interface is changed: a check takes some milliseconds.
 */
#ifndef MUSTER_ENGINE_H
#define MUSTER_ENGINE_H

#include <muster/api.h>
#include <muster/error.h>
#include <stdbool.h>
#include <stddef.h>

enum mst_engine_role {
	MST_ENGINE_SEND,    /* sends frames: option --engine */
	MST_ENGINE_RECEIVE, /* receives answers: option --rx */
};

/* The engines in the order in which "auto" tries them, then those that this build lacks; NULL past the end. Static. */
MST_API const char *mst_engine_name(enum mst_engine_role role, size_t index);

/* Why this build lacks the engine, in a sentence; NULL when it has the engine. Static. */
MST_API const char *mst_engine_absence(enum mst_engine_role role, const char *name);

/* How the engine works and where it is available, in half a sentence; NULL when no engine has this name. Static. */
MST_API const char *mst_engine_meaning(enum mst_engine_role role, const char *name);

/*
 * Whether the engine is available at this interface, now and with the privileges of this process, for targets beyond a
 * gateway (targets on-link have a link-layer address each). 0, or a negative errno with the reason. -EINVAL: there is
 * no such engine or interface.
 */
MST_API int mst_engine_check(enum mst_engine_role role, const char *name, const char *interface, struct mst_error *err);

/* How an engine stands at an interface, in one word each. */
struct mst_engine_state {
	int code;         /* 0: it works when it is named; else a negative errno */
	bool automatic;   /* "auto" may choose it: it works, and costs no other program its link */
	const char *word; /* why it does not work, or only when it is named: rights, kernel, driver, link, down, taken,
	                   * restarts, session, build, failed. "" when automatic. Static */
	const char *mode; /* of frames that it sends or receives: "zero-copy", "copy"; "" where there is no such choice.
	                     Static */
	struct mst_error why; /* the sentence of the word */
};

/* Looks without changing anything; a name that no engine has is -EINVAL, as in mst_engine_check. */
MST_API void mst_engine_look(enum mst_engine_role role, const char *name, const char *interface,
                             struct mst_engine_state *state);

/*
 * The engine that "auto" would choose at this interface, static; NULL with a sentence when none is available. *why has
 * a line for each faster engine that was rejected: "name: sentence".
 */
MST_API const char *mst_engine_auto(enum mst_engine_role role, const char *interface, struct mst_error *why,
                                    struct mst_error *err);

#endif
