/* rsm-mtx and rsm-changer without the start of an interpreter, for what is asked all the time: "mtx [-f NAME] status" and
 * "mtx-changer NAME loaded SLOT ARCHIVE DRIVE". One request to the service, whose answer is printed. Whatever is asked
 * otherwise, and whatever is not as expected, is left to the program itself (RSM_MTX, RSM_CHANGER), which can do all of it
 * and explains what is wrong. quick.py is the same in Python.
 *
 *   cc -O2 -DRSM_MTX='"/path/of/rsm-mtx"' -DRSM_CHANGER='"/path/of/rsm-changer"' -o rsm-mtx quick.c */
#define _GNU_SOURCE
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#define SYSTEM_STATE "/var/lib/openrsm"
#define SYSTEM_SOCKET "/run/openrsm/rsmd.sock"
#define START "  Storage Changer "
#define SECONDS 10	/* for which an answer is waited for */
#define MOST (8 << 20)	/* bytes of an answer */

static const char *told(const char *name)
{
	const char *value = getenv(name);
	return value && *value ? value : NULL;
}

/* Where the service listens, as settings.py says it; 0 if it is not to be reached by a Unix socket. */
static int find_socket(struct sockaddr_un *address)
{
	const char *url = told("OPENRSM_URL"), *state = told("OPENRSM_STATE"), *home = told("XDG_STATE_HOME");
	char own[sizeof address->sun_path];
	int length;

	address->sun_family = AF_UNIX;
	if (told("OPENRSM_TOKEN"))
		return 0;
	if (url)
		length = strncmp(url, "unix:/", 6) ? -1 : snprintf(own, sizeof own, "%s", url + 5);
	else if (state)
		length = strcmp(state, SYSTEM_STATE) ? snprintf(own, sizeof own, "%s/rsmd.sock", state)
						     : snprintf(own, sizeof own, SYSTEM_SOCKET);
	else if (geteuid() == 0)
		length = snprintf(own, sizeof own, SYSTEM_SOCKET);
	else {
		if (home && *home == '/')
			length = snprintf(own, sizeof own, "%s/openrsm", home);
		else
			length = told("HOME") ? snprintf(own, sizeof own, "%s/.local/state/openrsm", told("HOME")) : -1;
		if (length > 0 && access(own, F_OK) != 0 && access(SYSTEM_SOCKET, F_OK) == 0)
			length = snprintf(own, sizeof own, SYSTEM_SOCKET);
		else if (length > 0 && (size_t)length < sizeof own)
			length += snprintf(own + length, sizeof own - (size_t)length, "/rsmd.sock");
	}
	if (length < 0 || (size_t)length >= sizeof own)
		return 0;
	memcpy(address->sun_path, own, sizeof own);
	return 1;
}

static int send_all(int fd, const char *bytes, size_t count)
{
	while (count) {
		ssize_t sent = send(fd, bytes, count, MSG_NOSIGNAL);
		if (sent <= 0)
			return 0;
		bytes += sent;
		count -= (size_t)sent;
	}
	return 1;
}

static int ask(int fd, const char *name)
{
	char request[4096];
	int length = snprintf(request, sizeof request, "GET /api/v1/changers/");
	for (const unsigned char *at = (const unsigned char *)name; *at; at++) {
		int plain = isalnum(*at) || strchr("-._~", *at);
		if (length > 3072)
			return 0;
		length += sprintf(request + length, plain ? "%c" : "%%%02X", *at);
	}
	length += sprintf(request + length, "?age=5 HTTP/1.1\r\nHost: localhost\r\nAccept: text/plain\r\n"
			  "OpenRSM-Application: changer\r\nConnection: close\r\n\r\n");
	return send_all(fd, request, (size_t)length);
}

/* All that comes, with a 0 behind it; NULL if that is no end. */
static char *receive(int fd)
{
	size_t room = 16384, have = 0;
	char *all = malloc(room + 1);
	while (all) {
		ssize_t count = recv(fd, all + have, room - have, 0);
		if (count < 0 || have + (size_t)count > MOST)
			return NULL;
		have += (size_t)count;
		all[have] = 0;
		if (count == 0)
			return all;
		if (have == room)
			all = realloc(all, (room *= 2) + 1);
	}
	return NULL;
}

/* Of the changer that is meant: of a path, its last part. */
static const char *name_of(const char *device)
{
	return *device == '/' ? strrchr(device, '/') + 1 : device;
}

/* What the service says of a changer in mtx's words, from behind its name on; NULL if it does not say it. */
static char *status_of(const char *name)
{
	struct timeval limit = { SECONDS, 0 };
	struct sockaddr_un address = { 0 };
	size_t start = strlen(START), named = strlen(name);
	char *answer, *body, *length;
	int fd;

	if (!*name || !find_socket(&address) || (fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) < 0)
		return NULL;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
	if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0 || !ask(fd, name))
		answer = NULL;
	else
		answer = receive(fd);
	close(fd);
	if (!answer || strncmp(answer, "HTTP/1.1 200 ", 13) || !(body = strstr(answer, "\r\n\r\n")))
		return NULL;
	*body = 0;
	body += 4;
	length = strcasestr(answer, "\r\ncontent-length:");
	if (!length || strtoul(length + 17, NULL, 10) != strlen(body))
		return NULL;
	if (strncmp(body, START, start) || strncmp(body + start, name, named) || body[start + named] != ':')
		return NULL;
	return body + start + named;
}

/* Of what has been printed; what cannot be written is not asked again. A reader that leaves ends us by SIGPIPE. */
static int put(int printed)
{
	if (printed > 0 && fflush(stdout) == 0)
		return 1;
	perror("ERROR: the answer cannot be written");
	exit(1);
}

static int show_status(const char *device)
{
	const char *text = status_of(name_of(device));
	return text && put(printf("%s%s%s", START, device, text));
}

static int show_loaded(const char *device, const char *drive)
{
	const char *text = *drive && drive[strspn(drive, "0123456789")] == 0 ? status_of(name_of(device)) : NULL;
	char line[64];
	long slot = 0;

	snprintf(line, sizeof line, "\nData Transfer Element %.20s:", drive);
	if (!text || !(text = strstr(text, line)))
		return 0;
	text += strlen(line);
	if (strncmp(text, "Empty\n", 6) && sscanf(text, "Full (Storage Element %ld Loaded)", &slot) != 1)
		return 0;
	return put(printf("%ld\n", slot));
}

int main(int count, char **words)
{
	const char *program = strrchr(words[0], '/') ? strrchr(words[0], '/') + 1 : words[0];
	const char *device = getenv("CHANGER") ? getenv("CHANGER") : getenv("TAPE");
	const char *whole;

	if (strstr(program, "changer")) {
		whole = RSM_CHANGER;
		if (count == 6 && !strcmp(words[2], "loaded") && show_loaded(words[1], words[5]))
			return 0;
	} else {
		whole = RSM_MTX;
		if (count == 4 && !strcmp(words[1], "-f") && !strcmp(words[3], "status") && show_status(words[2]))
			return 0;
		if (count == 2 && !strcmp(words[1], "status") && device && show_status(device))
			return 0;
	}
	execv(whole, words);
	perror(whole);
	return 1;
}
