/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * key.h - the kinds of text that patterns are for.
 */
#ifndef MST_IDENTIFY_KEY_H
#define MST_IDENTIFY_KEY_H

/*
 * The kinds of text that patterns are for: X(constant, word in signature files, the values of `matches` of recog that
 * mean it, blanks between, what the text is).
 */
/* clang-format off */
#define MST_SIGNATURE_KEYS(X) \
	X(MST_KEY_BANNER, "banner", "", "the first bytes that a port sends, or its first answer") \
	X(MST_KEY_HTTP_SERVER, "http-server", "http_header.server", "the header Server") \
	X(MST_KEY_HTTP_TITLE, "http-title", "html_title", "the title of a page") \
	X(MST_KEY_HTTP_COOKIE, "http-cookie", "http_header.cookie", "the header Set-Cookie") \
	X(MST_KEY_HTTP_AUTH, "http-auth", "http_header.wwwauth", "the header WWW-Authenticate") \
	X(MST_KEY_HTTP_POWERED, "http-powered-by", "http_header.x-powered-by", "the header X-Powered-By") \
	X(MST_KEY_SSH, "ssh", "ssh.banner", "the software of an SSH identification, without SSH-2.0-") \
	X(MST_KEY_FTP, "ftp", "ftp.banner", "the greeting without its code") \
	X(MST_KEY_SMTP, "smtp", "smtp.banner", "the greeting without its code") \
	X(MST_KEY_POP3, "pop3", "pop3.banner", "the greeting without +OK") \
	X(MST_KEY_IMAP, "imap", "imap4.banner", "the greeting without * OK") \
	X(MST_KEY_NNTP, "nntp", "nntp.banner", "the greeting without its code") \
	X(MST_KEY_TELNET, "telnet", "telnet", "the text before a login, without options") \
	X(MST_KEY_MYSQL, "mysql", "mysql.banners", "the version of the greeting") \
	X(MST_KEY_MYSQL_ERROR, "mysql-error", "mysql.error", "the text of an error in place of the greeting") \
	X(MST_KEY_SNMP, "snmp", "snmp.sys_description", "sysDescr") \
	X(MST_KEY_SNMP_ID, "snmp-id", "snmp.sys_object_id", "sysObjectID, as numbers with dots") \
	X(MST_KEY_DNS, "dns", "dns.versionbind", "the answer to version.bind") \
	X(MST_KEY_NTP, "ntp", "ntp.readvar", "the variables of a control answer") \
	X(MST_KEY_SIP_SERVER, "sip-server", "sip_header.server", "the header Server") \
	X(MST_KEY_SIP_AGENT, "sip-agent", "sip_header.user_agent", "the header User-Agent") \
	X(MST_KEY_RTSP, "rtsp", "rtsp_header.server", "the header Server") \
	X(MST_KEY_LDAP, "ldap", "ldap.search_result", "the root DSE") \
	X(MST_KEY_X11, "x11-vendor", "x11.vendor", "the vendor of an X server") \
	X(MST_KEY_CERT_SUBJECT, "cert-subject", "x509.subject", "the subject of a certificate") \
	X(MST_KEY_CERT_ISSUER, "cert-issuer", "x509.issuer", "the issuer of a certificate")
/* clang-format on */

#define MST_SIGNATURE_CONSTANT(constant, word, recog, meaning) constant,
enum mst_signature_key { MST_SIGNATURE_KEYS(MST_SIGNATURE_CONSTANT) MST_SIGNATURE_KEY_COUNT };
#undef MST_SIGNATURE_CONSTANT

#endif
