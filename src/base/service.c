/* SPDX-License-Identifier: BSD-2-Clause */
/* service.c - the table of muster/service.h: names, meanings, the most bytes. */
#include <muster/service.h>

struct row {
	const char *name, *meaning;
	size_t most;
};

static const struct row rows[] = {
#define ROW(constant, name, most, meaning) [constant] = { name, meaning, most },
	MST_SERVICE_FIELDS(ROW)
#undef ROW
};
static const struct row out_of_range = { "?", "?", 0 };

static const struct row *row_of(enum mst_service_field field)
{
	return (unsigned)field < MST_SERVICE_FIELD_COUNT ? &rows[field] : &out_of_range;
}

const char *mst_service_field_name(enum mst_service_field field)
{
	return row_of(field)->name;
}

const char *mst_service_field_meaning(enum mst_service_field field)
{
	return row_of(field)->meaning;
}

size_t mst_service_field_most(enum mst_service_field field)
{
	return row_of(field)->most;
}
