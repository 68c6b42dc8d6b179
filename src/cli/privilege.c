/* privilege.c - see privilege.h. */
#include "cli/privilege.h"

#include <errno.h>
#include <grp.h>
#include <linux/limits.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/capability.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/units.h"

int mst_privilege_check(struct mst_error *err)
{
	if (getuid() == geteuid() && getgid() == getegid())
		return 0;
	return mst_fail(err, -EPERM, "installed setuid: files would be read as another user; use setcap or sudo");
}

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

static int become(uid_t uid, gid_t gid, struct mst_error *err)
{
	const struct passwd *user = getpwuid(uid);
	int code = user ? initgroups(user->pw_name, gid) : setgroups(1, &gid);

	if (code < 0 || setresgid(gid, gid, gid) < 0 || setresuid(uid, uid, uid) < 0)
		return mst_fail(err, -EPERM, "rights cannot be dropped to user %u: %s", uid, strerror(errno));
	if (setuid(0) == 0 || geteuid() != uid || getegid() != gid)
		return mst_fail(err, -EPERM, "rights cannot be dropped to user %u: they come back", uid);
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
static int drop(bool asking, bool for_good, struct mst_error *err)
{
	cap_value_t kept[2];
	bool is_root = geteuid() == 0;
	uint32_t uid, gid;
	size_t count = 0;
	int code = 0;

	if (asking)
		kept[count++] = CAP_NET_RAW;
	if (is_root && read_id("SUDO_UID", &uid) && read_id("SUDO_GID", &gid) && uid != 0) {
		if (asking && prctl(PR_SET_KEEPCAPS, 1UL, 0UL, 0UL, 0UL) < 0)
			return mst_fail(err, -EPERM, "the right to raw sockets cannot be kept: %s", strerror(errno));
		code = become(uid, gid, err);
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

int mst_privilege_drop(struct mst_error *err)
{
	return drop(false, true, err);
}

int mst_privilege_keep_asking(bool runs_commands, struct mst_error *err)
{
	return drop(true, !runs_commands, err);
}

void mst_privilege_advise(struct mst_error *err, const char *command)
{
	char path[PATH_MAX], sentence[MST_ERROR_TEXT];
	ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);

	path[length > 0 ? length : 0] = '\0';
	memcpy(sentence, err->text, sizeof sentence);
	mst_fail(err, -EPERM, "%s\n  either:  sudo %s\n  or once: sudo setcap cap_net_raw,cap_net_admin=eip %s", sentence,
	         strlen(command) < 200 ? command : "muster …", *path ? path : "muster");
}

void mst_privilege_advise_sudo(struct mst_error *err, const char *command)
{
	char sentence[MST_ERROR_TEXT];

	memcpy(sentence, err->text, sizeof sentence);
	mst_fail(err, -EPERM, "%s\n  try:  sudo %s", sentence, strlen(command) < 200 ? command : "muster …");
}
