/* SPDX-License-Identifier: BSD-2-Clause */
/* system_program.c - see system_program.h. */
#include "ping/system_program.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"

#define VERSION_WAIT_NS MST_NS_PER_SECOND
#define VERSION_TEXT 4096
#define ENDLESS UINT32_C(1000000000)

static const char *const paths[] = { "/usr/bin/ping", "/bin/ping", "/sbin/ping", "/usr/sbin/ping" };

struct dialect {
	const char *name;
	const char *mark;    /* in what it prints for -V */
	const char *refused; /* why it cannot be used; NULL: it can */
	bool ipv6_apart;     /* IPv6 is done by a program of its own, ping6, without -W */
	bool whole_seconds;  /* -W takes no decimals */
	bool routes;         /* it takes an interface or source address */
	bool long_ttl;       /* --ttl=N in place of -t N */
	bool modern;         /* it takes -b, -Q and -M */
};

/* In the order of enum mst_system_kind. fping and oping need rights of their own, as muster does. */
static const struct dialect dialects[] = {
	[MST_SYSTEM_IPUTILS] = { .name = "iputils", .mark = "iputils", .routes = true, .modern = true },
	[MST_SYSTEM_INETUTILS] = { .name = "GNU inetutils",
	                           .mark = "inetutils",
	                           .ipv6_apart = true,
	                           .whole_seconds = true,
	                           .long_ttl = true },
	[MST_SYSTEM_BUSYBOX] = { .name = "BusyBox", .mark = "BusyBox", .whole_seconds = true, .routes = true },
	[MST_SYSTEM_OPING] = { .name = "oping", .mark = "noping.cc", .refused = "oping" },
	[MST_SYSTEM_FPING] = { .name = "fping", .mark = "fping", .refused = "fping" },
	[MST_SYSTEM_UNKNOWN] = { .name = "unknown", .routes = true, .modern = true },
};

/* ---- starting and ending it ---- */

/* Control and backslash reaches it, too, and would end one that does not print interim statistics: it is held back. */
static void hold_back_quit(posix_spawnattr_t *attributes)
{
	sigset_t held;

	(void)pthread_sigmask(SIG_SETMASK, NULL, &held);
	sigaddset(&held, SIGQUIT);
	posix_spawnattr_setsigmask(attributes, &held);
	posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK);
}

