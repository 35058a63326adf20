package io.interp.testkit.contract;

import io.interp.core.Generator;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A generator seen through a counter of the calls that are work: passes and copies. */
final class PassCounter {
    private static final Set<String> WORK = Set.of("run", "activation", "generate", "resume", "copy", "rectified");

    private final AtomicInteger calls = new AtomicInteger();
    private final Generator watched;

    PassCounter(Generator generator) {
        watched = (Generator) Proxy.newProxyInstance(
                PassCounter.class.getClassLoader(), new Class<?>[] {Generator.class}, (proxy, method, arguments) -> {
                    if (WORK.contains(method.getName())) {
                        calls.incrementAndGet();
                    }
                    try {
                        return method.invoke(generator, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    Generator watched() {
        return watched;
    }

    int calls() {
        return calls.get();
    }
}
