package io.interp.benchmarks;

import io.interp.core.block.Dcgan;
import io.interp.core.train.AdamOptions;
import io.interp.core.train.GanTraining;
import java.util.Locale;

/**
 * The TorchScript text of one whole training step of a {@link Dcgan}: the method {@code step}, which calls the engine's
 * own operators and returns to Java once.
 *
 * <p>Weights stay outside the module and come in as lists: trainable ones in the order of {@code parameters()}, running
 * statistics in the order of {@code state()}.
 */
final class DcganScript {

    /** Each network's weights are aliased by tensors that require gradients, so that updates in place need no scope. */
    private static final String STEP = """
              def step(self: __torch__.Ops, real: Tensor, z1: Tensor, z2: Tensor, c: Tensor, gw: List[Tensor], gb: List[Tensor], gm: List[Tensor], gv: List[Tensor], dw: List[Tensor], dm: List[Tensor], dv: List[Tensor], aw: List[Tensor], ab: List[Tensor]) -> Tensor:
                rate = float(torch.item(torch.select(c, 0, 0)))
                correction = float(torch.item(torch.select(c, 0, 1)))
                weight = float(torch.item(torch.select(c, 0, 2)))
                penalised = torch.gt(weight, 0.)
                fake = (self).generator(z1, gw, gb)
                if penalised:
                  x = torch.requires_grad_(torch.detach(real), True)
                else:
                  x = real
                dt = (self).leaves(dw)
                rs = (self).discriminator(x, dt)
                fs = (self).discriminator(fake, dt)
                loss = torch.add(torch.mean((self).softplus(torch.neg(rs))), torch.mean((self).softplus(fs)))
                if penalised:
                  g = ((self).gradients(torch.sum(rs), [x], True))[0]
                  penalty = torch.div(torch.sum(torch.pow(g, 2)), torch.size(real, 0))
                  total = torch.add(loss, torch.mul(penalty, weight))
                else:
                  penalty = torch.zeros_like(loss)
                  total = loss
                dg = (self).gradients(total, dt, False)
                _0 = (self).adam(dw, dg, dm, dv, rate, correction)
                gt = (self).leaves(gw)
                gloss = torch.mean((self).softplus(torch.neg((self).discriminator((self).generator(z2, gt, gb), dw))))
                gg = (self).gradients(gloss, gt, False)
                _1 = (self).adam(gw, gg, gm, gv, rate, correction)
                _2 = (self).average(aw, gw, ab, gb)
                return torch.stack([torch.detach(loss), torch.detach(gloss), torch.mean(torch.detach(rs)), torch.mean(torch.detach(fs)), torch.detach(penalty)])
              def leaves(self: __torch__.Ops, ws: List[Tensor]) -> List[Tensor]:
                out = annotate(List[Tensor], [])
                for i in range(torch.len(ws)):
                  _0 = torch.append(out, torch.requires_grad_(torch.detach(ws[i]), True))
                return out
              def softplus(self: __torch__.Ops, x: Tensor) -> Tensor:
                return torch.add(torch.maximum(x, torch.zeros_like(x)), torch.log(torch.add(torch.exp(torch.neg(torch.abs(x))), 1)))
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

    private DcganScript() {}

    /**
     * {@return the methods of the module}
     *
     * @param dcgan the architecture of both networks
     * @param options the settings; the same Adam for both networks, the non-saturating loss, batch statistics in both
     */
    static String of(Dcgan dcgan, GanTraining options) {
        AdamOptions adam = options.generator();
        String updates = UPDATES.replace("BETA1", number(adam.beta1()))
                .replace("REST1", number(1 - adam.beta1()))
                .replace("BETA2", number(adam.beta2()))
                .replace("REST2", number(1 - adam.beta2()))
                .replace("EPSILON", number(adam.epsilon()))
                .replace("REST", number(1 - options.emaDecay()));
        return STEP + updates + generator(dcgan) + discriminator(dcgan);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.17e", value);
    }

    private static String generator(Dcgan dcgan) {
        boolean nearest = dcgan.upsampling() == Dcgan.Upsampling.NEAREST;
        StringBuilder text = new StringBuilder(
                "  def generator(self: __torch__.Ops, z: Tensor, w: List[Tensor]," + " b: List[Tensor]) -> Tensor:\n");
        line(text, "n = torch.size(z, 0)");
        line(text, "x = torch.reshape(z, [n, %d, 1, 1])", dcgan.latents());
        line(text, "x = torch.conv_transpose2d(x, w[0], None, [1, 1], [0, 0])");
        normalise(text, 0);
        int layer = 1;
        for (int extent = 8; nearest ? extent <= dcgan.size() : extent < dcgan.size(); extent *= 2) {
            String weight = "w[" + 3 * layer + "]";
            if (nearest) {
                int half = extent / 2;
                line(text, "ch = torch.size(x, 1)");
                line(
                        text,
                        "x = torch.expand(torch.reshape(x, [n, ch, %1$d, 1, %1$d, 1]), [n, ch, %1$d, 2, %1$d, 2])",
                        half);
                line(text, "x = torch.reshape(x, [n, ch, %1$d, %1$d])", extent);
                line(text, "x = torch.conv2d(x, %s, None, [1, 1], [1, 1])", weight);
            } else {
                line(text, "x = torch.conv_transpose2d(x, %s, None, [2, 2], [1, 1])", weight);
            }
            normalise(text, layer++);
        }
        line(
                text,
                nearest
                        ? "x = torch.conv2d(x, w[%d], w[%d], [1, 1], [1, 1])"
                        : "x = torch.conv_transpose2d(x, w[%d], w[%d], [2, 2], [1, 1])",
                3 * layer,
                3 * layer + 1);
        line(text, "return torch.tanh(x)");
        return text.toString();
    }

    /** Batch norm as DJL's block has it by default, then the rectifier. */
    private static void normalise(StringBuilder text, int layer) {
        line(
                text,
                "x = torch.relu(torch.batch_norm(x, w[%d], w[%d], b[%d], b[%d], True, %s, %s, True))",
                3 * layer + 1,
                3 * layer + 2,
                2 * layer,
                2 * layer + 1,
                number(1 - 0.9f),
                number(1e-5f));
    }

    private static String discriminator(Dcgan dcgan) {
        StringBuilder text =
                new StringBuilder("  def discriminator(self: __torch__.Ops, x: Tensor, w: List[Tensor]) -> Tensor:\n");
        int index = 0;
        for (int extent = dcgan.size() / 2; extent >= 3; extent /= 2) {
            line(
                    text,
                    "x = torch.leaky_relu(torch.conv2d(x, w[%d], w[%d], [2, 2], [1, 1]), %s)",
                    index,
                    index + 1,
                    number(0.2f));
            index += 2;
        }
        line(text, "x = torch.linear(torch.flatten(x, 1), w[%d], w[%d])", index, index + 1);
        line(text, "return torch.reshape(x, [-1])");
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append("    ").append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