int mst_system_spawn(pid_t *pid, int *fd, const char *path, char *const argv[])
{
	static char locale[] = "LC_ALL=C", *environment[] = { locale, NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int ends[2], code;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
	posix_spawnattr_init(&attributes);
	hold_back_quit(&attributes);
	code = posix_spawn(pid, path, &actions, &attributes, argv, environment);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	if (code != 0) {
		close(ends[0]);
		*pid = 0;
		return -code;
	}
	*fd = ends[0];
	(void)fcntl(*fd, F_SETFL, O_NONBLOCK);
	return 0;
}

void mst_system_end(pid_t *pid, int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
	if (*pid > 0) {
		kill(*pid, SIGKILL);
		while (waitpid(*pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	*pid = 0;
}

/* ---- which one it is ---- */

enum mst_system_kind mst_system_kind_of(const char *text)
{
	for (unsigned kind = 0; kind < MST_SYSTEM_UNKNOWN; kind++) {
		if (strstr(text, dialects[kind].mark))
			return (enum mst_system_kind)kind;
	}
	return MST_SYSTEM_UNKNOWN;
}

/* Reads until the text is enough, the program ends, or it took too long. */
static void read_text(int fd, char text[VERSION_TEXT + 1], bool (*is_enough)(const char *text))
{
	uint64_t end_ns = mst_now_ns() + VERSION_WAIT_NS, now_ns;
	size_t length = 0;

	text[0] = '\0';
	while (!is_enough(text) && length < VERSION_TEXT && (now_ns = mst_now_ns()) < end_ns) {
		struct pollfd one = { .fd = fd, .events = POLLIN };
		ssize_t count;

		(void)poll(&one, 1, (int)((end_ns - now_ns) / MST_NS_PER_MS) + 1);
		count = read(fd, text + length, VERSION_TEXT - length);
		if (count == 0)
			break;
		if (count > 0)
			length += (size_t)count;
		text[length] = '\0';
	}
}

static bool has_kind(const char *text)
{
	return mst_system_kind_of(text) != MST_SYSTEM_UNKNOWN;
}

static bool has_reply(const char *text)
{
	return strstr(text, " bytes from ");
}

/* A program whose file has capabilities cannot be started by a process that may not have them, as in containers. */
static int find_kind(struct mst_system_program *program, struct mst_error *err)
{
	static char name[] = "ping", option[] = "-V", *argv[] = { name, option, NULL };
	char text[VERSION_TEXT + 1];
	pid_t pid = 0;
	int fd = -1, code = mst_system_spawn(&pid, &fd, program->path, argv);

	if (code < 0)
		return mst_fail(err, code, "%s cannot be started: %s", program->path, strerror(-code));
	read_text(fd, text, has_kind);
	program->kind = mst_system_kind_of(text);
	mst_system_end(&pid, &fd);
	return 0;
}

int mst_system_program_find(struct mst_system_program *program, struct mst_error *err)
{
	int code;

	*program = (struct mst_system_program){ 0 };
	for (size_t i = 0; i < sizeof paths / sizeof *paths && !program->path; i++)
		program->path = access(paths[i], X_OK) == 0 ? paths[i] : NULL;
	if (!program->path)
		return mst_fail(err, -ENOENT, "there is no ping program in /usr/bin, /bin, /sbin or /usr/sbin");
	code = find_kind(program, err);
	if (code < 0)
		return code;
	if (dialects[program->kind].refused)
		return mst_fail(
			err, -ENOENT,
			"%s is %s, whose output muster does not read: expected the ping of iputils, GNU inetutils or "
			"BusyBox",
			program->path, dialects[program->kind].refused);
	return 0;
}

/* The line with which a ping program says that it may not send, cut out of its text; NULL: it does not say so. */
static const char *refusal_in(char *text)
{
	static const char *const signs[] = { "ermission denied", "not permitted", "acking privilege" };

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		char *sign = strstr(text, signs[i]);

		if (!sign)
			continue;
		sign[strcspn(sign, "\n")] = '\0';
		while (sign > text && sign[-1] != '\n')
			sign--;
		return sign;
	}
	return NULL;
}

int mst_system_program_try(const struct mst_system_program *program, struct mst_error *err)
{
	static char words[][12] = { "ping", "-n", "-c", "1", "-W", "1", "127.0.0.1" },
		    *argv[] = { words[0], words[1], words[2], words[3], words[4], words[5], words[6], NULL };
	char text[VERSION_TEXT + 1];
	const char *refusal;
	pid_t pid = 0;
	int fd = -1, code = mst_system_spawn(&pid, &fd, program->path, argv);

	if (code < 0)
		return mst_fail(err, code, "%s cannot be started: %s", program->path, strerror(-code));
	read_text(fd, text, has_reply);
	mst_system_end(&pid, &fd);
	refusal = refusal_in(text);
	return refusal ? mst_fail(err, -EPERM, "%s may not send either: it prints \"%s\"", program->path, refusal) : 0;
}

static bool any_ipv6(const struct mst_ping_config *config)
{
	bool any = false;

	for (size_t i = 0; i < config->host_count; i++)
		any |= config->hosts[i].family == MST_IPV6;
	return any;
}

int mst_system_program_check(const struct mst_system_program *program, const struct mst_ping_config *config,
                             struct mst_error *err)
{
	const struct dialect *dialect = &dialects[program->kind];

	if (!dialect->routes && (config->interface || config->source.family))
		return mst_fail(err, -EINVAL,
		                "%s is that of %s, which takes no %s: expected the ping of iputils or BusyBox",
		                program->path, dialect->name, config->interface ? "interface" : "source address");
	if (config->adaptive)
		return mst_fail(
			err, -EINVAL,
			"%s sends by a schedule of its own, which does not adapt to answers: expected --via raw or "
			"dgram",
			program->path);
	if (!dialect->modern && (config->tos || config->fragments))
		return mst_fail(err, -EINVAL, "%s is that of %s, which takes no %s: expected the ping of iputils",
		                program->path, dialect->name, config->tos ? "type of service" : "rule about fragments");
	if (dialect->ipv6_apart && any_ipv6(config) && config->interval_ns % MST_NS_PER_SECOND)
		return mst_fail(
			err, -EINVAL,
			"%s6 is that of %s, which takes whole seconds: expected such an interval, or the ping of "
			"iputils or BusyBox",
			program->path, dialect->name);
	if (program->kind == MST_SYSTEM_BUSYBOX && config->interface && config->source.family)
		return mst_fail(
			err, -EINVAL,
			"%s is that of BusyBox, which takes an interface or a source address: expected one of them",
			program->path);
	return 0;
}

/* ---- its command line ---- */

static void add_word(struct mst_system_command *command, const char *text)
{
	char *copy = command->texts[command->text_count++];

	snprintf(copy, sizeof command->texts[0], "%s", text);
	command->argv[command->count++] = copy;
}

static void add_option(struct mst_system_command *command, const char *option, const char *value)
{
	static char options[][4] = { "-c", "-i", "-W", "-s", "-t", "-I", "-Q", "-M" };

	for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
		if (strcmp(options[i], option) == 0)
			command->argv[command->count++] = options[i];
	}
	add_word(command, value);
}

static void add_number(struct mst_system_command *command, const char *option, double value)
{
	char text[32];

	snprintf(text, sizeof text, "%.10g", value);
	add_option(command, option, text);
}

static void add_ttl(struct mst_system_command *command, const struct dialect *dialect, uint32_t ttl)
{
	char text[32];

	snprintf(text, sizeof text, "--ttl=%u", ttl);
	if (ttl && dialect->long_ttl)
		add_word(command, text);
	else if (ttl)
		add_number(command, "-t", ttl);
}

void mst_system_command_write(struct mst_system_command *command, const struct mst_system_program *program,
                              const struct mst_ping_config *config, uint32_t host)
{
	const struct dialect *dialect = &dialects[program->kind];
	bool apart = dialect->ipv6_apart && config->hosts[host].family == MST_IPV6;
	double wait = (double)config->timeout_ns / 1e9;
	char addr[MST_ADDR_TEXT];

	*command = (struct mst_system_command){ 0 };
	snprintf(command->path, sizeof command->path, "%s%s", program->path, apart ? "6" : "");
	add_word(command, apart ? "ping6" : "ping");
	add_word(command, "-n");
	add_number(command, "-c", config->count ? config->count : ENDLESS);
	add_number(command, "-i", (double)config->interval_ns / 1e9);
	if (!apart)
		add_number(command, "-W", dialect->whole_seconds ? ceil(wait) : wait);
	add_number(command, "-s", config->size);
	add_ttl(command, dialect, config->ttl);
	if (config->broadcast && dialect->modern)
		add_word(command, "-b");
	if (config->tos)
		add_number(command, "-Q", config->tos);
	if (config->fragments)
		add_option(command, "-M", mst_ping_fragments_name(config->fragments));
	if (config->interface)
		add_option(command, "-I", config->interface);
	mst_addr_format(&config->source, addr);
	if (config->source.family)
		add_option(command, "-I", addr);
	mst_addr_format(&config->hosts[host], addr);
	add_word(command, addr);
}
