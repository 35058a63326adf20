package io.interp.benchmarks;

import java.time.Duration;

/** What this process has cost so far in processor time, all its threads together; waiting for other work is free. */
final class ProcessorTime {

    private static final double NANOS = 1e9;

    private ProcessorTime() {}

    static long nanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElseThrow(
                        () -> new IllegalStateException("this platform does not tell a process its processor time"));
    }

    static double seconds() {
        return nanos() / NANOS;
    }
}
