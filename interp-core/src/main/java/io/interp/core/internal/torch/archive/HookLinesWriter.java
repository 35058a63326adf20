package io.interp.core.internal.torch.archive;

import java.util.ArrayList;
import java.util.List;

/** Writes the lines by which hooks act on the value of a call. */
final class HookLinesWriter {

    private final FreshNames names;
    private final String feeds;
    private final String out;
    private final boolean clones;

    /**
     * Prepares.
     *
     * @param names names that the method does not use
     * @param feeds the variable that holds what is fed
     * @param out the variable that holds what is handed out
     * @param clones whether what goes out or comes in must be copied, as the network writes into its tensors
     */
    HookLinesWriter(FreshNames names, String feeds, String out, boolean clones) {
        this.names = names;
        this.feeds = feeds;
        this.out = out;
        this.clones = clones;
    }

    /** {@return the lines of some hooks in order, and the variable that holds the value after them} */
    Hoisting.HookLines write(List<HookPoint> hooks, String value) {
        List<Stmt> lines = new ArrayList<>();
        String now = value;
        for (HookPoint hook : hooks) {
            if (hook.kind() == HookPoint.Kind.CAPTURE) {
                String key = Literal.quote(hook.key());
                lines.add(new Stmt.Evaluate(
                        ExprParser.parse("torch._set_item(" + out + ", " + key + ", " + own(now) + ")")));
            } else {
                String next = names.next("interp");
                lines.add(Stmt.Assign.of(next, ExprParser.parse(changed(hook, now))));
                now = next;
            }
        }
        return new Hoisting.HookLines(lines, now);
    }

    private String own(String tensor) {
        return clones ? "torch.clone(" + tensor + ")" : tensor;
    }

    private String fed(String key) {
        return feeds + "[" + Literal.quote(key) + "]";
    }

    private String changed(HookPoint hook, String value) {
        return switch (hook.kind()) {
            case REPLACE -> own(fed(hook.key()));
            case BLEND -> {
                String alpha = fed(hook.key() + ".alpha");
                String kept = "torch.mul(" + value + ", torch.rsub(" + alpha + ", 1))";
                yield "torch.add(" + kept + ", torch.mul(" + fed(hook.key() + ".value") + ", " + alpha + "))";
            }
            case RECTIFY -> "torch.relu(" + value + ")";
            case CAPTURE -> value;
        };
    }
}
