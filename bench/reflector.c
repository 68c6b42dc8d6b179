/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reflector.c - attaches lab/reflector.bpf.c to the far end of a veth, and counts what arrives,
 * until standard input ends.
 *
 *   reflector --far NETNS:INTERFACE [--pass INTERFACE] [--sink] [--chatter ADDRESS] [world options]
 *
 * It prints "ready". Then each line "clear" on standard input sets the counts to zero, and each line "counts" is
 * answered with one line of JSON: the counts, and a list of [milliseconds, probes so far], from which the rate over any
 * window is computed. All programs are attached by BPF links of this process: when it ends, however it ends, the kernel
 * removes them.
 *
 * --pass attaches a program that only passes frames on to the near end, for scanners that have no XDP program there.
 * --chatter broadcasts a small datagram ten times a second: no real link is silent,
 * and masscan does not end on a silent one.
 */
#include "options.h"
#include "reflector.skel.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <linux/if_link.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SAMPLE_MS 10
#define SAMPLES 65536 /* ten minutes of change */

struct sample {
	double ms;
	uint64_t questions;
};

struct reflector {
	struct reflector_bpf *bpf;
	const char *far, *pass, *chatter;
	int talk;                 /* the socket for --chatter, or -1 */
	struct mst_arrivals zero; /* the counts at the last "clear" */
	double zero_ms;
	size_t sampled;
	struct sample samples[SAMPLES];
};

static double now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void die(const char *what)
{
	fprintf(stderr, "reflector: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* ---- counts */

/* The counters are read while CPUs write them; each is one word, so no half-written value is read. */
static struct mst_arrivals sum_arrivals(const struct reflector *r)
{
	struct mst_arrivals sum = { 0 };

	for (int cpu = 0; cpu < MST_WORLD_CPUS; cpu++) {
		const volatile struct mst_arrivals *one = &r->bpf->bss->arrivals[cpu];

		sum.syn += one->syn, sum.echo += one->echo, sum.rst += one->rst, sum.other += one->other;
		sum.syn_ack += one->syn_ack, sum.reset += one->reset, sum.echo_reply += one->echo_reply;
	}
	return sum;
}

static void take_sample(struct reflector *r)
{
	struct mst_arrivals now = sum_arrivals(r);
	uint64_t questions = now.syn + now.echo - r->zero.syn - r->zero.echo;
	struct sample *last = r->sampled ? &r->samples[r->sampled - 1] : NULL;
	struct sample *before = r->sampled > 1 ? last - 1 : NULL;
	struct sample sample = { now_ms() - r->zero_ms, questions };

	/* While nothing changes, only the first and the last sample are kept. */
	if (before && last->questions == questions && before->questions == questions)
		*last = sample;
	else if (r->sampled < SAMPLES)
		r->samples[r->sampled++] = sample;
}

static void clear(struct reflector *r)
{
	r->zero = sum_arrivals(r);
	r->zero_ms = now_ms();
	r->sampled = 0;
	take_sample(r);
}

static void print_counts(struct reflector *r)
{
	struct mst_arrivals now = sum_arrivals(r);

	take_sample(r);
	printf("{\"syn\": %llu, \"echo\": %llu, \"rst\": %llu, \"other\": %llu, \"syn_ack\": %llu, \"reset\": %llu, "
	       "\"echo_reply\": %llu, \"samples\": [",
	       now.syn - r->zero.syn, now.echo - r->zero.echo, now.rst - r->zero.rst, now.other - r->zero.other,
	       now.syn_ack - r->zero.syn_ack, now.reset - r->zero.reset, now.echo_reply - r->zero.echo_reply);
	for (size_t i = 0; i < r->sampled; i++)
		printf("%s[%.2f, %ju]", i ? ", " : "", r->samples[i].ms, (uintmax_t)r->samples[i].questions);
	printf("]}\n");
	fflush(stdout);
}

/* ---- attaching */

/* Native mode only: generic XDP copies every frame, so it would be measured instead of the scanner. */
static int attach(const struct bpf_program *program, const char *interface)
{
	unsigned index = if_nametoindex(interface);
	LIBBPF_OPTS(bpf_link_create_opts, options, .flags = XDP_FLAGS_DRV_MODE);
	int link = index ? bpf_link_create(bpf_program__fd(program), (int)index, BPF_XDP, &options) : -1;

	if (link < 0)
		die(interface);
	return link;
}

static void enter(char *netns)
{
	int fd = open(netns, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || setns(fd, CLONE_NEWNET) < 0)
		die(netns);
	close(fd);
}

static void load(struct reflector *r, const struct mst_world *world)
{
	r->bpf = reflector_bpf__open();
	if (!r->bpf)
		die("the program");
	memcpy((void *)(uintptr_t)&r->bpf->rodata->world, world, sizeof *world);
	if (reflector_bpf__load(r->bpf) < 0)
		die("loading the program");
}

/* The links end with the process; their descriptors are deliberately never closed. */
static void attach_both(struct reflector *r)
{
	char netns[256];
	const char *colon = strrchr(r->far, ':');

	if (!colon || snprintf(netns, sizeof netns, "%.*s", (int)(colon - r->far), r->far) >= (int)sizeof netns) {
		fprintf(stderr, "reflector: --far %s: expected NETNS:INTERFACE\n", r->far);
		exit(2);
	}
	if (r->pass)
		attach(r->bpf->progs.pass, r->pass);
	enter(netns);
	attach(r->bpf->progs.reflect, colon + 1);
}

/* ---- serving */

static void open_chatter(struct reflector *r)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(9) };
	int yes = 1;

	r->talk = -1;
	if (!r->chatter)
		return;
	r->talk = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (r->talk < 0 || inet_pton(AF_INET, r->chatter, &to.sin_addr) != 1 ||
	    setsockopt(r->talk, SOL_SOCKET, SO_BROADCAST, &yes, sizeof yes) < 0 ||
	    connect(r->talk, (struct sockaddr *)&to, sizeof to) < 0)
		die(r->chatter);
}

