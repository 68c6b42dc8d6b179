/* SPDX-License-Identifier: BSD-2-Clause */
/* privilege.c - see privilege.h. */
#include "cli/common/privilege.h"

#include <errno.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/capability.h>
#include <sys/prctl.h>
#include <unistd.h>

int mst_privilege_check(struct mst_error *err)
{
	if (getuid() == geteuid() && getgid() == getegid())
		return 0;
	return mst_fail(err, -EPERM, "installed setuid: files would be read as another user; use setcap or sudo");
}

static int become(const struct mst_caller *caller, struct mst_error *err)
{
	if (mst_caller_become(caller) < 0)
		return mst_fail(err, -EPERM, "rights cannot be dropped to user %u: %s", caller->uid, strerror(errno));
	if (setuid(0) == 0 || geteuid() != caller->uid || getegid() != caller->gid)
		return mst_fail(err, -EPERM, "rights cannot be dropped to user %u: they could be regained",
		                caller->uid);
	return 0;
}

/* An empty set, but for those of `kept` that are held now. */
static int keep_only(const cap_value_t *kept, size_t count, struct mst_error *err)
{
	cap_t now = cap_get_proc(), then = cap_init();
	int code = now && then ? 0 : -1;

	for (size_t i = 0; i < count && code == 0; i++) {
		cap_flag_value_t held = CAP_CLEAR;

		code = cap_get_flag(now, kept[i], CAP_PERMITTED, &held);
		if (code == 0 && held == CAP_SET)
			code = cap_set_flag(then, CAP_PERMITTED, 1, &kept[i], CAP_SET) |
			       cap_set_flag(then, CAP_EFFECTIVE, 1, &kept[i], CAP_SET);
	}
	if (code == 0)
		code = cap_set_proc(then);
	if (code < 0)
		code = mst_fail(err, -EPERM, "capabilities cannot be dropped: %s", strerror(errno));
	cap_free(now);
	cap_free(then);
	return code;
}

/* Keeps CAP_NET_RAW if `asking`; root also CAP_DAC_OVERRIDE. */
static int drop(const struct mst_files *files, bool asking, bool for_good, struct mst_error *err)
{
	cap_value_t kept[2];
	bool is_root = geteuid() == 0;
	struct mst_caller caller;
	size_t count = 0;
	int code = 0;

	if (asking)
		kept[count++] = CAP_NET_RAW;
	if (mst_caller_read(&caller) && !mst_caller_leaves_to_root(&caller, files)) {
		if (asking && prctl(PR_SET_KEEPCAPS, 1UL, 0UL, 0UL, 0UL) < 0)
			return mst_fail(err, -EPERM, "the right to raw sockets cannot be kept: %s", strerror(errno));
		code = become(&caller, err);
		is_root = false;
	}
	if (is_root)
		kept[count++] = CAP_DAC_OVERRIDE;
	if (code == 0)
		code = keep_only(kept, count, err);
	if (code == 0 && for_good && prctl(PR_SET_NO_NEW_PRIVS, 1UL, 0UL, 0UL, 0UL) < 0)
		code = mst_fail(err, -EPERM, "rights cannot be dropped for good: %s", strerror(errno));
	return code;
}

int mst_privilege_drop(const struct mst_files *files, struct mst_error *err)
{
	return drop(files, false, true, err);
}

int mst_privilege_keep_asking(const struct mst_files *files, bool runs_commands, struct mst_error *err)
{
	static const struct mst_files none = { 0 };

	/* A command that root runs has all of root's rights again, and sudo may have allowed its caller less. */
	return drop(runs_commands ? &none : files, true, !runs_commands, err);
}

int mst_privilege_explain(struct mst_error *err, int code)
{
	const char *called = getenv("SUDO_UID");
	const struct passwd *user = getpwuid(geteuid());
	char sentence[MST_ERROR_TEXT], number[16];

	if (code != -EACCES && code != -EPERM)
		return code;
	memcpy(sentence, err->text, sizeof sentence);
	snprintf(number, sizeof number, "%u", geteuid());
	return mst_fail(err, code, "%s (as %s%s)", sentence, user ? user->pw_name : number,
	                geteuid() != 0 && called && strcmp(called, number) == 0
	                        ? ", who called sudo; root writes where all files are in folders that are root's "
	                          "alone, and runs no command"
	                        : "");
}
