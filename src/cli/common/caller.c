/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * caller.c - see caller.h.
 *
 * What the caller may do, the kernel knows best, groups and access lists included: a child becomes
 * the caller and tries.
 */
#include "cli/common/caller.h"

#include <grp.h>
#include <limits.h>
#include <muster/report.h>
#include <muster/units.h>
#include <pwd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static bool read_id(const char *variable, uint32_t *id)
{
	const char *text = getenv(variable);
	uint64_t whole;

	/* The last number means "no user" to the kernel. */
	if (!text || mst_read_whole(&whole, text, UINT32_MAX - 1) < 0)
		return false;
	*id = (uint32_t)whole;
	return true;
}

bool mst_caller_read(struct mst_caller *caller)
{
	return geteuid() == 0 && read_id("SUDO_UID", &caller->uid) && read_id("SUDO_GID", &caller->gid) &&
	       caller->uid != 0;
}

int mst_caller_become(const struct mst_caller *caller)
{
	const struct passwd *user = getpwuid(caller->uid);

	if ((user ? initgroups(user->pw_name, caller->gid) : setgroups(1, &caller->gid)) < 0)
		return -1;
	if (setresgid(caller->gid, caller->gid, caller->gid) < 0)
		return -1;
	return setresuid(caller->uid, caller->uid, caller->uid);
}

/* ---- in the child ---- */

/* A folder on the way may be written to by everybody if it is sticky: what others put there cannot be replaced. */
static bool controls_part(const struct mst_caller *caller, const char *path, bool is_last_folder)
{
	struct stat status;

	if (lstat(path, &status) == 0 && status.st_uid == caller->uid)
		return true;
	if (stat(path, &status) < 0)
		return false; /* out of reach */
	if (status.st_uid == caller->uid)
		return true;
	if (!S_ISDIR(status.st_mode) || access(path, W_OK | X_OK) < 0)
		return false;
	return is_last_folder || !(status.st_mode & S_ISVTX);
}

/* `path` is absolute: each folder that leads to it, and itself. */
static bool controls_path(const struct mst_caller *caller, const char *path)
{
	const char *last = strrchr(path, '/');
	char part[PATH_MAX];

	if (strlen(path) >= sizeof part)
		return true;
	for (const char *end = path; end; end = strchr(end + 1, '/')) {
		snprintf(part, sizeof part, "%.*s", end == path ? 1 : (int)(end - path), path);
		if (controls_part(caller, part, end == last))
			return true;
	}
	return controls_part(caller, path, false);
}

/* ---- in the parent ---- */

/* The path as it was given, made absolute, and as links lead; empty: there is none. */
struct place {
	char given[PATH_MAX], real[PATH_MAX];
};

static bool make_absolute(const char *path, char absolute[PATH_MAX])
{
	char here[PATH_MAX] = "";

	if (*path != '/' && !getcwd(here, sizeof here))
		return false;
	return snprintf(absolute, PATH_MAX, "%s%s%s", here, *path == '/' ? "" : "/", path) < PATH_MAX;
}

/* Of a file that is not there yet, its folder is. */
static bool resolve(const char *path, char real[PATH_MAX])
{
	const char *name = strrchr(path, '/') + 1;
	char folder[PATH_MAX], real_folder[PATH_MAX];

	if (realpath(path, real))
		return true;
	snprintf(folder, sizeof folder, "%.*s", (int)(name - path), path);
	return realpath(folder, real_folder) && snprintf(real, PATH_MAX, "%s/%s", real_folder, name) < PATH_MAX;
}

static bool is_owned_by_root(const char *path)
{
	char folder[PATH_MAX];
	struct stat status;

	snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(path, '/') + 1 - path), path);
	return stat(folder, &status) == 0 && status.st_uid == 0;
}

static bool has_home_of_root(void)
{
	const char *home = getenv("HOME");
	const struct passwd *root = getpwuid(0);

	return home && root && strcmp(home, root->pw_dir) == 0;
}

/* A child tells; when there can be none, the caller is taken to control everything. */
static bool caller_controls(const struct mst_caller *caller, const struct place *place)
{
	pid_t child;
	int status;

	child = fork();
	if (child == 0)
		_exit(mst_caller_become(caller) < 0 || controls_path(caller, place->given) ||
		      controls_path(caller, place->real));
	return child < 0 || waitpid(child, &status, 0) != child || status != 0;
}

enum owner { NEITHER, ROOT, CALLER };

