/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * attributes.h - attributes of an XML element, as expat gives them: names and values in turn, NULL at the end.
 */
#ifndef MST_IMPORT_ATTRIBUTES_H
#define MST_IMPORT_ATTRIBUTES_H

#include <errno.h>
#include <inttypes.h>
#include <muster/error.h>
#include <muster/units.h>
#include <string.h>

typedef const char *const *mst_attributes;

#define MST_SECONDS_MAX UINT64_C(7000000000) /* since 1970: nanoseconds of later ones do not fit 64 bits */

/* NULL: there is none of this name. */
static inline const char *mst_attribute(mst_attributes attributes, const char *name)
{
	for (; *attributes; attributes += 2) {
		if (strcmp(attributes[0], name) == 0)
			return attributes[1];
	}
	return NULL;
}

/* A number; 0 where there is none. -EBADMSG with words. */
static inline int mst_attribute_number(mst_attributes attributes, const char *name, uint64_t most, uint64_t *number,
                                       struct mst_error *err)
{
	const char *text = mst_attribute(attributes, name);

	*number = 0;
	if (!text || mst_read_whole(number, text, most) == 0)
		return 0;
	*number = 0;
	return mst_fail(err, -EBADMSG, "%s=\"%.40s\"; expected a number up to %" PRIu64, name, text, most);
}

/* Seconds since 1970, as nanoseconds. */
static inline int mst_attribute_time(mst_attributes attributes, const char *name, uint64_t *ns, struct mst_error *err)
{
	uint64_t seconds;
	int code = mst_attribute_number(attributes, name, MST_SECONDS_MAX, &seconds, err);

	*ns = seconds * MST_NS_PER_SECOND;
	return code;
}

#endif
