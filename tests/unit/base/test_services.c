/* SPDX-License-Identifier: BSD-2-Clause */
/* test_services.c - names of ports: those of the services database, for their protocol. */
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netdb.h>

#include "base/services.h"

static void check_protocol(const struct mst_services *services, const char *protocol)
{
	for (unsigned port = 0; port < 1024; port++) {
		const struct servent *entry = getservbyport(htons((uint16_t)port), protocol);

		cr_assert_str_eq(mst_services_name(services, (uint16_t)port, protocol), entry ? entry->s_name : "",
		                 "%u/%s", port, protocol);
	}
}

Test(base_services, every_well_known_port_has_the_name_that_getservbyport_gives_it)
{
	struct mst_services *services = mst_services_new();

	check_protocol(services, "tcp");
	check_protocol(services, "udp");
	mst_services_free(services);
}

Test(base_services, a_port_without_a_name_or_of_another_protocol_has_none)
{
	struct mst_services *services = mst_services_new();

	cr_assert_str_eq(mst_services_name(services, 65535, "tcp"), "");
	cr_assert_str_eq(mst_services_name(services, 22, "dccp"), "");
	cr_assert_str_eq(mst_services_name(NULL, 22, "tcp"), "");
	mst_services_free(services);
}
