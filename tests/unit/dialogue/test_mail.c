/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>
#include <string.h>

#include "fixture_script.h"

#define MAIL(row, ...) \
	{ \
		.dialogue = &mst_dialogue_##row, .port = 25, .plain = true, .answers = { __VA_ARGS__ } \
	}

Test(dialogue_mail, exim_tells_its_extensions)
{
	static const struct script script = MAIL(
		smtp, "220 mail.test.example ESMTP Exim 4.96 Sun, 29 Nov 2026 07:00:00 +0000\r\n",
		"250-mail.test.example Hello muster.invalid [127.0.0.1]\r\n250-SIZE 52428800\r\n"
		"250-8BITMIME\r\n250 HELP\r\n");

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "smtp");
	script_expect(MST_SERVICE_PRODUCT, "Exim");
	script_expect(MST_SERVICE_VERSION, "4.96");
	script_expect(MST_SERVICE_CAPABILITIES, "SIZE 52428800 8BITMIME HELP");
}

Test(dialogue_mail, starttls_begins_tls)
{
	static const struct script smtp = MAIL(smtp, "220 x ESMTP Postfix (Debian/GNU)\r\n",
	                                       "250-x\r\n250 STARTTLS\r\n", "220 2.0.0 Ready to start TLS\r\n");
	static const struct script lmtp = MAIL(lmtp, "220 x LMTP ready\r\n",
	                                       "250-x\r\n250-STARTTLS\r\n250 CHUNKING\r\n", "220 2.0.0 Begin TLS\r\n");
	static const struct script pop3 = MAIL(pop3, "+OK Dovecot ready.\r\n", "+OK\r\nSTLS\r\nTOP\r\n.\r\n",
	                                       "+OK Begin TLS\r\n");
	static const struct script imap = MAIL(imap, "* OK [CAPABILITY IMAP4rev1] Dovecot ready.\r\n",
	                                       "* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\na1 OK done\r\n",
	                                       "a2 OK Begin TLS\r\n");
	static const struct script ftp = MAIL(ftp, "220 ProFTPD Server\r\n",
	                                      "211-Features:\r\n AUTH TLS\r\n MDTM\r\n211 End\r\n",
	                                      "234 AUTH TLS successful\r\n");

	script_check(&smtp, MST_STEP_TLS);
	script_expect(MST_SERVICE_PRODUCT, "Postfix");
	script_check(&lmtp, MST_STEP_TLS);
	script_check(&pop3, MST_STEP_TLS);
	script_expect(MST_SERVICE_CAPABILITIES, "STLS TOP");
	script_check(&imap, MST_STEP_TLS);
	script_expect(MST_SERVICE_PRODUCT, "Dovecot");
	script_check(&ftp, MST_STEP_TLS);
}

Test(dialogue_mail, a_refused_starttls_is_the_end)
{
	static const struct script script = MAIL(smtp, "220 x ESMTP\r\n", "250-x\r\n250 STARTTLS\r\n",
	                                         "454 TLS not available\r\n");

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_CAPABILITIES, "STARTTLS");
}

Test(dialogue_mail, a_server_that_lets_nobody_in_is_named)
{
	static const struct script ftp = MAIL(ftp, "500 OOPS: vsftpd: both local and anonymous access disabled!\r\n");
	static const struct script smtp = MAIL(smtp, "554 No SMTP service here\r\n");
	static const struct script none = MAIL(smtp, "5xx\r\n");

	script_check(&ftp, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "ftp");
	script_expect(MST_SERVICE_PRODUCT, "vsftpd");
	script_check(&smtp, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "smtp");
	script_check(&none, MST_STEP_NOT_MINE);
}

Test(dialogue_mail, inn_tells_its_capabilities)
{
	static const struct script script = MAIL(
		nntp, "200 news.test.example InterNetNews NNRP server INN 2.7.1 ready (posting ok)\r\n",
		"101 Capability list:\r\nVERSION 2\r\nREADER\r\n.\r\n");

	script_check(&script, MST_STEP_DONE);
	script_expect(MST_SERVICE_NAME, "nntp");
	script_expect(MST_SERVICE_CAPABILITIES, "VERSION 2 READER");
}
