/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/sockaddr.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>

Test(base_sockaddr, an_address_comes_back_as_it_was)
{
	static const char *const texts[] = { "192.0.2.1", "2001:db8::1" };
	struct sockaddr_storage to;
	struct mst_addr addr, again;

	for (size_t i = 0; i < 2; i++) {
		cr_assert_eq(mst_addr_parse(&addr, texts[i]), 0);
		addr.scope = i ? 7 : 0;
		cr_expect_eq(mst_sockaddr_of(&to, &addr, 80),
		             i ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in));
		cr_expect_eq(((struct sockaddr_in *)&to)->sin_port, htons(80));
		again = mst_sockaddr_addr(&to);
		cr_expect(mst_addr_equal(&again, &addr));
		cr_expect_eq(again.scope, addr.scope);
	}
}

Test(base_sockaddr, an_address_of_another_family_is_none)
{
	struct sockaddr_storage local = { .ss_family = AF_UNIX };

	cr_expect_eq(mst_sockaddr_addr(&local).family, MST_NO_FAMILY);
}
