/* values.c - see values.h. */
#include "cli/options/values.h"

#include <errno.h>
#include <muster/units.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NAMES_MAX 256

int mst_value_named(struct mst_error *err, int code, const char *option, const char *value)
{
	struct mst_error bare = *err;

	if (code == -EINVAL && strncmp(bare.text, "--", 2) != 0)
		return mst_fail(err, code, "--%s %s: %s", option, value, bare.text);
	return code;
}

/* Adds a name to a list in a room of NAMES_MAX; what does not fit is left out. */
static void add_name(char *names, const char *name)
{
	size_t length = strlen(names);

	snprintf(names + length, NAMES_MAX - length, "%s%s", length ? ", " : "", name);
}

int mst_value_check_engine(enum mst_way way, const char *option, const char *value, struct mst_error *err)
{
	char names[NAMES_MAX] = "";
	const char *name;

	if (!value || strcmp(value, "auto") == 0 || mst_engine_absence(way, value))
		return 0;
	for (size_t i = 0; (name = mst_engine_name(way, i)); i++) {
		if (strcmp(name, value) == 0)
			return 0;
		add_name(names, name);
	}
	return mst_fail(err, -EINVAL, "--%s %s: expected one of %s, auto", option, value, names);
}

/* An interface may be named by its index, too. */
static bool is_index(const char *value)
{
	char name[IF_NAMESIZE];
	uint64_t index;

	return mst_read_whole(&index, value, UINT32_MAX) == 0 && if_indextoname((unsigned)index, name);
}

int mst_value_check_interface(const char *option, const char *value, const char *also, struct mst_error *err)
{
	struct if_nameindex *all;
	char names[NAMES_MAX] = "";

	if (!value || if_nametoindex(value) || is_index(value) || (also && strcmp(value, also) == 0))
		return 0;
	all = if_nameindex();
	for (size_t i = 0; all && all[i].if_index; i++)
		add_name(names, all[i].if_name);
	if_freenameindex(all);
	if (also)
		add_name(names, also);
	return mst_fail(err, -EINVAL, "--%s %s: there is no such interface; there are: %s", option, value, names);
}

static bool is_in_path(const char *name)
{
	const char *path = getenv("PATH"), *at = path ? path : "/usr/bin:/bin";
	bool found = false;

	while (*at && !found) {
		size_t length = strcspn(at, ":");
		char *file = NULL;

		if (asprintf(&file, "%.*s/%s", (int)length, at, name) >= 0) {
			found = access(file, X_OK) == 0;
			free(file);
		}
		at += length + (at[length] == ':');
	}
	return found;
}

int mst_value_check_program(const char *option, const char *value, struct mst_error *err)
{
	if (strchr(value, '/') ? access(value, X_OK) == 0 : is_in_path(value))
		return 0;
	return mst_fail(err, -EINVAL, "--%s %s: there is no such program, or it may not be run", option, value);
}
