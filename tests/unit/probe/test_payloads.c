/* SPDX-License-Identifier: BSD-2-Clause */
/* test_payloads.c - payloads for UDP ports: the built-in text, texts of users, and malformed ones. */
#include "probe/payloads.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "wire/checksum.h"

#define FILE_MAX_BYTES (1024 * 1024)
#define TEXT(text) text, sizeof text - 1

static struct mst_payloads *built_in(void)
{
	struct mst_payloads *payloads;
	struct mst_error err = { "" };

	cr_assert_eq(mst_payloads_new(&payloads, &err), 0, "%s", err.text);
	return payloads;
}

static void add(struct mst_payloads *payloads, const char *text, size_t count)
{
	struct mst_error err = { "" };

	cr_assert_eq(mst_payloads_read(payloads, "text", text, count, &err), 0, "%s", err.text);
}

static struct mst_payloads *payloads_of(const char *text)
{
	struct mst_payloads *payloads = built_in();

	add(payloads, text, strlen(text));
	return payloads;
}

static void expect_payload(const struct mst_payloads *payloads, uint16_t port, const char *bytes, size_t count)
{
	const struct mst_payload *payload = mst_payload_for(payloads, port);

	cr_assert_not_null(payload->bytes);
	cr_assert_eq(payload->count, count, "port %u: %u bytes, expected %zu", port, payload->count, count);
	cr_expect_arr_eq(payload->bytes, bytes, count, "port %u", port);
	cr_expect_eq(payload->sum, mst_sum_bytes(0, payload->bytes, payload->count), "port %u", port);
}

static void expect_read(const char *text, const char *bytes, size_t count)
{
	struct mst_payloads *payloads = payloads_of(text);

	expect_payload(payloads, 9, bytes, count);
	mst_payloads_free(payloads);
}

static void expect_refused(const char *text, size_t count, const char *sentence)
{
	struct mst_payloads *payloads = built_in();
	struct mst_error err = { "" };

	cr_expect_eq(mst_payloads_read(payloads, "mine", text, count, &err), -EINVAL, "%s", sentence);
	cr_expect_str_eq(err.text, sentence);
	cr_expect_eq(mst_payloads_read(payloads, "mine", text, count, NULL), -EINVAL, "%s", sentence);
	mst_payloads_free(payloads);
}

Test(probe_payloads, every_well_known_service_is_greeted)
{
	static const uint16_t ports[] = {
		7,    13,   17,   19,   53,   67,    69,    88,    111,   123,   137,   161,  177,
		389,  427,  443,  500,  520,  623,   1194,  1434,  1701,  1812,  1900,  3389, 3478,
		3702, 4500, 5060, 5353, 5683, 10001, 11211, 27015, 27030, 27960, 47808,
	};
	struct mst_payloads *payloads = built_in();

	for (size_t i = 0; i < sizeof ports / sizeof *ports; i++)
		cr_expect_gt(mst_payload_for(payloads, ports[i])->count, 0, "port %u", ports[i]);
	mst_payloads_free(payloads);
}

Test(probe_payloads, dns_is_asked_for_its_version_without_recursion)
{
	struct mst_payloads *payloads = built_in();

	expect_payload(payloads, 53, TEXT("\0\0\0\0\0\1\0\0\0\0\0\0\7version\4bind\0\0\20\0\3"));
	mst_payloads_free(payloads);
}

Test(probe_payloads, sums_are_those_of_the_bytes_and_none_is_too_long)
{
	struct mst_payloads *payloads = built_in();

	for (uint32_t port = 0; port <= UINT16_MAX; port++) {
		const struct mst_payload *payload = mst_payload_for(payloads, (uint16_t)port);

		cr_assert_not_null(payload->bytes);
		cr_assert_leq(payload->count, MST_PAYLOAD_BYTES, "port %u", port);
		cr_assert_eq(payload->sum, mst_sum_bytes(0, payload->bytes, payload->count), "port %u", port);
	}
	mst_payloads_free(payloads);
}

