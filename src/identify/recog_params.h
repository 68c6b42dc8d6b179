/* SPDX-License-Identifier: BSD-2-Clause */
/* recog_params.h - the parameters of one fingerprint of recog, and the values that they become. Pure. */
#ifndef MST_IDENTIFY_RECOG_PARAMS_H
#define MST_IDENTIFY_RECOG_PARAMS_H

#include "identify/value.h"

#define MST_PARAMS_MAX 64
#define MST_PARAM_NAME 64
#define MST_PARAM_VALUE 256

struct mst_recog_param {
	unsigned pos; /* the group that it is; 0: `value` */
	char name[MST_PARAM_NAME], value[MST_PARAM_VALUE];
};

struct mst_recog_params {
	unsigned count;
	struct mst_recog_param of[MST_PARAMS_MAX];
};

/* Adds one; `pos` and `value` as XML has them, NULL where it has none. Returns NULL, or what is wrong (static). */
const char *mst_recog_params_add(struct mst_recog_params *params, const char *name, const char *pos, const char *value);

/* The highest group that they name. */
unsigned mst_recog_params_groups(const struct mst_recog_params *params);

/* Our values. What of a value has no room is left out. */
void mst_recog_params_values(const struct mst_recog_params *params, struct mst_values *values);

/*
 * Writes a pattern of Ruby as one of PCRE2: in (?m) and (?m:) the letter m is s, \h is a hexadecimal digit, \Z and all
 * else are the same. Returns the size, or 0: it has no room.
 */
size_t mst_recog_pattern(uint8_t *to, size_t room, const char *pattern);

#endif
