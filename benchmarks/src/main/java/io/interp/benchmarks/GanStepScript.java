package io.interp.benchmarks;

import io.interp.core.train.AdamOptions;
import io.interp.core.train.GanLoss;
import io.interp.core.train.GanTraining;
import java.util.Locale;

/**
 * The TorchScript text of one whole training step of a GAN: the method {@code step}, which calls the engine's own operators
 * and returns to Java once. The networks are methods that are given.
 *
 * <p>Weights stay outside the module and come in as lists: trainable ones in the order of {@code parameters()}, running
 * statistics in the order of {@code state()}.
 */
final class GanStepScript {

    /** Each network's weights are aliased by tensors that require gradients, so that updates in place need no scope. */
    private static final String STEP = """
              def step(self: __torch__.Ops, real: Tensor, z1: Tensor, z2: Tensor, c: Tensor, gw: List[Tensor], gb: List[Tensor], gm: List[Tensor], gv: List[Tensor], dw: List[Tensor], dm: List[Tensor], dv: List[Tensor], aw: List[Tensor], ab: List[Tensor]) -> Tensor:
                rate = float(torch.item(torch.select(c, 0, 0)))
                critic_rate = float(torch.item(torch.select(c, 0, 1)))
                correction = float(torch.item(torch.select(c, 0, 2)))
                weight = float(torch.item(torch.select(c, 0, 3)))
                penalised = torch.gt(weight, 0.)
                fake = (self).generator(z1, gw, gb)
                if penalised:
                  x = torch.requires_grad_(torch.detach(real), True)
                else:
                  x = real
                dt = (self).leaves(dw)
                rs = (self).discriminator(x, dt)
                fs = (self).discriminator(fake, dt)
                loss = (self).critic_loss(rs, fs)
                if penalised:
                  g = ((self).gradients(torch.sum(rs), [x], True))[0]
                  penalty = torch.div(torch.sum(torch.pow(g, 2)), torch.size(real, 0))
                  total = torch.add(loss, torch.mul(penalty, weight))
                else:
                  penalty = torch.zeros_like(loss)
                  total = loss
                dg = (self).gradients(total, dt, False)
                _0 = (self).adam(dw, dg, dm, dv, critic_rate, correction)
                gt = (self).leaves(gw)
                gloss = (self).generator_loss((self).discriminator((self).generator(z2, gt, gb), dw))
                gg = (self).gradients(TOTAL, gt, False)
                _1 = (self).adam(gw, gg, gm, gv, rate, correction)
                AFTER
                _3 = (self).average(aw, gw, ab, gb)
                return torch.stack([torch.detach(loss), torch.detach(gloss), torch.mean(torch.detach(rs)), torch.mean(torch.detach(fs)), torch.detach(penalty)])
              def leaves(self: __torch__.Ops, ws: List[Tensor]) -> List[Tensor]:
                out = annotate(List[Tensor], [])
                for i in range(torch.len(ws)):
                  _0 = torch.append(out, torch.requires_grad_(torch.detach(ws[i]), True))
                return out
              def gradients(self: __torch__.Ops, y: Tensor, xs: List[Tensor], create: bool) -> List[Tensor]:
                gs = torch.grad([y], xs, None, create, create, False)
                out = annotate(List[Tensor], [])
                for i in range(torch.len(gs)):
                  _0 = torch.append(out, unchecked_cast(Tensor, gs[i]))
                return out
            """;

    private static final String UPDATES = """
              def adam(self: __torch__.Ops, ws: List[Tensor], gs: List[Tensor], ms: List[Tensor], vs: List[Tensor], rate: float, correction: float) -> None:
                for i in range(torch.len(ws)):
                  g = gs[i]
                  m = ms[i]
                  v = vs[i]
                  _0 = torch.add_(torch.mul_(m, BETA1), g, alpha=REST1)
                  _1 = torch.addcmul_(torch.mul_(v, BETA2), g, g, value=REST2)
                  d = torch.add_(torch.mul_(torch.sqrt(v), correction), EPSILON)
                  _2 = torch.addcdiv_(ws[i], m, d, value=torch.neg(rate))
                return None
              def average(self: __torch__.Ops, aw: List[Tensor], gw: List[Tensor], ab: List[Tensor], gb: List[Tensor]) -> None:
                for i in range(torch.len(aw)):
                  _0 = torch.lerp_(aw[i], gw[i], REST)
                for i in range(torch.len(ab)):
                  _1 = torch.copy_(ab[i], gb[i])
                return None
            """;