Test(probe_payloads, a_port_without_an_entry_is_sent_an_empty_datagram)
{
	struct mst_payloads *payloads = built_in();

	expect_payload(payloads, 0, "", 0);
	expect_payload(payloads, 1, "", 0);
	expect_payload(payloads, 51820, "", 0);
	expect_payload(payloads, 65535, "", 0);
	mst_payloads_free(payloads);
}

Test(probe_payloads, a_later_entry_for_a_port_replaces_an_earlier_one)
{
	struct mst_payloads *payloads = payloads_of("53 \"one\"\n9-11 \"two\"\n10 \"three\"\n");

	expect_payload(payloads, 53, TEXT("one"));
	expect_payload(payloads, 9, TEXT("two"));
	expect_payload(payloads, 10, TEXT("three"));
	expect_payload(payloads, 11, TEXT("two"));
	add(payloads, TEXT("53 \"four\""));
	expect_payload(payloads, 53, TEXT("four"));
	mst_payloads_free(payloads);
}

Test(probe_payloads, an_empty_entry_takes_a_payload_away)
{
	struct mst_payloads *payloads = payloads_of("53 \"\"\n123 \"\" \"\"\n");

	expect_payload(payloads, 53, "", 0);
	expect_payload(payloads, 123, "", 0);
	cr_expect_gt(mst_payload_for(payloads, 161)->count, 0);
	mst_payloads_free(payloads);
}

Test(probe_payloads, ports_are_numbers_and_ranges_joined_by_commas)
{
	struct mst_payloads *payloads = payloads_of("1,40000-40002,65535 \"x\"");

	expect_payload(payloads, 0, "", 0);
	expect_payload(payloads, 1, TEXT("x"));
	expect_payload(payloads, 2, "", 0);
	expect_payload(payloads, 39999, "", 0);
	expect_payload(payloads, 40000, TEXT("x"));
	expect_payload(payloads, 40002, TEXT("x"));
	expect_payload(payloads, 40003, "", 0);
	expect_payload(payloads, 65534, "", 0);
	expect_payload(payloads, 65535, TEXT("x"));
	mst_payloads_free(payloads);
}

Test(probe_payloads, every_escape_is_the_byte_it_names)
{
	expect_read("9 \"\\x00\\xff\\xAb\\x7e\"", TEXT("\0\xff\xab~"));
	expect_read("9 \"\\0\\7\\12\\177\\377\"", TEXT("\0\7\n\177\377"));
	expect_read("9 \"\\r\\n\\t\\\\\\\"\"", TEXT("\r\n\t\\\""));
}

Test(probe_payloads, an_escape_takes_no_more_digits_than_it_has)
{
	expect_read("9 \"\\x0a0\"", TEXT("\n0"));
	expect_read("9 \"\\x41BC\"", TEXT("ABC"));
	expect_read("9 \"\\0008\"", TEXT("\0"
	                                 "8"));
	expect_read("9 \"\\08\"", TEXT("\0"
	                               "8"));
	expect_read("9 \"\\1013\"", TEXT("A3"));
	expect_read("9 \"\\0\" \"1\"", TEXT("\0"
	                                    "1"));
}

Test(probe_payloads, strings_that_follow_each_other_are_one_payload)
{
	expect_read("9 \"a\" \"b\"\t\"\"\"c\"", TEXT("abc"));
	expect_read("9\"a\"", TEXT("a"));
	expect_read("9 \"a\" \\\n   \"b\" \\\r\n\\\n\"c\"\r\n", TEXT("abc"));
	expect_read("9 \\\n\"a\"\n10 \"b\"", TEXT("a"));
}

