/* LD_PRELOAD shim for linux.uml: User-Mode Linux knows extended processor states (XSAVE) of 2,696 bytes at most. Where the
 * processor has larger ones (AMX), the host's kernel takes none but whole states from it: PTRACE_SETREGSET fails with
 * EFAULT, and the guest dies at its first process. So what the guest gives is laid over the whole state that is there.
 * cc -shared -fPIC -O2 -o umlshim.so umlshim.c -ldl */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <elf.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/types.h>
#include <sys/uio.h>

#define LARGEST 65536
#define XSTATE_BV 512               /* the header's first field, behind the legacy area: which components are given */
#define FITS ((1ULL << 10) - 1)     /* components 0 to 9 (x87 to PKRU) end within 2,696 bytes; AMX (17, 18) does not */

static long (*real)(int, pid_t, void *, void *);

static long set_xstate(pid_t pid, const struct iovec *given)
{
	static char whole[LARGEST];
	struct iovec iov = { whole, sizeof whole };
	uint64_t before, after;
	if (real(PTRACE_GETREGSET, pid, (void *)NT_X86_XSTATE, &iov) || given->iov_len >= iov.iov_len)
		return real(PTRACE_SETREGSET, pid, (void *)NT_X86_XSTATE, (void *)given);
	memcpy(&before, whole + XSTATE_BV, sizeof before);
	memcpy(whole, given->iov_base, given->iov_len);
	memcpy(&after, whole + XSTATE_BV, sizeof after);
	after = (after & FITS) | (before & ~FITS);
	memcpy(whole + XSTATE_BV, &after, sizeof after);
	return real(PTRACE_SETREGSET, pid, (void *)NT_X86_XSTATE, &iov);
}

long ptrace(enum __ptrace_request request, ...)
{
	va_list more;
	va_start(more, request);
	pid_t pid = va_arg(more, pid_t);
	void *address = va_arg(more, void *);
	void *data = va_arg(more, void *);
	va_end(more);
	if (!real)
		real = (long (*)(int, pid_t, void *, void *))dlsym(RTLD_NEXT, "ptrace");
	if (request == PTRACE_SETREGSET && (uintptr_t)address == NT_X86_XSTATE)
		return set_xstate(pid, data);
	return real(request, pid, address, data);
}
