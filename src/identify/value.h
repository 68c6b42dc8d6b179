/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * value.h - what a signature says of each field: text, with places for what the groups of its pattern matched. Pure.
 *
 *     OpenSSH_$1  ─ read ─►  "OpenSSH_" NUL 1  ─ filled by a match ─►  "OpenSSH_9.2p1"
 *
 * Within a value a NUL and the number of a group stand for the group's text: texts of signatures have no NUL.
 */
#ifndef MST_IDENTIFY_VALUE_H
#define MST_IDENTIFY_VALUE_H

#include <muster/service.h>
#include <stdbool.h>

/* The fields that signatures know: X(constant, the field) */
/* clang-format off */
#define MST_VALUES(X) \
	X(MST_VALUE_SERVICE, MST_SERVICE_NAME) \
	X(MST_VALUE_PRODUCT, MST_SERVICE_PRODUCT) \
	X(MST_VALUE_VERSION, MST_SERVICE_VERSION) \
	X(MST_VALUE_OS, MST_SERVICE_OS) \
	X(MST_VALUE_CPE, MST_SERVICE_CPE)
/* clang-format on */

#define MST_VALUE_CONSTANT(constant, field) constant,
enum mst_value_field { MST_VALUES(MST_VALUE_CONSTANT) MST_VALUE_COUNT };
#undef MST_VALUE_CONSTANT

#define MST_VALUE_BYTES 512 /* of a value, and of its text */
#define MST_GROUPS_MAX 31   /* groups that a pattern may have; 0 is all that it matched */

struct mst_value {
	uint16_t size;
	uint8_t bytes[MST_VALUE_BYTES];
};

struct mst_values {
	struct mst_value of[MST_VALUE_COUNT];
};

/* The texts of groups, by their number. A group that took no part has none. */
struct mst_groups {
	unsigned count;
	struct mst_service_text of[MST_GROUPS_MAX + 1];
};

/* The field of the library that a value is for. */
enum mst_service_field mst_value_field(enum mst_value_field value);

/* Puts text, or the place of a group, at the end. False: there is no room. */
bool mst_value_put(struct mst_value *value, const void *bytes, size_t size);
bool mst_value_put_group(struct mst_value *value, unsigned group);

/*
 * Reads text in which $1 to $31 are groups, ${1} too where a digit follows, and $$ is a dollar. Returns NULL, or what
 * is wrong as a sentence without a subject (static).
 */
const char *mst_value_read(struct mst_value *value, const uint8_t *text, size_t size);

/* The highest group that a value has a place for; 0: none. */
unsigned mst_value_groups(const uint8_t *bytes, size_t size);

/*
 * The text of a value; returns its size, at most MST_VALUE_BYTES: what is longer is cut. A CPE is in lower case, other
 * bytes than those that its syntax has are written as %XX (NISTIR 7695, 6.1), and colons at its end are left out; of
 * other values blanks at the end are.
 */
size_t mst_value_fill(uint8_t text[MST_VALUE_BYTES], const uint8_t *bytes, size_t size, const struct mst_groups *groups,
                      bool cpe);

#endif