Test(probe_payloads, a_comment_ends_its_line_but_not_a_payload)
{
	expect_read("# 9 \"no\"\n\n \t\r\n9 \"a#b\" # \"c\" \\\n# 9 \"d\"", TEXT("a#b"));
	expect_read("9 \"a\"#\n", TEXT("a"));
	expect_read("9 \"a\" \\\n# a comment goes nowhere \\\n10 \"b\"", TEXT("a"));
}

Test(probe_payloads, a_payload_of_512_bytes_fits_and_one_of_513_is_refused)
{
	char text[600] = "9 \"", bytes[MST_PAYLOAD_BYTES];

	memset(bytes, 'x', sizeof bytes);
	memset(text + 3, 'x', sizeof bytes);
	strcpy(text + 3 + sizeof bytes, "\"");
	expect_read(text, bytes, sizeof bytes);
	strcpy(text + 3 + sizeof bytes, "\" \"y\"");
	expect_refused(text, strlen(text), "mine line 1: the payload is too long; expected at most 512 bytes");
}

Test(probe_payloads, a_mistake_in_the_ports_is_told)
{
#define PORTS "; expected numbers from 1 to 65535 and ranges such as 5000-5010, joined by commas"
	expect_refused(TEXT("\n0 \"a\""), "mine line 2: ports \"0\"" PORTS);
	expect_refused(TEXT("65536 \"a\""), "mine line 1: ports \"65536\"" PORTS);
	expect_refused(TEXT("99999999999999999999 \"a\""), "mine line 1: ports \"99999999999999999999\"" PORTS);
	expect_refused(TEXT("1-70000 \"a\""), "mine line 1: ports \"1-70000\"" PORTS);
	expect_refused(TEXT("9-8 \"a\""), "mine line 1: ports \"9-8\"" PORTS);
	expect_refused(TEXT("1-2-3 \"a\""), "mine line 1: ports \"1-2-3\"" PORTS);
	expect_refused(TEXT("9,,10 \"a\""), "mine line 1: ports \"9,,10\"" PORTS);
	expect_refused(TEXT("9, 10 \"a\""), "mine line 1: ports \"9,\"" PORTS);
	expect_refused(TEXT("00000000000000000000000000000000000000000 \"a\""),
	               "mine line 1: ports \"0000000000000000000000000000000000000000...\"" PORTS);
	expect_refused(TEXT("dns \"a\""), "mine line 1: found d; expected ports, such as 53 or 5000-5010");
	expect_refused(TEXT("\"a\""), "mine line 1: found \"; expected ports, such as 53 or 5000-5010");
}

static bool answers_from_any(const struct mst_payloads *payloads, uint16_t port)
{
	unsigned count;
	const uint16_t *ports = mst_payloads_any_port(payloads, &count);

	for (unsigned i = 0; i < count; i++) {
		if (ports[i] == port)
			return true;
	}
	return false;
}

Test(probe_payloads, the_word_any_port_marks_services_that_answer_from_a_new_port)
{
	struct mst_payloads *payloads = built_in();

	cr_expect(answers_from_any(payloads, 69), "TFTP");
	cr_expect(answers_from_any(payloads, 1701), "L2TP");
	cr_expect_not(answers_from_any(payloads, 53));
	add(payloads, TEXT("9,10 any-port \"x\"\n69 \"y\"\n"));
	cr_expect(answers_from_any(payloads, 9) && answers_from_any(payloads, 10));
	cr_expect_not(answers_from_any(payloads, 69), "a later entry without the word takes it away");
	expect_payload(payloads, 9, "x", 1);
	add(payloads, TEXT("9 \"\"\n"));
	cr_expect_not(answers_from_any(payloads, 9), "an empty payload takes it away");
	cr_expect(answers_from_any(payloads, 10));
	mst_payloads_free(payloads);
}

