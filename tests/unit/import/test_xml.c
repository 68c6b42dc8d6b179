/* SPDX-License-Identifier: BSD-2-Clause */
/* test_xml.c - XML as bytes: what is no XML, too deep, too long, cut short, or declares entities. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "fixture_rows.h"

static struct fixture f;

static void open_it(void)
{
	fixture_open(&f);
}

static void close_it(void)
{
	fixture_close(&f);
}

TestSuite(import_xml, .init = open_it, .fini = close_it);

#define HOST(addr) \
	"<host><status state=\"up\" reason=\"echo-reply\"/><address addr=\"" addr "\" addrtype=\"ipv4\"/></host>\n"

Test(import_xml, hosts_that_were_whole_when_it_was_cut_are_taken)
{
	fixture_expect(&f,
	               "<?xml version=\"1.0\"?>\n<!DOCTYPE nmaprun>\n<nmaprun>\n" HOST("10.0.0.2")
	                       HOST("10.0.0.1") "<host><status sta",
	               "10.0.0.1 up echo-reply\n10.0.0.2 up echo-reply\n");
	cr_assert(strstr(mst_rows_about(f.rows)->warning, "cut short in line 6"), "%s",
	          mst_rows_about(f.rows)->warning);
	cr_assert_not(mst_rows_about(f.rows)->complete);
}

Test(import_xml, errors_name_the_line)
{
	fixture_refuse(&f, "<nmaprun>\n<host></nmaprun>", "line 2: mismatched tag");
	fixture_refuse(&f, "<nmaprun>\n" HOST("10.0.0.300") "</nmaprun>",
	               "line 2: addr=\"10.0.0.300\"; expected an IPv4");
	fixture_refuse(&f, "<html>\n</html>", "line 1: XML of <html>; expected <nmaprun>");
	fixture_refuse(&f, "<nmap", "line 1: ");
	fixture_refuse(&f, "<nmaprun>\n<host></host></nmaprun>", "line 2: a host without an IPv4 or IPv6 address");
	fixture_refuse(&f, "<nmaprun>\n\n<host starttime=\"now\"/></nmaprun>",
	               "line 3: starttime=\"now\"; expected a number");
}

Test(import_xml, entities_are_refused)
{
	fixture_refuse(&f, "<!DOCTYPE nmaprun [<!ENTITY a \"b\">]><nmaprun/>", "declares an entity");
	fixture_refuse(&f, "<!DOCTYPE nmaprun [<!ENTITY a SYSTEM \"/etc/passwd\">]><nmaprun>&a;</nmaprun>",
	               "declares an entity");
	fixture_refuse(&f, "<!DOCTYPE nmaprun [<!ENTITY % a \"b\">]><nmaprun/>", "declares an entity");
}

Test(import_xml, deep_and_long_elements_are_refused)
{
	static char text[3000000] = "<nmaprun>";

	for (int i = 0; i < 40; i++)
		strcat(text, "<a>");
	fixture_refuse(&f, text, "deeper than nmap");
	memset(text, 'x', sizeof text - 1);
	memcpy(text, "<nmaprun><a b=\"", 15);
	fixture_refuse(&f, text, "more than 1 MiB without an element");
}