static bool obey(struct reflector *r)
{
	char line[64];

	if (!fgets(line, sizeof line, stdin))
		return false;
	if (!strcmp(line, "clear\n"))
		clear(r);
	else if (!strcmp(line, "counts\n"))
		print_counts(r);
	return true;
}

static void serve(struct reflector *r)
{
	struct pollfd polled = { .fd = STDIN_FILENO, .events = POLLIN };

	for (unsigned round = 0;; round++) {
		if (poll(&polled, 1, SAMPLE_MS) > 0 && !obey(r))
			return;
		take_sample(r);
		if (r->talk >= 0 && round % (100 / SAMPLE_MS) == 0 && send(r->talk, "", 1, MSG_DONTWAIT) < 0)
			continue; /* datagrams missed meanwhile are not sent later */
	}
}

static const struct option options[] = {
	WORLD_OPTIONS,
	{ "far", required_argument, NULL, 'f' },
	{ "pass", required_argument, NULL, 'p' },
	{ "chatter", required_argument, NULL, 'c' },
	{ "sink", no_argument, NULL, 'S' },
	{ 0 },
};

int main(int argc, char **argv)
{
	static struct reflector r;
	struct mst_world world = world_default();

	setvbuf(stdin, NULL, _IONBF, 0); /* poll would not report a line that stdio has read already */
	for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		switch (option) {
		case 'f': r.far = optarg; break;
		case 'p': r.pass = optarg; break;
		case 'c': r.chatter = optarg; break;
		case 'S': world.sink = 1; break;
		default:
			if (!world_option(&world, option, optarg))
				return 2;
		}
	}
	if (!r.far) {
		fprintf(stderr, "reflector: --far NETNS:INTERFACE is needed\n");
		return 2;
	}
	load(&r, &world);
	attach_both(&r);
	open_chatter(&r);
	clear(&r);
	printf("ready\n");
	fflush(stdout);
	serve(&r);
	return 0;
}