Test(probe_payloads, a_mistake_around_the_payload_is_told)
{
#define STRING "; expected a payload in double quotes after the ports"
#define WORD \
	"mine line 1: an unknown word after the ports; expected any-port, id=AT+COUNT, or a payload in double quotes"
#define MORE "; expected one more string in double quotes, or the end of the line"
	expect_refused(TEXT("9"), "mine line 1: the line ends" STRING);
	expect_refused(TEXT("9 # \"a\"\n"), "mine line 1: the line ends" STRING);
	expect_refused(TEXT("9 a"), WORD);
	expect_refused(TEXT("9x \"a\""), WORD);
	expect_refused(TEXT("9 any-por \"a\""), WORD);
	expect_refused(TEXT("9 any-ports \"a\""), WORD);
	expect_refused(TEXT("9 any-port"), "mine line 1: the line ends" STRING);
	expect_refused(TEXT("100-115 any-port \"a\"\n"),
	               "mine line 1: too many ports with any-port; expected at most 16 in all");
	expect_refused(TEXT("9 \"a\" b"), "mine line 1: found b" MORE);
	expect_refused(TEXT("9 \"a\" \\ \n\"b\""), "mine line 1: found \\" MORE);
	expect_refused(TEXT("9 \"a\" \\"), "mine line 1: found \\" MORE);
	expect_refused(TEXT("9 \"a\" \\\n10 \"b\""), "mine line 2: found 1" MORE);
	expect_refused(TEXT("9 \"a\" \xc3\xa4"), "mine line 1: <U+00E4>" MORE);
}

Test(probe_payloads, an_identifier_has_its_place_in_payload_and_answer)
{
	static const struct {
		const char *text;
		struct mst_identifier identifier;
	} rows[] = {
		{ "9 id=1+2 \"abcd\"", { 1, 1, 1, 2 } },
		{ "9 id=0+4>24 \"abcd\"", { 0, 24, 24, 4 } },
		{ "9 any-port id=2+1>0-511 \"abcd\"", { 2, 0, 511, 1 } },
		{ "9 id=0+1 any-port \"abcd\"", { 0, 0, 0, 1 } },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct mst_payloads *payloads = payloads_of(rows[i].text);
		const struct mst_identifier *is = &mst_payload_for(payloads, 9)->identifier;

		cr_expect(is->at == rows[i].identifier.at && is->count == rows[i].identifier.count &&
		                  is->first == rows[i].identifier.first && is->last == rows[i].identifier.last,
		          "%s", rows[i].text);
		mst_payloads_free(payloads);
	}
	expect_read("9 id=1+2 \"abcd\"", "a\0\0d", 4);
}

Test(probe_payloads, a_wrong_identifier_is_told)
{
#define IDENTIFIER \
	"mine line 1: a wrong identifier; expected id=AT+COUNT or id=AT+COUNT>FIRST-LAST, with a count from 1 to 8 " \
	"and " \
	"places below 512, such as id=0+2"
	expect_refused(TEXT("9 id= \"abcd\""), IDENTIFIER);
	expect_refused(TEXT("9 id=0 \"abcd\""), IDENTIFIER);
	expect_refused(TEXT("9 id=0+0 \"abcd\""), IDENTIFIER);
	expect_refused(TEXT("9 id=0+9 \"123456789\""), IDENTIFIER);
	expect_refused(TEXT("9 id=0+257 \"abcd\""), IDENTIFIER);
	expect_refused(TEXT("9 id=0+2> \"abcd\""), IDENTIFIER);
	expect_refused(TEXT("9 id=0+2>4-3 \"abcd\""), IDENTIFIER);
	expect_refused(TEXT("9 id=0+2>0-512 \"abcd\""), IDENTIFIER);
	expect_refused(TEXT("9 id=0+99999999999999999999 \"abcd\""), IDENTIFIER);
	expect_refused(TEXT("9 id=3+2 \"abcd\""), "mine line 1: the identifier ends behind the payload");
	expect_refused(TEXT("9 id=0+1 \"\""), "mine line 1: the identifier ends behind the payload");
}

