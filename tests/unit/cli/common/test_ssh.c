/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/common/ssh.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define IN(text) mst_ssh_in(text, sizeof text - 1)

Test(cli_common_ssh, the_variable_is_found_among_others)
{
	cr_assert_str_eq(IN("HOME=/root\0SSH_CONNECTION=1.2.3.4 5 6.7.8.9 22\0A=b\0"), "1.2.3.4 5 6.7.8.9 22");
	cr_assert_str_eq(IN("SSH_CONNECTION=\0"), "");
}

Test(cli_common_ssh, names_that_look_alike_and_cut_texts_are_not_it)
{
	cr_assert_null(IN(""));
	cr_assert_null(IN("\0\0\0"));
	cr_assert_null(IN("XSSH_CONNECTION=1\0"));
	cr_assert_null(IN("SSH_CONNECTION2=1\0"));
	cr_assert_null(IN("A=SSH_CONNECTION=1\0"));
	cr_assert_null(IN("A=b\0SSH_CONNECTION=1.2.3.4 5 6"), "without its NUL it may be cut");
}

Test(cli_common_ssh, a_parent_is_found_behind_any_name)
{
	cr_assert_eq(mst_ssh_parent("77 (bash) S 42 77 77 0"), 42);
	cr_assert_eq(mst_ssh_parent("77 (a) S 1 (b) S 42 77"), 42);
	cr_assert_eq(mst_ssh_parent("1 (init) S 0 1 1"), 0);
	cr_assert_eq(mst_ssh_parent(""), 0);
	cr_assert_eq(mst_ssh_parent("77 (bash"), 0);
	cr_assert_eq(mst_ssh_parent("77 (bash) S x"), 0);
}

Test(cli_common_ssh, what_is_set_stays)
{
	setenv("SSH_CONNECTION", "mine", 1);
	mst_ssh_adopt();
	cr_assert_str_eq(getenv("SSH_CONNECTION"), "mine");
}
