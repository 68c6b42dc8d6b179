/* SPDX-License-Identifier: BSD-2-Clause */
/* state.c - see state.h. */
#include "cli/common/state.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <muster/journal.h>
#include <muster/units.h>
#include <pwd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SUFFIX ".journal"

/* Whether the variables of the environment are this user's: sudo may keep those of its caller, for root too. */
static bool has_own_environment(void)
{
	const char *caller = getenv("SUDO_UID");
	uint64_t uid;

	return !caller || (mst_read_whole(&uid, caller, UINT32_MAX) == 0 && uid == geteuid());
}

static const char *own_home(void)
{
	const struct passwd *user = getpwuid(geteuid());
	const char *home = getenv("SUDO_UID") ? NULL : getenv("HOME");

	return home && *home == '/' ? home : user ? user->pw_dir : NULL;
}

int mst_state_folder(char folder[PATH_MAX], struct mst_error *err)
{
	const char *state = has_own_environment() ? getenv("XDG_STATE_HOME") : NULL, *home = own_home();
	int length;

	if (state && *state == '/')
		length = snprintf(folder, PATH_MAX, "%s/muster", state);
	else if (home && *home == '/')
		length = snprintf(folder, PATH_MAX, "%s/.local/state/muster", home);
	else
		return mst_fail(err, -ENOENT, "user %u has no home folder for journals", geteuid());
	return length < PATH_MAX ? 0 : mst_fail(err, -ENAMETOOLONG, "the path of the home folder is too long");
}

static int check_folder(const char *folder, struct mst_error *err)
{
	struct stat status;

	if (stat(folder, &status) < 0)
		return mst_fail(err, -errno, "%s: %s", folder, strerror(errno));
	if (!S_ISDIR(status.st_mode))
		return mst_fail(err, -ENOTDIR, "%s: expected a folder", folder);
	if (status.st_uid != geteuid())
		return mst_fail(err, -EPERM, "%s belongs to another user (%u)", folder, status.st_uid);
	if (faccessat(AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) < 0)
		return mst_fail(err, -errno, "%s: %s", folder, strerror(errno));
	return 0;
}

int mst_state_make(const char *folder, struct mst_error *err)
{
	char part[PATH_MAX];

	for (const char *end = strchr(folder + 1, '/'); end; end = strchr(end + 1, '/')) {
		snprintf(part, sizeof part, "%.*s", (int)(end - folder), folder);
		if (mkdir(part, 0700) < 0 && errno != EEXIST && access(part, F_OK) < 0)
			return mst_fail(err, -errno, "%s: %s", part, strerror(errno));
	}
	if (mkdir(folder, 0700) < 0 && errno != EEXIST)
		return mst_fail(err, -errno, "%s: %s", folder, strerror(errno));
	return check_folder(folder, err);
}

/* ---- the files in it ---- */

bool mst_state_is_id(const char *word)
{
	size_t length = strlen(word);

	return length > 0 && length < MST_JOURNAL_ID && strspn(word, "0123456789abcdef-") == length;
}

/* Copies the ID in a file's name. */
static bool read_name(char id[MST_JOURNAL_ID], const char *name)
{
	const char *suffix = strstr(name, SUFFIX);

	if (!suffix || strcmp(suffix, SUFFIX) != 0 || suffix - name >= MST_JOURNAL_ID)
		return false;
	memcpy(id, name, (size_t)(suffix - name));
	id[suffix - name] = '\0';
	return mst_state_is_id(id);
}

static int is_journal(const struct dirent *entry)
{
	char id[MST_JOURNAL_ID];

	return read_name(id, entry->d_name);
}

int mst_state_each(const char *folder, mst_state_sink *one, void *user, struct mst_error *err)
{
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, is_journal, alphasort), code = 0;

	if (count < 0)
		return errno == ENOENT ? 0 : mst_fail(err, -errno, "%s: %s", folder, strerror(errno));
	for (int i = 0; i < count; i++) {
		char id[MST_JOURNAL_ID], path[PATH_MAX];

		if (code == 0 && read_name(id, entries[i]->d_name) &&
		    snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name) < (int)sizeof path)
			code = one(user, id, path, err);
		free(entries[i]);
	}
	free(entries);
	return code;
}

/* ---- one of them ---- */

struct finding {
	const char *word;
	char *path; /* of the one found */
	char ids[3 * MST_JOURNAL_ID];
	unsigned count;
	bool exact;
};

static int consider(void *user, const char *id, const char *path, struct mst_error *err)
{
	struct finding *finding = user;
	size_t length = strlen(finding->ids);

	(void)err;
	if (finding->exact || strncmp(id, finding->word, strlen(finding->word)) != 0)
		return 0;
	finding->exact = strcmp(id, finding->word) == 0;
	finding->count = finding->exact ? 1 : finding->count + 1;
	snprintf(finding->path, PATH_MAX, "%s", path);
	if (finding->count <= 2)
		snprintf(finding->ids + length, sizeof finding->ids - length, "%s%s", length ? ", " : "", id);
	return 0;
}

static int find_file(char path[PATH_MAX], const char *word, struct mst_error *err)
{
	bool fits = strlen(word) < PATH_MAX;

	if (fits && access(word, F_OK) == 0)
		return snprintf(path, PATH_MAX, "%s", word), 0;
	if (fits && errno == EACCES)
		return mst_fail(err, -EACCES, "%s: permission denied: it is in a folder of another user", word);
	return mst_fail(err, -ENOENT,
	                "%s: expected the ID of a run, such as 20261129-103015-7f3a, or the file of a journal",
	                *word ? word : "\"\"");
}

int mst_state_find(char path[PATH_MAX], const char *folder, const char *word, struct mst_error *err)
{
	struct finding finding = { .word = word, .path = path };
	int code;

	if (!mst_state_is_id(word))
		return find_file(path, word, err);
	code = mst_state_each(folder, consider, &finding, err);
	if (code < 0)
		return code;
	if (finding.count == 0)
		return mst_fail(err, -ENOENT, "%s: there is no such run in %s", word, folder);
	if (finding.count > 1)
		return mst_fail(err, -EINVAL, "%s: %u runs begin so (%s%s); expected more of the ID", word,
		                finding.count, finding.ids, finding.count > 2 ? " …" : "");
	return 0;
}