Test(probe_payloads, a_mistake_in_the_payload_is_told)
{
#define OPEN "a quote is not closed; expected \" before the line ends"
#define ESCAPES "; expected \\xHH, \\0 to \\377, \\r, \\n, \\t, \\\\ or \\\" in a payload"
#define HEX "; expected two hexadecimal digits after \\x"
	expect_refused(TEXT("9 \""), "mine line 1: " OPEN);
	expect_refused(TEXT("9 \"a\n\""), "mine line 1: " OPEN);
	expect_refused(TEXT("9 \"a\" \\\n \"b\n\""), "mine line 2: " OPEN);
	expect_refused(TEXT("9 \"a\\\nb\""), "mine line 1: the line ends" ESCAPES);
	expect_refused(TEXT("9 \"\\"), "mine line 1: the line ends" ESCAPES);
	expect_refused(TEXT("9 \"\\8\""), "mine line 1: found 8" ESCAPES);
	expect_refused(TEXT("9 \"\\a\""), "mine line 1: found a" ESCAPES);
	expect_refused(TEXT("9 \"\\x\""), "mine line 1: found \"" HEX);
	expect_refused(TEXT("9 \"\\x1g\""), "mine line 1: found g" HEX);
	expect_refused(TEXT("9 \"\\x"), "mine line 1: the line ends" HEX);
	expect_refused(TEXT("9 \"\\400\""), "mine line 1: an escape above \\377; expected one byte");
	expect_refused(TEXT("9 \"\\777\""), "mine line 1: an escape above \\377; expected one byte");
	expect_refused(TEXT("9 \"\t\""),
	               "mine line 1: a byte \\x09; expected printable ASCII, and \\xHH for other bytes");
	expect_refused(TEXT("9 \"\xff\""),
	               "mine line 1: a byte \\xff; expected printable ASCII, and \\xHH for other bytes");
}

Test(probe_payloads, a_nul_byte_is_refused_wherever_it_stands)
{
	expect_refused(TEXT("\0"), "mine line 1: a NUL byte; expected ports, such as 53 or 5000-5010");
	expect_refused(TEXT("# a\0b\n"), "mine line 1: a NUL byte; expected ports, such as 53 or 5000-5010");
	expect_refused(TEXT("9\0 \"a\""), "mine line 1: a NUL byte" STRING);
	expect_refused(TEXT("9 \"a\0\""),
	               "mine line 1: a NUL byte; expected printable ASCII, and \\xHH for other bytes");
	expect_refused(TEXT("9 \"\\\0\""), "mine line 1: a NUL byte" ESCAPES);
	expect_refused(TEXT("9 \"\\x\0\""), "mine line 1: a NUL byte" HEX);
	expect_refused(TEXT("9 \"a\"\0"), "mine line 1: a NUL byte" MORE);
}

Test(probe_payloads, entries_before_a_mistake_are_in)
{
	struct mst_payloads *payloads = built_in();

	cr_expect_eq(mst_payloads_read(payloads, "mine", TEXT("9 \"a\"\n10 \"b\n"), NULL), -EINVAL);
	expect_payload(payloads, 9, TEXT("a"));
	expect_payload(payloads, 10, "", 0);
	mst_payloads_free(payloads);
}

Test(probe_payloads, more_payloads_than_ports_are_refused)
{
	static char text[6 * 65536 + 1];
	struct mst_payloads *payloads = built_in();
	struct mst_error err = { "" };

	for (size_t at = 0; at + 1 < sizeof text; at += 6)
		memcpy(text + at, "9 \"a\"\n", 6);
	cr_expect_eq(mst_payloads_read(payloads, "mine", text, sizeof text - 1, &err), -EINVAL);
	cr_expect(strstr(err.text, ": too many payloads; expected at most 65535"), "%s", err.text);
	expect_payload(payloads, 9, TEXT("a"));
	mst_payloads_free(payloads);
}

