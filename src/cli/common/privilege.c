/* SPDX-License-Identifier: BSD-2-Clause */
/* privilege.c - see privilege.h. */
#include "cli/common/privilege.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/capability.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "cli/common/sandbox.h"

int mst_privilege_check(struct mst_error *err)
{
	if (getuid() == geteuid() && getgid() == getegid())
		return 0;
	return mst_fail(err, -EPERM, "installed setuid: files would be read as another user; use setcap or sudo");
}

/* Capabilities of the permitted set outlast the change of user only if asked to, and then have no effect. */
static int become(const struct mst_caller *caller, bool keeps, struct mst_error *err)
{
	if (keeps && prctl(PR_SET_KEEPCAPS, 1UL, 0UL, 0UL, 0UL) < 0)
		return mst_fail(err, -EPERM, "capabilities cannot be kept: %s", strerror(errno));
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

/* ---- sets ---- */

#define KEPT_MAX 16

struct kept {
	cap_value_t of[KEPT_MAX];
	size_t count;
};

static void keep_row(struct kept *kept, const cap_value_t *row, size_t count)
{
	memcpy(kept->of + kept->count, row, count * sizeof *row);
	kept->count += count;
}

static struct kept needed(unsigned needs)
{
	struct kept kept = { .count = 0 };

#define KEEP(name, bit, ...) \
	if ((needs & (bit)) && (bit) != MST_RIGHT_EVERYTHING) { \
		static const cap_value_t row[] = { __VA_ARGS__ }; \
		keep_row(&kept, row, sizeof row / sizeof *row); \
	}
	MST_RIGHTS(KEEP)
#undef KEEP
	return kept;
}

/* No program that is run can get any of them. Only who holds CAP_SETPCAP may; others cannot grant any either. */
static void empty_bounding_set(void)
{
	for (cap_value_t cap = 0; cap_get_bound(cap) >= 0; cap++)
		(void)cap_drop_bound(cap);
}

/* ---- whose rights ---- */

/* A command that root runs has all of root's rights again, and sudo may have allowed its caller less. */
static bool reads_caller(struct mst_caller *caller, const struct mst_rights *rights)
{
	static const struct mst_files none = { 0 };

	return mst_caller_read(caller) &&
	       !mst_caller_leaves_to_root(caller, rights->runs_programs ? &none : &rights->files);
}

/* Files of root's, or of others, that are written, or read after drop. */
static bool uses_files(const struct mst_rights *rights)
{
	return mst_files_are_written(&rights->files) || (rights->reads_later && mst_files_have_others(&rights->files));
}

/* For those, for journals in root's folder, which need no right beside, and for programs that only root may run. */
static bool stays_root(const struct mst_rights *rights)
{
	return uses_files(rights) || rights->journals || rights->runs_programs;
}

/* In a namespace that has no such user, nothing changes. */
static int become_nobody(bool keeps, struct mst_error *err)
{
	const struct passwd *user = getpwnam("nobody");
	const struct mst_caller nobody = { user ? user->pw_uid : 65534, user ? user->pw_gid : 65534 };

	if (setgroups(0, NULL) < 0 || setresgid(nobody.gid, nobody.gid, nobody.gid) < 0)
		return 0;
	return become(&nobody, keeps, err);
}

/*
 * Root without a caller, before drop: nobody at once, or as soon as root's files have been read, and sockets are open
 * that a group may have (net.ipv4.ping_group_range).
 */
static int lessen_root(struct kept *kept, const struct mst_rights *rights, struct mst_error *err)
{
	static const cap_value_t user[] = { CAP_SETUID, CAP_SETGID };

	if (!stays_root(rights) && !mst_files_are_named(&rights->files) && !rights->connects)
		return become_nobody(true, err);
	if (!stays_root(rights) || rights->serves) /* the process that answers becomes nobody all the same */
		keep_row(kept, user, 2);
	if (mst_files_are_named(&rights->files))
		kept->of[kept->count++] = CAP_DAC_OVERRIDE;
	return 0;
}

int mst_privilege_begin(const struct mst_rights *rights, struct mst_error *err)
{
	struct kept kept = needed(rights->needs);
	struct mst_caller caller;
	int code = 0;

	if (rights->needs & MST_RIGHT_EVERYTHING)
		return 0;
	if (!rights->runs_programs)
		empty_bounding_set();
	if (rights->asks_again && !(rights->needs & MST_RIGHT_SOCKETS))
		kept.of[kept.count++] = CAP_NET_RAW;
	if (reads_caller(&caller, rights))
		code = become(&caller, true, err);
	else if (geteuid() == 0)
		code = lessen_root(&kept, rights, err);
	return code < 0 ? code : keep_only(kept.of, kept.count, err);
}

/* By drop. */
static bool forbids_gains;

bool mst_privilege_can_be_gained(void)
{
	return forbids_gains || prctl(PR_GET_NO_NEW_PRIVS, 0UL, 0UL, 0UL, 0UL) != 1;
}

static int forbid_gains(struct mst_error *err)
{
	forbids_gains = mst_privilege_can_be_gained();
	if (prctl(PR_SET_NO_NEW_PRIVS, 1UL, 0UL, 0UL, 0UL) < 0)
		return mst_fail(err, -EPERM, "rights cannot be dropped for good: %s", strerror(errno));
	return 0;
}

int mst_privilege_drop(const struct mst_rights *rights, struct mst_error *err)
{
	struct kept kept = needed(rights->keeps);
	bool keeps = rights->asks_again || rights->keeps;
	struct mst_caller caller;
	int code = 0;

	if (rights->asks_again)
		kept.of[kept.count++] = CAP_NET_RAW;
	if (!rights->runs_programs)
		empty_bounding_set();
	/* Any other run has become the caller's by now, or its files are root's. */
	if ((rights->needs & MST_RIGHT_EVERYTHING) && reads_caller(&caller, rights))
		code = become(&caller, keeps, err);
	else if (geteuid() == 0 && !stays_root(rights))
		code = become_nobody(keeps, err);
	else if (geteuid() == 0 && uses_files(rights) && !rights->runs_programs)
		kept.of[kept.count++] = CAP_DAC_OVERRIDE;
	if (code == 0)
		code = keep_only(kept.of, kept.count, err);
	if (code == 0 && !rights->runs_programs)
		code = forbid_gains(err);
	return code < 0 ? code : mst_sandbox_enter(rights, err);
}

static int explain(struct mst_error *err, int code, const char *why)
{
	const char *called = getenv("SUDO_UID");
	const struct passwd *user = getpwuid(geteuid());
	char sentence[MST_ERROR_TEXT], number[16];

	if (code != -EACCES && code != -EPERM)
		return code;
	memcpy(sentence, err->text, sizeof sentence);
	snprintf(number, sizeof number, "%u", geteuid());
	return mst_fail(err, code, "%s (as %s%s)", sentence, user ? user->pw_name : number,
	                geteuid() != 0 && called && strcmp(called, number) == 0 ? why : "");
}

int mst_privilege_explain(struct mst_error *err, int code)
{
	return explain(err, code,
	               ", who called sudo; a file is written as root only where root alone can change its folder and "
	               "no command is run");
}

int mst_privilege_explain_read(struct mst_error *err, int code)
{
	return explain(err, code, ", who called sudo");
}
