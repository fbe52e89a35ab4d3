"""What other programs take of the processors meanwhile: a measurement beside them does not count."""
import os
import time

MOST = 0.1  # of one processor


def busy_seconds():
    """Of all processors: user, nice, system, irq, softirq, steal."""
    with open("/proc/stat") as stat:
        ticks = list(map(int, stat.readline().split()[1:9]))
    return (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK")


def own_seconds():
    """Of this process and those that it has waited for."""
    return sum(os.times()[:4])


def undisturbed(work, tries=3):
    """What work() gives at a time when others leave the processors alone; where there is none, at the time when they took least."""
    best = None
    for _ in range(tries):
        start, others = time.perf_counter(), busy_seconds() - own_seconds()
        found = work()
        others = (busy_seconds() - own_seconds() - others) / (time.perf_counter() - start)
        if best is None or others < best[0]:
            best = others, found
        if others < MOST:
            break
    return best[1]
