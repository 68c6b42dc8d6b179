/*
 * names.h - host names as targets. The only place of this room that asks anything outside.
 */
#ifndef MST_TARGET_NAMES_H
#define MST_TARGET_NAMES_H

#include "target/intervals.h"

/* Could this be a host name, and nothing that a resolver would read as a number? */
bool mst_name_is_plausible(const char *text);

/* Adds every IPv4 address of the name. NULL, or what went wrong: words for the end of a sentence. */
const char *mst_name_resolve(const char *name, struct mst_intervals *list);

#endif
