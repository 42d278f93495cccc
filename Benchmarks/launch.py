"""Starts one program, waits for it, and prints what it took.

    python -I -S launch.py OUT ERR PROGRAM [ARGUMENT …]

A process of its own, with next to nothing imported, because a new process inherits `ru_maxrss` from the one that
started it: started by the harness, no program could show a peak below the harness's own. Prints one line: exit code,
wall seconds, CPU seconds, peak in bytes, and the launcher's own peak, below which it still cannot see.
"""

import os
import sys
from time import perf_counter

out, err, *program = sys.argv[1:]
write = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
files = [
    (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
    (os.POSIX_SPAWN_OPEN, 1, out, write, 0o600),
    (os.POSIX_SPAWN_OPEN, 2, err, write, 0o600),
]
started = perf_counter()
pid = os.posix_spawn(program[0], program, os.environ, file_actions=files)
_, status, usage = os.wait4(pid, 0)
wall = perf_counter() - started

own = 0
with open("/proc/self/status") as lines:
    for line in lines:
        if line.startswith("VmHWM:"):
            own = int(line.split()[1]) * 1024
code = os.waitstatus_to_exitcode(status)
print(code, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, own)