static enum owner owner_of(const struct mst_caller *caller, const char *path)
{
	struct place place;
	struct stat status;

	if (strcmp(path, "-") == 0 || (stat(path, &status) == 0 && !S_ISREG(status.st_mode)))
		return NEITHER;
	if (!make_absolute(path, place.given) || !resolve(place.given, place.real) || caller_controls(caller, &place))
		return CALLER;
	return has_home_of_root() || is_owned_by_root(place.real) ? ROOT : CALLER;
}

const char *mst_files_path_of(const char *output)
{
	return mst_report_path_of(output);
}

static bool any_of(const struct mst_words *paths)
{
	bool any = false;

	for (size_t i = 0; paths && i < paths->count && !any; i++)
		any = strcmp(mst_files_path_of(paths->items[i]), "-") != 0;
	return any;
}

bool mst_files_are_written(const struct mst_files *files)
{
	return any_of(files->outputs) || any_of(files->replaced) || (files->path && strcmp(files->path, "-") != 0) ||
	       files->journal;
}

bool mst_files_have_others(const struct mst_files *files)
{
	bool any = files->read || files->results;

	for (size_t i = 0; i < MST_SERVICE_FILES; i++)
		any |= files->services[i] != NULL;
	return any;
}

bool mst_files_are_named(const struct mst_files *files)
{
	return mst_files_are_written(files) || any_of(files->inputs) || any_of(files->others) ||
	       mst_files_have_others(files);
}

/* Whether sudo ran a shell, as sudo -i does: its user may read everything without muster. */
static bool has_shell_of_root(void)
{
	const char *command = getenv("SUDO_COMMAND");
	bool has = false;

	setusershell();
	for (const char *shell = getusershell(); shell && command && !has; shell = getusershell())
		has = strcmp(shell, command) == 0;
	endusershell();
	return has;
}

/* As caller_controls. */
static bool caller_reads(const struct mst_caller *caller, const char *path)
{
	pid_t child = fork();
	int status;

	if (child == 0)
		_exit(mst_caller_become(caller) < 0 || access(path, R_OK) < 0);
	return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

/* Messages about a file show lines of it: root reads no file for a caller that may not. */
static enum owner owner_of_input(const struct mst_caller *caller, const char *path)
{
	enum owner owner = owner_of(caller, path);

	if (strcmp(path, "-") == 0 || has_shell_of_root())
		return owner;
	return owner == CALLER || !caller_reads(caller, path) ? CALLER : NEITHER;
}

static enum owner owner_of_output(const struct mst_caller *caller, const char *output)
{
	return owner_of(caller, mst_files_path_of(output));
}

/* The owner so far, and of these. */
static enum owner owner_of_all(enum owner owner, const struct mst_caller *caller, const struct mst_words *paths,
                               enum owner (*owner_of_one)(const struct mst_caller *, const char *))
{
	for (size_t i = 0; paths && i < paths->count && owner != CALLER; i++) {
		enum owner one = owner_of_one(caller, paths->items[i]);

		owner = one == NEITHER ? owner : one;
	}
	return owner;
}

bool mst_caller_leaves_to_root(const struct mst_caller *caller, const struct mst_files *files)
{
	const char *written[] = { files->path }, *read[] = { files->read, files->results },
		   *kept[] = { files->journal };
	const struct mst_words path = { written, files->path ? 1 : 0 }, input = { read, files->read ? 1 : 0 };
	const struct mst_words results = { read + 1, files->results ? 1 : 0 };
	const struct mst_words journal = { kept, files->journal ? 1 : 0 };
	enum owner owner = owner_of_all(NEITHER, caller, files->outputs, owner_of_output);

	owner = owner_of_all(owner, caller, files->replaced, owner_of);
	owner = owner_of_all(owner, caller, files->inputs, owner_of_input);
	owner = owner_of_all(owner, caller, files->others, owner_of_input);
	owner = owner_of_all(owner, caller, &input, owner_of_input);
	owner = owner_of_all(owner, caller, &results, owner_of_input);
	for (size_t i = 0; i < MST_SERVICE_FILES; i++) {
		const struct mst_words service = { (const char **)&files->services[i], files->services[i] ? 1 : 0 };

		owner = owner_of_all(owner, caller, &service, owner_of_input);
	}
	owner = owner_of_all(owner, caller, &journal, owner_of);
	return owner_of_all(owner, caller, &path, owner_of) == ROOT;
}