    private static final String SOFT = """
              def softplus(self: __torch__.Ops, x: Tensor) -> Tensor:
                return torch.add(torch.maximum(x, torch.zeros_like(x)), torch.log(torch.add(torch.exp(torch.neg(torch.abs(x))), 1)))
              def critic_loss(self: __torch__.Ops, rs: Tensor, fs: Tensor) -> Tensor:
                return torch.add(torch.mean((self).softplus(torch.neg(rs))), torch.mean((self).softplus(fs)))
              def generator_loss(self: __torch__.Ops, fs: Tensor) -> Tensor:
                return torch.mean((self).softplus(torch.neg(fs)))
            """;

    private static final String HINGE = """
              def critic_loss(self: __torch__.Ops, rs: Tensor, fs: Tensor) -> Tensor:
                return torch.add(torch.mean(torch.relu(torch.add(torch.neg(rs), 1))), torch.mean(torch.relu(torch.add(fs, 1))))
              def generator_loss(self: __torch__.Ops, fs: Tensor) -> Tensor:
                return torch.mean(torch.relu(torch.add(torch.neg(fs), 1)))
            """;

    private GanStepScript() {}

    /**
     * {@return the methods of the module}
     *
     * @param options the settings; Adam's decays and epsilon the same for both networks
     * @param networks the methods {@code generator(z, w, b)} and {@code discriminator(x, w)}
     */
    static String of(GanTraining options, String networks) {
        return of(options, networks, "gloss", "");
    }

    /**
     * {@return the methods of the module, with a term in the generator's loss and something done after its step}
     *
     * @param options the settings
     * @param networks the methods {@code generator(z, w, b)}, {@code discriminator(x, w)}, {@code penalty(w)}, the term, and
     *     {@code retract(w)}, which changes weights in place
     */
    static String withPenalty(GanTraining options, String networks) {
        return of(options, networks, "torch.add(gloss, (self).penalty(gt))", "_2 = (self).retract(gw)");
    }

    private static String of(GanTraining options, String networks, String total, String after) {
        AdamOptions adam = options.generator();
        AdamOptions critic = options.discriminator();
        if (!critic.withLearningRate(adam.learningRate()).equals(adam)) {
            throw new IllegalArgumentException(
                    "the networks' optimisers may differ in their rates, got " + adam + " and " + critic);
        }
        String updates = UPDATES.replace("BETA1", number(adam.beta1()))
                .replace("REST1", number(1 - adam.beta1()))
                .replace("BETA2", number(adam.beta2()))
                .replace("REST2", number(1 - adam.beta2()))
                .replace("EPSILON", number(adam.epsilon()))
                .replace("REST", number(1 - options.emaDecay()));
        String step = STEP.replace("TOTAL", total).replace("    AFTER\n", after.isEmpty() ? "" : "    " + after + '\n');
        return step + updates + losses(options.loss()) + networks;
    }

    private static String losses(GanLoss loss) {
        return switch (loss) {
            case NON_SATURATING -> SOFT;
            case HINGE_MARGIN -> HINGE;
            default -> throw new IllegalArgumentException("there is no text of the loss " + loss);
        };
    }

    /** {@return a number as TorchScript reads it, to the last bit} */
    static String number(double value) {
        return String.format(Locale.ROOT, "%.17e", value);
    }

    /** Appends a line of a method's body. */
    static void line(StringBuilder text, String format, Object... values) {
        text.append("    ").append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
