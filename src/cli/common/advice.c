/* SPDX-License-Identifier: BSD-2-Clause */
/* advice.c - see advice.h. */
#include "cli/common/advice.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/capability.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "cli/common/command_line.h"
#include "cli/common/privilege.h"
#include "cli/common/program.h"

/* Where sudo looks for commands by default (secure_path in sudoers), whatever PATH says. */
#define SUDO_PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
#define REFUSED \
	"this process has the privilege, and was refused: by a security module (SELinux, AppArmor), a seccomp " \
	"filter, " \
	"the lockdown of the kernel, or because its network belongs to another user namespace"
#define COMMAND_SHOWN 200 /* a longer command line is cut */

static bool is_installed(const char *name)
{
	struct stat status;

	return mst_program_find(name, getenv("PATH"), &status) || mst_program_find(name, SUDO_PATH, &status);
}

/* Whether `muster` means this very file, in this shell and for sudo. */
static bool is_found_by_name(const char *program)
{
	return mst_program_is_named(program, getenv("PATH")) && mst_program_is_named(program, SUDO_PATH);
}

/* The file that runs; "muster" where the kernel does not report it. */
static void find_self(char program[PATH_MAX])
{
	static const char deleted[] = " (deleted)";
	ssize_t length = readlink("/proc/self/exe", program, PATH_MAX - 1);
	char *end;

	if (length <= 0) {
		strcpy(program, "muster");
		return;
	}
	program[length] = '\0';
	end = program + length - (sizeof deleted - 1);
	if (end > program && strcmp(end, deleted) == 0)
		*end = '\0';
}

/* Why nothing that is run from here can have this right; NULL: it can. */
static const char *obstacle(cap_value_t right)
{
	if (!mst_privilege_can_be_gained())
		return "neither sudo nor setcap helps here: no program started from here may gain rights (no_new_privs "
		       "is set)";
	if (cap_get_bound(right) == 0)
		return "neither sudo nor setcap helps here: this container or service runs without the right, and must "
		       "be started with it";
	return NULL;
}

/* Why capabilities of this file would not count; NULL: they do. */
static const char *obstacle_of_file(const char *program)
{
	struct statvfs system;
	char value[1];

	if (statvfs(program, &system) == 0 && (system.f_flag & ST_NOSUID))
		return "its file system is mounted nosuid";
	if (getxattr(program, "security.capability", value, 0) < 0 && errno == ENOTSUP)
		return "its file system stores no capabilities";
	return NULL;
}

static void print_sudo(FILE *out, const char *program, const char *command)
{
	const char *arguments = strchr(command, ' ');

	fputs(is_installed("sudo") ? "sudo " : "", out);
	mst_command_word(is_found_by_name(program) ? "muster" : program, out);
	if (arguments && strlen(arguments) > COMMAND_SHOWN)
		fputs(" …", out);
	else
		fputs(arguments ? arguments : "", out);
}

static void print_setcap(FILE *out, const char *program)
{
	const char *why_not = obstacle_of_file(program);

	if (why_not) {
		fprintf(out, "\n  (setcap would not do for %s: %s)", program, why_not);
		return;
	}
	fprintf(out, "\n  or once: %ssetcap cap_net_raw,cap_net_admin=eip ", is_installed("sudo") ? "sudo " : "");
	mst_command_word(program, out);
	fputs(is_installed("setcap") ? "" : " (setcap is in Debian's package libcap2-bin)", out);
}

/* Whether this process may use every right that a sentence can ask for: another must have refused. */
static bool has_all_rights(void)
{
	static const cap_value_t rights[] = { CAP_NET_RAW, CAP_NET_ADMIN, CAP_SYS_ADMIN };
	cap_t own = cap_get_proc();
	bool all = own;

	for (size_t i = 0; i < sizeof rights / sizeof *rights && all; i++) {
		cap_flag_value_t value = CAP_CLEAR;

		all = cap_get_flag(own, rights[i], CAP_PERMITTED, &value) == 0 && value == CAP_SET;
	}
	if (own)
		cap_free(own);
	return all;
}

static void advise(struct mst_error *err, const char *command, cap_value_t right, bool by_file)
{
	const char *why_not = has_all_rights() ? REFUSED : obstacle(right);
	char program[PATH_MAX], *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return;
	find_self(program);
	fprintf(out, "%s\n  ", err->text);
	if (why_not) {
		fputs(why_not, out);
	} else {
		fputs(by_file ? "either:  " : "as root: ", out);
		print_sudo(out, program, command);
		fputs(by_file && !is_installed("sudo") ? " (as root)" : "", out);
		if (by_file)
			print_setcap(out, program);
	}
	if (fclose(out) == 0)
		mst_fail(err, -EPERM, "%s", text);
	free(text);
}

void mst_advise_rights(struct mst_error *err, const char *command)
{
	advise(err, command, CAP_NET_RAW, true);
}

void mst_advise_sudo(struct mst_error *err, const char *command)
{
	advise(err, command, CAP_SYS_ADMIN, false);
}