/* Reads a file of these bytes, which has no name: /dev/fd/N is its path. */
static int add_file(struct mst_payloads *payloads, const char *bytes, size_t count, struct mst_error *err)
{
	FILE *file = tmpfile();
	char path[32];
	int code;

	cr_assert_eq(fwrite(bytes, 1, count, file), count);
	rewind(file);
	snprintf(path, sizeof path, "/dev/fd/%d", fileno(file));
	code = mst_payloads_add_file(payloads, path, err);
	fclose(file);
	return code;
}

Test(probe_payloads, a_file_is_read_and_its_mistakes_name_it)
{
	struct mst_payloads *payloads = built_in();
	struct mst_error err = { "" };

	cr_expect_eq(add_file(payloads, TEXT("9 \"a\"\n"), &err), 0, "%s", err.text);
	expect_payload(payloads, 9, TEXT("a"));
	cr_expect_eq(add_file(payloads, "", 0, &err), 0, "%s", err.text);
	cr_expect_eq(add_file(payloads, TEXT("\n\n9 \"a"), &err), -EINVAL);
	cr_expect_eq(strncmp(err.text, "/dev/fd/", 8), 0, "%s", err.text);
	cr_expect(strstr(err.text, " line 3: " OPEN), "%s", err.text);
	mst_payloads_free(payloads);
}

Test(probe_payloads, a_file_that_cannot_be_read_says_why)
{
	struct mst_payloads *payloads = built_in();
	struct mst_error err = { "" };

	cr_expect_eq(mst_payloads_add_file(payloads, "/nowhere/at/all", &err), -ENOENT);
	cr_expect_str_eq(err.text, "/nowhere/at/all: cannot be opened: No such file or directory");
	cr_expect_eq(mst_payloads_add_file(payloads, "/", &err), -EISDIR);
	cr_expect_str_eq(err.text, "/: cannot be read: Is a directory");
	cr_expect_eq(mst_payloads_add_file(payloads, "/dev/zero", &err), -EINVAL);
	cr_expect_str_eq(err.text, "/dev/zero: longer than 1 MiB; expected a list of payloads");
	mst_payloads_free(payloads);
}

Test(probe_payloads, a_file_of_1_mib_is_read_and_one_byte_more_is_too_long)
{
	char *text = malloc(FILE_MAX_BYTES + 1);
	struct mst_payloads *payloads = built_in();
	struct mst_error err = { "" };

	memset(text, '\n', FILE_MAX_BYTES + 1);
	memcpy(text + FILE_MAX_BYTES - 5, "9 \"a\"", 5);
	cr_expect_eq(add_file(payloads, text, FILE_MAX_BYTES, &err), 0, "%s", err.text);
	expect_payload(payloads, 9, TEXT("a"));
	cr_expect_eq(add_file(payloads, text, FILE_MAX_BYTES + 1, &err), -EINVAL);
	mst_payloads_free(payloads);
	free(text);
}

Test(probe_payloads, freeing_nothing_is_fine)
{
	mst_payloads_free(NULL);
}

Test(probe_payloads, what_editors_of_other_systems_add_is_skipped_or_named)
{
	struct mst_payloads *payloads = built_in();
	struct mst_error err;

	cr_expect_eq(mst_payloads_read(payloads, "mine",
	                               TEXT("\xef\xbb\xbf"
	                                    "9999 \"a\"\r\n"),
	                               &err),
	             0, "%s", err.text);
	mst_payloads_free(payloads);
	expect_refused(TEXT("9999 \"a\"\n\xef\xbb\xbf"
	                    "9999 \"a\""),
	               "mine line 2: <U+FEFF byte order mark>; expected ports, such as 53 or 5000-5010");
	expect_refused(TEXT("9999\xc2\xa0\"a\""),
	               "mine line 1: <U+00A0 no-break space>; expected a payload in double quotes after the ports");
	expect_refused(TEXT("\xff\xfe"
	                    "9\0"),
	               "mine line 1: the file is UTF-16; expected UTF-8 or ASCII");
}
