"""Runs a program on a pseudo-terminal of 80 columns and $TERMINAL_ROWS rows (40 when left out): our stdin is what is typed, our stdout is the screen.

Its pid is the first line on stderr; the last one says how it ended, and whether the terminal is as it was before.
"""
import fcntl, json, os, select, signal, struct, sys, termios

master, slave = os.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", int(os.environ.get("TERMINAL_ROWS", "40")), 80, 0, 0))
before = termios.tcgetattr(slave)
pid = os.fork()
if pid == 0:
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    for fd in (0, 1, 2):
        os.dup2(slave, fd)
    os.closerange(3, 64)
    os.execvp(sys.argv[1], sys.argv[1:])
print(pid, file=sys.stderr, flush=True)

sources = [master, 0]
ended = None
while True:
    ready, _, _ = select.select(sources, [], [], 0.1)
    if 0 in ready:
        typed = os.read(0, 4096)
        if typed:
            os.write(master, typed)
        else:
            # whoever typed has gone: the terminal hangs up, as a closed window does
            sources.remove(0)
            if ended is None:
                os.kill(pid, signal.SIGHUP)
    if master in ready:
        os.write(1, os.read(master, 65536))
    elif ended is not None:
        break  # it has ended, and all that it said was read
    if ended is None:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            ended = os.waitstatus_to_exitcode(status)
sane = termios.tcgetattr(slave)[:4] == before[:4]
print(json.dumps({"code": ended, "sane": sane}), file=sys.stderr, flush=True)
