/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * listener.c - listens on TCP ports until its standard input closes: `listener 22,80,5000-5003`.
 *
 * Connections are accepted and closed, so that no backlog fills up. It prints one line when every port is open.
 */
#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PORTS_MAX 1024

static int listen_on(unsigned port)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((unsigned short)port) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int yes = 1;

	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) < 0 ||
	    bind(fd, (struct sockaddr *)&at, sizeof at) < 0 || listen(fd, 65535) < 0) {
		fprintf(stderr, "listener: port %u: ", port);
		perror(NULL);
		exit(1);
	}
	return fd;
}

static size_t listen_on_all(char *list, struct pollfd *polled)
{
	size_t count = 0;
	char *rest = list;

	for (char *part; (part = strsep(&rest, ","));) {
		unsigned first, last;
		int read = sscanf(part, "%u-%u", &first, &last);

		if (read == 1)
			last = first;
		for (unsigned port = first; read >= 1 && port <= last && count < PORTS_MAX; port++)
			polled[count++] = (struct pollfd){ .fd = listen_on(port), .events = POLLIN };
	}
	return count;
}

static void take_and_close(int listening)
{
	for (int fd; (fd = accept4(listening, NULL, NULL, SOCK_CLOEXEC)) >= 0;)
		close(fd);
}

int main(int argc, char **argv)
{
	struct pollfd polled[PORTS_MAX + 1] = { { .fd = STDIN_FILENO, .events = POLLIN } };
	size_t ports = argc == 2 ? listen_on_all(argv[1], polled + 1) : 0;

	if (!ports)
		return 2;
	printf("listening on %zu ports\n", ports);
	fflush(stdout);
	while (poll(polled, ports + 1, -1) >= 0 && !polled[0].revents) {
		for (size_t i = 1; i <= ports; i++) {
			if (polled[i].revents)
				take_and_close(polled[i].fd);
		}
	}
	return 0;
}
