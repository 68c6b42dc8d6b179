/* SPDX-License-Identifier: BSD-2-Clause */
/* Advice about rights is given only where rights are missing. */
#include <criterion/criterion.h>
#include <string.h>
#include <sys/capability.h>

#include "cli/common/advice.h"

#define SENTENCE "raw sockets need privilege (CAP_NET_RAW)"

/* The process has just these of the rights that it had. */
static void keep(const cap_value_t *rights, int count)
{
	cap_t own = cap_get_proc(), kept = cap_init();

	for (int i = 0; i < count; i++) {
		cap_flag_value_t value;

		cr_assert_eq(cap_get_flag(own, rights[i], CAP_PERMITTED, &value), 0);
		if (value == CAP_CLEAR)
			cr_skip_test("this machine gives the tests no rights");
	}
	if (count > 0)
		cr_assert_eq(cap_set_flag(kept, CAP_PERMITTED, count, rights, CAP_SET), 0);
	cr_assert_eq(cap_set_proc(kept), 0);
	cap_free(own);
	cap_free(kept);
}

static struct mst_error advise(void (*adviser)(struct mst_error *err, const char *command))
{
	struct mst_error err = { SENTENCE };

	adviser(&err, "muster sweep 192.0.2.1");
	cr_expect_eq(strncmp(err.text, SENTENCE "\n", sizeof SENTENCE), 0, "%s", err.text);
	return err;
}

Test(cli_common_advice, without_rights_it_says_how_to_get_them)
{
	struct mst_error err;

	keep(NULL, 0);
	err = advise(mst_advise_rights);
	cr_expect_null(strstr(err.text, "was refused"), "%s", err.text);
	cr_expect(strstr(err.text, "either:") || strstr(err.text, "neither sudo"), "%s", err.text);
}

Test(cli_common_advice, with_all_rights_it_names_what_else_may_have_refused)
{
	static const cap_value_t rights[] = { CAP_NET_RAW, CAP_NET_ADMIN, CAP_SYS_ADMIN };
	struct mst_error err;

	keep(rights, 3);
	err = advise(mst_advise_rights);
	cr_expect(strstr(err.text, "was refused") && strstr(err.text, "SELinux"), "%s", err.text);
	cr_expect(!strstr(err.text, "sudo") && !strstr(err.text, "setcap"), "%s", err.text);
	err = advise(mst_advise_sudo);
	cr_expect(!strstr(err.text, "sudo"), "%s", err.text);
}

/* As a file with setcap has them: an engine that loads programs needs more. */
Test(cli_common_advice, with_some_rights_sudo_still_helps)
{
	static const cap_value_t rights[] = { CAP_NET_RAW, CAP_NET_ADMIN };

	keep(rights, 2);
	cr_expect_null(strstr(advise(mst_advise_rights).text, "was refused"));
}
